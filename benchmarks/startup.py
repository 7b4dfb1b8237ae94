"""Measure how long a single question takes, from the start of the process to its end.

Commands are run in turn, in another order in every round, so that what else the machine does falls
on each alike, and each is told as a ratio to `python -c pass` in the same run: that is the part no
tool written in Python can save. The console script of this environment is run, as people run it,
after the package was byte-compiled, with no data or settings of the user.

    python benchmarks/startup.py [--rounds N] [--own] [--others PYTHON] [--write FILE]

Times are those of hyperfine where it is installed, else of the wall clock around each process.
Other tools are measured where they are installed: in this environment, or in that of PYTHON.
Nothing is asserted: a busy machine is no fault of the program.
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
    "area Gilford --json": "4",
    "board Frimley --json": "",
    "boards --format csv": "",
    "areas": "500 ms",
    "changes": "500 ms",
}
"""What is asked, and the aim: the ratio to `python -c pass`, or milliseconds for a long table."""

COMPLETIONS = {"icslookup ar": "", "icslookup area Guildf": "4"}
"""What stands before the cursor in bash, and the aim."""

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
    """A command to be timed, what it is called, its aim, and what it needs in the environment."""

    name: str
    command: tuple[str, ...]
    aim: str = ""
    environment: tuple[tuple[str, str], ...] = ()


def own_cases() -> list[Case]:
    """Return what icslookup is asked, the interpreter alone first."""
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
    """Return a question for each other tool that is installed, and the names of those that are not.

    csvmatch answers questions of two tables: one name, and the names of all authorities.
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
    """Time a whole process by the wall clock. Raises `StepError` where it fails."""
    return run(case.command, {**environment, **dict(case.environment)}).seconds


def of_hyperfine(case: Case, environment: Mapping[str, str], program: str, folder: str) -> float:
    """Let hyperfine time a whole process once. Raises `StepError` where it fails."""
    found = Path(folder, "hyperfine.json")
    once = [program, "--shell=none", "--runs=1", "--style=none", "--export-json", str(found)]
    run([*once, shlex.join(case.command)], {**environment, **dict(case.environment)})
    took: float = json.loads(found.read_text(encoding="utf-8"))["results"][0]["times"][0]
    return took


def failure(case: Case, environment: Mapping[str, str]) -> str:
    """Run a command once, so that the files it reads are in memory; returns why it fails, or ''."""
    try:
        done = run(case.command, {**environment, **dict(case.environment)})
    except (StepError, OSError) as error:
        return str(error)
    return "" if done.printed or case.command[-1] == "pass" else "it says nothing"


def measure(
    cases: list[Case], rounds: int, timed: Callable[[Case], float]
) -> dict[Case, list[float]]:
    """Time every command in every round; returns the seconds. Raises `StepError`."""
    times: dict[Case, list[float]] = {case: [] for case in cases}
    for number in range(1, rounds + 1):
        print(f"round {number} of {rounds}", file=sys.stderr)
        for case in random.sample(cases, len(cases)):
            times[case].append(timed(case))
    return times


def report(times: dict[Case, list[float]]) -> str:
    """Show the times, and how many times as long as the interpreter alone they are."""
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
