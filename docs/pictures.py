"""The pictures in this folder, drawn from the output of the program.

After a change to the tables, run `python docs/pictures.py`. Each picture shows what the command in
its title bar prints on a terminal with 80 columns.
"""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path

from rich.console import Console

import icslookup
from icslookup.bulk.rebase.rebase import Rebased, RebaseOptions, rebase
from icslookup.formats import Terminal
from icslookup.formats.to_table import rich_parts
from icslookup.formats.views.registry import view_of
from icslookup.tables import open_source

WIDTH = 80


def rebased_referrals() -> Rebased:
    """Return the figures of the example of `rebase.md` on the boards of 2026."""
    table = str(Path(__file__).parent / "referrals.csv")
    options = RebaseOptions(
        "org_code", ("referrals",), to="2026-05-01", per=("month",), as_of_column="month"
    )
    with closing(open_source(table)) as source:
        return rebase(source, options)._replace(file="docs/referrals.csv")


PICTURES = {
    "area.svg": ('icslookup area "Guildford"', lambda: icslookup.area("Guildford")),
    "board.svg": ("icslookup board Frimley", lambda: icslookup.board("Frimley")),
    "splits.svg": ("icslookup splits", icslookup.splits),
    "changes.svg": (
        "icslookup changes 2022-07-01 2023-04-01",
        lambda: icslookup.changes("2022-07-01", "2023-04-01"),
    ),
    "rebase.svg": (
        "icslookup rebase docs/referrals.csv --value referrals --per month",
        rebased_referrals,
    ),
    "history.svg": ("icslookup history Thames Valley", lambda: icslookup.history("Thames Valley")),
}


def picture(name: str) -> str:
    """Return a picture as SVG."""
    title, answer_command = PICTURES[name]
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    answer = answer_command()
    view = view_of(answer)
    report = (view.short_report or view.report)(answer)
    if report is None:
        raise ValueError(title)
    for part in rich_parts(report, Terminal(WIDTH, colour=True)):
        console.print(part)
    return console.export_svg(title=title)


if __name__ == "__main__":
    for name in PICTURES:
        path = Path(__file__).parent / name
        path.write_text(picture(name), encoding="utf-8")
        print(path)
