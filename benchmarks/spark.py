"""Measure `icslookup.spark.annotate` with one and two cores, and one and two executors.

    python benchmarks/spark.py [--rows N] [--rounds N] [--write FILE]

Each case has its own Spark: threads of one process (`local[N]`), or executors in separate processes
with a core each (`local-cluster[N,1,1024]`). Spark reads the table from Parquet and writes nothing
(the format `noop`), so only reading and annotating take time. Every round reads the table alone,
then annotates a column of codes with `kind="code"` and without, and a column of messy names. The
peak memory of executors and Python workers is measured too. This needs PySpark and Java. Nothing is
asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from messy_names import spellings
from processes import MEGABYTE, python
from reporting import machine, show, table

if TYPE_CHECKING:
    from collections.abc import Iterator

MASTERS = ("local[1]", "local[2]", "local-cluster[1,1,1024]", "local-cluster[2,1,1024]")
READ, CODES, AUTO, NAMES = "read alone", "codes alone", "codes, auto", "messy names"
ANNOTATED = (CODES, AUTO, NAMES)
FILES = 8
"""How many files the table has: each is a partition, so that all cores have work to the end."""

WARM_UP = 50_000


def write_table(folder: Path, rows: int) -> None:
    """Write files with messy names, codes and two more columns, their frequencies skewed."""
    import pyarrow as pa
    from pyarrow import parquet

    from icslookup.dataset.active import bundled

    names, codes = list(spellings()), list(bundled().authority_keys)
    size = -(-rows // FILES)
    for begin in range(0, rows, size):
        numbers = range(begin, min(begin + size, rows))
        columns = {
            "id": pa.array(numbers, pa.int64()),
            "name": pa.array([names[_skewed(n, len(names))] for n in numbers], pa.string()),
            "code": pa.array([codes[_skewed(n, len(codes))] for n in numbers], pa.string()),
            "day": pa.array([f"20{23 + n % 3}-0{1 + n % 9}-15" for n in numbers], pa.string()),
        }
        parquet.write_table(pa.table(columns), folder / f"{begin}.parquet")


def _skewed(number: int, size: int) -> int:
    """Return a position below `size`, often a small one. The same number has the same one."""
    share = (number * 2_654_435_761 % 2**32) / 2**32
    return int(share**3 * size)


def step(master: str, path: str, rounds: int) -> dict[str, Any]:
    """Measure one case in this process, and return the seconds of each way, and megabytes."""
    from pyspark.sql import SparkSession

    from icslookup.spark.annotate import annotate

    os.environ |= {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    spark = (
        SparkSession.builder.master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    frame = spark.read.parquet(path)
    ways = {
        READ: lambda frame: frame,
        CODES: lambda frame: annotate(frame, "code", kind="code"),
        AUTO: lambda frame: annotate(frame, "code"),
        NAMES: lambda frame: annotate(frame, "name"),
    }
    for way in ways.values():  # the JVM compiles, and starts its workers
        _written(way(frame.limit(WARM_UP)))
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            seconds[name].append(_written(way(frame)))
    memory = dict(_memory())
    spark.stop()
    return {"seconds": seconds, "memory": memory}


def _written(frame: Any) -> float:  # noqa: ANN401 - a DataFrame of Spark
    began = time.perf_counter()
    frame.write.format("noop").mode("overwrite").save()
    return time.perf_counter() - began


def _memory() -> Iterator[tuple[str, float]]:
    """Yield the peak memory of a Python worker and of an executor, in megabytes."""
    most: dict[str, float] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            command = status.with_name("cmdline").read_bytes()
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue
        for kind, mark in (("worker", b"pyspark.daemon"), ("executor", b"CoarseGrainedExecutor")):
            if mark in command and "VmHWM" in fields:
                peak = int(fields["VmHWM"].split()[0]) * 1024 / MEGABYTE
                most[kind] = max(most.get(kind, 0.0), peak)
    yield from most.items()


def report(found: dict[str, dict[str, Any]], rows: int) -> str:
    """Return a table of rows a second, and of the time that reading does not take."""
    lines = []
    for master, case in found.items():
        seconds = {name: median(times) for name, times in case["seconds"].items()}
        cells = [f"{rows / seconds[name] / 1e6:.2f}" for name in (READ, *ANNOTATED)]
        own = [f"{(seconds[name] - seconds[READ]) / rows * 1e6:.2f}" for name in ANNOTATED]
        memory = [f"{case['memory'].get(kind, 0):.0f}" for kind in ("worker", "executor")]
        lines.append([f"`{master}`", *cells, *own, *(m if m != "0" else "" for m in memory)])
    head = [
        "master",
        *(f"{name}, M rows/s" for name in (READ, *ANNOTATED)),
        *(f"{name}, µs a row more" for name in ANNOTATED),
        *("Python worker, peak MB", "executor, peak MB"),
    ]
    return table(head, lines)


def _java() -> str:
    done = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True)  # noqa: S607
    return done.stderr.splitlines()[0]


def main() -> None:
    """Measure every case, and show the table."""
    parser = argparse.ArgumentParser(description="Measure annotating on Spark.")
    parser.add_argument("--rows", type=int, default=10_000_000, help="default: 10,000,000")
    parser.add_argument("--masters", nargs="+", default=MASTERS, help=f"default: {MASTERS}")
    parser.add_argument("--rounds", type=int, default=1, help="default: 1")
    parser.add_argument("--write", metavar="FILE", help="put the table into this document")
    parser.add_argument("--step", nargs=2, metavar=("MASTER", "PATH"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        print(json.dumps(step(*options.step, options.rounds)))
        return
    import pyspark

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows")
        path.mkdir()
        write_table(path, options.rows)
        found = {}
        for master in options.masters:
            print(master, file=sys.stderr)
            words = ("--rounds", str(options.rounds), "--step", master, str(path))
            found[master] = json.loads(python(__file__, *words).printed.splitlines()[-1])
    facts = f"{options.rows:,} rows; rounds: {options.rounds}; PySpark {pyspark.__version__}"
    lines = [report(found, options.rows), f"{facts}, {_java()}; {machine()}."]
    show("\n\n".join(lines), "spark.py", options.write)


if __name__ == "__main__":
    main()
