"""The columns that `match` and `annotate` add to a table, and their cells for each answer."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import UsageError

if TYPE_CHECKING:
    from icslookup.bulk.matcher import Matched, MatchedBoard

SPLITS = ("list", "largest", "rows")
PREFIX = "icb_"
JOINER = ";"
"""The separator of the boards of a split authority; no name of a board contains it."""

_COLUMNS: tuple[tuple[str, type], ...] = (
    ("status", str),
    ("method", str),
    ("score", float),
    ("area_code", str),
    ("area_name", str),
    ("board_count", int),
    ("board_ods", str),
    ("board_ons", str),
    ("board_name", str),
    ("share", float),
)
_BOARD_CELLS = 4
_FOLLOWED_FROM = ("followed_from", str)


def added_columns(
    split: str, prefix: str = PREFIX, *, follow: bool = False
) -> tuple[tuple[str, type], ...]:
    """Return the names and types of the added columns, in order.

    `split` is for authorities with several boards: `list` joins their codes, names and shares with
    semicolons, so that a share is text; `largest` takes the board with the largest share of
    residents; `rows` makes a row for each. With `follow`, the last column has what was followed.
    Raises `UsageError` for another `split`.
    """
    if split not in SPLITS:
        raise UsageError(f"there is no split {split!r}: name one of {', '.join(SPLITS)}")
    return tuple(
        (prefix + name, str if (name, split) == ("share", "list") else type_)
        for name, type_ in (*_COLUMNS, *((_FOLLOWED_FROM,) if follow else ()))
    )


def added_cells(found: Matched, split: str, *, follow: bool = False) -> list[tuple[object, ...]]:
    """Return the added cells of an answer: a tuple for each row that it makes, at least one.

    The parameters are those of `added_columns`.
    """
    boards = found.boards
    last = (found.followed_from,) if follow else ()
    area = (found.status, found.method, found.score, found.gss_code, found.name, len(boards))
    if not boards:
        return [(*area, *(None,) * _BOARD_CELLS, *last)]
    if split == "list":
        columns = zip(*map(_texts, boards), strict=True)
        return [(*area, *(JOINER.join(column) or None for column in columns), *last)]
    kept = boards if split == "rows" else boards[:1]
    return [
        (*area, board.ods_code, board.ons_code, board.name, board.residents_share, *last)
        for board in kept
    ]


def _texts(board: MatchedBoard) -> tuple[str, str, str, str]:
    share = "" if board.residents_share is None else str(board.residents_share)
    return board.ods_code, board.ons_code or "", board.name, share
