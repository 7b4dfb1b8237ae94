"""Measure how long a single question takes, from the start of the process to its end.

Commands run in another order in every round, so that other work of the machine affects all of them
alike. Each is compared with `python -c pass` in the same run, the least that a tool in Python can
take. The console script of this environment runs, with the package byte-compiled, and without data
or settings of the user.

    python benchmarks/startup.py [--rounds N] [--own] [--others PYTHON] [--write FILE]

If hyperfine is installed, it takes the times, else the wall clock around each process. Other tools
are measured if they are installed in this environment, or in that of PYTHON. Nothing is asserted,
because a busy machine is not a fault of the program.
"""

from __future__ import annotations

import argparse
import compileall
import csv
import json
import os
import random
import shlex
import shutil
import sys
import sysconfig
import tempfile
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from processes import StepError, run
from reporting import machine, show, table

import icslookup
from icslookup.dataset.active import bundled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROUNDS = 20
NOTHING = "python -c pass"

OWN = {
    "--version": "2.5",
    "area Guildford --json": "3",
    "area Guildford": "7",
    "area Gilford --json": "4.5",
    "board Frimley --json": "",
    "lsoa E01030331 --json": "4",
    "boards --format csv": "",
    "areas": "500 ms",
    "changes": "500 ms",
}
"""Command lines and their aims: the ratio to `python -c pass`, or milliseconds for a long table."""

COMPLETIONS = {"icslookup ar": "", "icslookup area Guildf": "4"}
"""Command lines to complete in bash, and the aims."""

OTHERS = ("country_converter", "pycountry", "us", "csvmatch")
OF_THE_OTHERS = f"""
import json, sysconfig
from importlib.metadata import PackageNotFoundError, version
found = {{}}
for name in {OTHERS}:
    try:
        found[name] = version(name)
    except PackageNotFoundError:
        pass
print(json.dumps([sysconfig.get_path("scripts"), found]))
"""


class Case(NamedTuple):
    """A command to time, with its title, its aim and its environment variables."""

    name: str
    command: tuple[str, ...]
    aim: str = ""
    environment: tuple[tuple[str, str], ...] = ()


def own_cases() -> list[Case]:
    """Return the interpreter alone, then the commands of icslookup."""
    program = os.path.join(sysconfig.get_path("scripts"), "icslookup")
    cases = [Case(f"`{NOTHING}`", (sys.executable, "-c", "pass"))]
    for line, aim in OWN.items():
        cases.append(Case(f"`icslookup {line}`", (program, *line.split()), aim))
    for line, aim in COMPLETIONS.items():
        asked = {
            "_ICSLOOKUP_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(line.split()) - 1),
        }
        cases.append(Case(f"TAB after `{line}`", (program,), aim, tuple(asked.items())))
    return cases


def other_cases(interpreter: str, folder: str) -> tuple[list[Case], list[str]]:
    """Return a command for each other tool that is installed, and the names of missing tools.

    csvmatch compares two tables: one name, and the names of all authorities.
    """
    scripts, versions = json.loads(run([interpreter, "-c", OF_THE_OTHERS]).printed)
    one, names = os.path.join(folder, "one.csv"), os.path.join(folder, "names.csv")
    _write_names(one, ["Guildford"])
    _write_names(names, [authority.name for authority in bundled().authorities.values()])
    lookup = "import pycountry; print(pycountry.countries.lookup('Germany').alpha_3)"
    coco, states, csvmatch = (os.path.join(scripts, s) for s in ("coco", "states", "csvmatch"))
    questions = {
        "country_converter": ("`coco DE`", (coco, "DE")),
        "pycountry": ("`pycountry.countries.lookup('Germany')`", (interpreter, "-c", lookup)),
        "us": ("`states Texas`", (states, "Texas")),
        "csvmatch": (
            "`csvmatch one.csv names.csv`",
            (csvmatch, one, names, "--fields1", "name", "--fields2", "name"),
        ),
    }
    cases = [
        Case(f"{name}, {package} {versions[package]}", command)
        for package, (name, command) in questions.items()
        if package in versions
    ]
    if cases and interpreter != sys.executable:
        alone = f"`{NOTHING}`, the interpreter of the tools below"
        cases.insert(0, Case(alone, (interpreter, "-c", "pass")))
    return cases, [name for name in OTHERS if name not in versions]


