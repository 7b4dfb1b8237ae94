"""The exported tables that lead from the areas of one day to those of another.

They have the rows of `icslookup crosswalk` for every two sets of boundaries in the data.
"""

from __future__ import annotations

from itertools import permutations

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.nhs_areas import SUB_ICB
from icslookup.exports.schema import ExportTable, Reference, optional_column, required_column
from icslookup.lookup.boundaries import BOARD
from icslookup.lookup.crosswalk import PART, WHOLE, crosswalk

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset
    from icslookup.exports.schema import Column


def crosswalk_tables(data: Dataset) -> list[ExportTable]:
    """Return `board_crosswalk` and `sub_icb_crosswalk`.

    Each has the rows from every set of boundaries to every other one, in both directions. The
    first day of a set is its name.
    """
    return [
        _table(data, BOARD, "board_crosswalk", "boards", _BOARD_REFERENCES),
        _table(data, SUB_ICB, "sub_icb_crosswalk", "sub-ICB locations", ()),
    ]


def _table(
    data: Dataset, geography: str, name: str, areas: str, references: tuple[Reference, ...]
) -> ExportTable:
    rows = [
        (first, second, *row)
        for first, second in permutations(data.descriptor["boundaries"], 2)
        for row in crosswalk(first, second, geography=geography, data=data).rows
    ]
    return ExportTable(
        name,
        f"From {areas} to {areas} of other boundaries",
        f"What icslookup crosswalk answers for {areas}: how the areas of one set of boundaries"
        " divide between those of another. A row for each part.",
        _COLUMNS,
        ("from_day", "to_day", "from_code", "to_code"),
        references,
        rows,
    )


_COLUMNS: tuple[Column, ...] = (
    required_column("from_day", "date", "First day of the boundaries of the first area."),
    required_column("to_day", "date", "First day of the boundaries of the second area."),
    required_column("from_code", "string", "NHS ODS code of the first area."),
    optional_column("from_ons_code", "string", "ONS code of the first area on from_day."),
    required_column("from_name", "string", "Name of the first area."),
    required_column("to_code", "string", "NHS ODS code of the second area."),
    optional_column("to_ons_code", "string", "ONS code of the second area on to_day."),
    required_column("to_name", "string", "Name of the second area."),
    required_column("lsoas", "integer", "2021 LSOAs that both areas have."),
    required_column("residents", "integer", "Census 2021 residents that both areas have."),
    required_column("from_lsoas", "integer", "2021 LSOAs of the first area."),
    required_column("from_residents", "integer", "Census 2021 residents of the first area."),
    required_column("to_lsoas", "integer", "2021 LSOAs of the second area."),
    required_column("to_residents", "integer", "Census 2021 residents of the second area."),
    required_column("share_of_from", "number", "residents / from_residents, to six decimals."),
    required_column("share_of_to", "number", "residents / to_residents, to six decimals."),
    required_column(
        "coverage", "string", "Whether the second area has the whole first area or a part.",
        enum=[WHOLE, PART],
    ),
    optional_column(
        "changed", "date", "Last day on which some of the part changed area; empty if none did."
    ),
)  # fmt: skip
_BOARD_REFERENCES = (
    Reference(("from_code",), "boards", ("ods_code",)),
    Reference(("to_code",), "boards", ("ods_code",)),
    Reference(("from_ons_code",), "board_codes", ("ons_code",)),
    Reference(("to_ons_code",), "board_codes", ("ons_code",)),
)
