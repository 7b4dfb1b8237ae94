"""Functions that return answers of every class, including those that found nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import icslookup
from icslookup.bulk.scan.find_files import Unread
from icslookup.exports.export import Export, ExportedTable
from icslookup.postcodes.lsoa import area_lsoas, lsoa, lsoas
from icslookup.postcodes.postcode import postcode, postcodes
from tests.support.places import LSOAS, NORTH, here, sources
from tests.support.scans import text_scan
from tests.support.table_files import FIGURES, MESSY, checked, rebased

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.formats.answers import Answer

SERIES = b"""code,day,homes
QRL,2025-03-01,5
QRL,2026-04-01,5
E54000042,2026-05-01,5
S0E4D,2025-03-01,5
QXU,then,5
"""
"""A table whose codes changed their area, or are used outside their life."""

LOOKED_IN = sources(here(), *LSOAS)


def exported(folder: str, format_: str, as_of: str | None) -> Export:
    """Return the answer to an export without writing anything."""
    boards = icslookup.boards(as_of)
    files = tuple(
        ExportedTable(name, f"{folder}/{name}", rows)
        for name, rows in (("boards", 48), ("waves", 1045))
    )
    return Export(folder, format_, boards.as_of if as_of else None, files, boards.data, boards.note)


ANSWERS: dict[str, Callable[[], Answer]] = {
    "found": lambda: icslookup.area("Guildford"),
    "county": lambda: icslookup.area("Surrey", "2024-06-01"),
    "recoded": lambda: icslookup.area("Barnsley"),
    "abolished": lambda: icslookup.area("Cumbria"),
    "before boards": lambda: icslookup.area("Wycombe"),
    "planned": lambda: icslookup.area("East Hampshire"),
    "ambiguous": lambda: icslookup.area("Newcastle"),
    "not found": lambda: icslookup.area("Atlantis"),
    "a place": lambda: icslookup.area("Greater Manchester"),
    "board": lambda: icslookup.board("Hampshire"),
    "former board": lambda: icslookup.board("Frimley"),
    "no board": lambda: icslookup.board("Guildford"),
    "boards": icslookup.boards,
    "all boards": lambda: icslookup.boards(every=True),
    "areas": icslookup.areas,
    "counties": lambda: icslookup.areas(kind="county"),
    "splits": icslookup.splits,
    "no splits": lambda: icslookup.splits(min_share=0.5),
    "coverage": icslookup.coverage,
    "changes": icslookup.changes,
    "changes of 2023": lambda: icslookup.changes("2022-07-01", "2023-04-01"),
    "no changes": lambda: icslookup.changes("2024-01-01", "2024-01-02"),
    "crosswalk": icslookup.crosswalk,
    "crosswalk of councils": lambda: icslookup.crosswalk(
        "2022-01-01", geography="council", to_geography="sub-icb"
    ),
    "crosswalk of CCGs": lambda: icslookup.crosswalk(
        "2020-03-31", "2026-04-01", geography="ccg", to_geography="sub-icb"
    ),
    "timeline": icslookup.timeline,
    "history of a board": lambda: icslookup.history("Thames Valley"),
    "history of an authority": lambda: icslookup.history("Cumberland"),
    "history of both": lambda: icslookup.history("Essex"),
    "rebased": lambda: rebased(FIGURES, "homes", "people", drop_totals=True),
    "rebased groups": lambda: rebased(
        b"board,month,homes\nQNQ,2024-01,7.5\nQNQ,2024-02,*\nQU9,2024-02,\n",
        "homes",
        per=("month",),
    ),
    "rebased means": lambda: rebased(
        b"board,age,people\nQNQ,40.5,10\nQU9,41.1,30\n", "age", mean_by="people", by="lsoas"
    ),
    "rebased councils": lambda: rebased(
        b"council,homes\nSurrey,10\n", "homes", integer=True, to_geography="council"
    ),
    "rebased LSOAs": lambda: rebased(b"lsoa,homes\nE01000010,1\n", "homes"),
    "nothing rebased": lambda: rebased(b"council,homes\nAtlantis,1\n,2\n", "homes"),
    "no rows to rebase": lambda: rebased(b"council,homes\n", "homes"),
    "check": lambda: checked(MESSY),
    "check of boards": lambda: checked(b"b\nQNQ\nS&S\nSussex\nEssex\n", kind="board"),
    "check of a clean column": lambda: checked(b"council\nGuildford\n"),
    "check of a series": lambda: checked(SERIES, date_column="day"),
    "check of nothing": lambda: checked(b"council\n"),
    "scan": lambda: text_scan("icbs = ['QNQ', 'E54000042']\nE07000100 E38000001 E40000007\n"),
    "scan of a faulty folder": lambda: text_scan("x")._replace(
        passed=False, faults=(Unread("a/b.py", "cannot be read: Permission denied"),)
    ),
    "scan without findings": lambda: text_scan("icbs = ['QRL']"),
    "postcode": lambda: postcode("GU1 4QT", "2024-01-01", sources=LOOKED_IN),
    "ended postcode": lambda: postcode("GU1 4QZ", "2024-01-01", sources=LOOKED_IN),
    "split postcode": lambda: postcode("GU1 4QT", "2022-12-31", sources=LOOKED_IN),
    "no postcode": lambda: postcode("SW1A OAA", sources=LOOKED_IN),
    "postcode elsewhere": lambda: postcode("CF1 1AA", sources=LOOKED_IN),
    "postcodes of an area": lambda: postcode("GU", "2024-01-01", sources=LOOKED_IN),
    "postcodes of a split area": lambda: postcode("GU", "2022-12-31", sources=LOOKED_IN),
    "postcodes": lambda: postcodes(["GU1 4QT", "GU12", "GU", "SW1A OAA"], sources=LOOKED_IN),
    "no postcodes": lambda: postcodes([], sources=LOOKED_IN),
    "LSOA": lambda: lsoa(NORTH, "2024-01-01", sources=LOOKED_IN),
    "no LSOA": lambda: lsoa("E01999999", sources=LOOKED_IN),
    "LSOAs": lambda: lsoas([NORTH, "x"], sources=LOOKED_IN),
    "LSOAs of an area": lambda: area_lsoas("Guildford", "2024-01-01", sources=LOOKED_IN),
    "ahead": lambda: icslookup.coverage("2030-01-01"),
    "export": lambda: exported("out", "csv", "2030-01-01"),
    "export of a view": lambda: exported("out", "sqlite", None),
}