def _write_names(path: str, names: list[str]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name"], *([name] for name in names)])


def seconds(case: Case, environment: Mapping[str, str]) -> float:
    """Return the seconds of a whole process by the wall clock. Raises `StepError` if it fails."""
    return run(case.command, {**environment, **dict(case.environment)}).seconds


def of_hyperfine(case: Case, environment: Mapping[str, str], program: str, folder: str) -> float:
    """Return the seconds of a process, timed once by hyperfine. Raises `StepError` if it fails."""
    found = Path(folder, "hyperfine.json")
    once = [program, "--shell=none", "--runs=1", "--style=none", "--export-json", str(found)]
    run([*once, shlex.join(case.command)], {**environment, **dict(case.environment)})
    took: float = json.loads(found.read_text(encoding="utf-8"))["results"][0]["times"][0]
    return took


def failure(case: Case, environment: Mapping[str, str]) -> str:
    """Run a command once, which brings its files into memory; return why it fails, or ''."""
    try:
        done = run(case.command, {**environment, **dict(case.environment)})
    except (StepError, OSError) as error:
        return str(error)
    return "" if done.printed or case.command[-1] == "pass" else "it says nothing"


def measure(
    cases: list[Case], rounds: int, timed: Callable[[Case], float]
) -> dict[Case, list[float]]:
    """Run every command in every round, and return the seconds of each. Raises `StepError`."""
    times: dict[Case, list[float]] = {case: [] for case in cases}
    for number in range(1, rounds + 1):
        print(f"round {number} of {rounds}", file=sys.stderr)
        for case in random.sample(cases, len(cases)):
            times[case].append(timed(case))
    return times


def report(times: dict[Case, list[float]]) -> str:
    """Return a table of the times, and their ratios to the interpreter alone."""
    base = median(next(iter(times.values())))
    rows = [
        [
            case.name,
            f"{min(found) * 1000:.1f}",
            f"{median(found) * 1000:.1f}",
            f"{median(found) / base:.2f}",
            case.aim,
        ]
        for case, found in times.items()
    ]
    return table(["process", "min ms", "median ms", f"median / `{NOTHING}`", "aim, at most"], rows)


def arguments() -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(description="Measure how long a single question takes.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    parser.add_argument("--own", action="store_true", help="leave the other tools out")
    parser.add_argument(
        "--others",
        metavar="PYTHON",
        default=sys.executable,
        help="the interpreter of the environment in which the other tools are (default: this one)",
    )
    parser.add_argument("--write", metavar="FILE", help="put the table into this document")
    return parser.parse_args()


def main() -> None:
    """Run every process in every round, and show the table."""
    options = arguments()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(os.path.dirname(icslookup.__file__), quiet=2)
    hyperfine = shutil.which("hyperfine")
    with tempfile.TemporaryDirectory() as folder:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ICSLOOKUP_")}
        environment = {**kept, "ICSLOOKUP_DATA_DIR": folder, "ICSLOOKUP_CONFIG_DIR": folder}
        timed = partial(seconds, environment=environment)
        if hyperfine:
            timed = partial(of_hyperfine, environment=environment, program=hyperfine, folder=folder)
        others, missing = ([], []) if options.own else other_cases(options.others, folder)
        own = own_cases()
        failed = {case: failure(case, environment) for case in [*own, *others]}
        for case in own:
            if failed[case]:
                raise SystemExit(f"{case.name}: {failed[case]}")
        cases = [case for case in [*own, *others] if not failed[case]]
        times = measure(cases, options.rounds, timed)
    by = run([hyperfine, "--version"]).printed.strip() if hyperfine else "the wall clock"
    lines = [f"Not measured, because not installed: {', '.join(missing)}."] if missing else []
    lines += [f"Not measured: {case.name}: {why}" for case, why in failed.items() if why]
    lines.append(
        f"icslookup {icslookup.__version__}, rounds: {options.rounds}, timed by {by}, {machine()}."
    )
    show("\n\n".join([report(times), *lines]), "startup.py", options.write)


if __name__ == "__main__":
    main()
