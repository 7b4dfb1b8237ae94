"""The types of answers that `icslookup.formats.render` can write."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    from icslookup.bulk.check.check import ColumnCheck
    from icslookup.bulk.rebase.rebase import Rebased
    from icslookup.bulk.scan.scan import Scan
    from icslookup.exports.export import Export
    from icslookup.lookup.area import AreaAnswer
    from icslookup.lookup.board import BoardAnswer
    from icslookup.lookup.changes import ChangeList
    from icslookup.lookup.cite import Citation
    from icslookup.lookup.crosswalk import Crosswalk
    from icslookup.lookup.data_info import DataFacts, DataFolder, Validation
    from icslookup.lookup.history import HistoryAnswer
    from icslookup.lookup.lists import BoardList, CoverageList, MappingList
    from icslookup.lookup.timeline import Timeline
    from icslookup.postcodes.answer import PlaceAnswer, PlaceList
    from icslookup.postcodes.import_files import DataImport
    from icslookup.postcodes.lsoa import LsoaList
    from icslookup.refresh.reset import DataReset
    from icslookup.refresh.update import DataUpdate

Listing: TypeAlias = "BoardList | MappingList | CoverageList | ChangeList | Timeline"
"""A list of rows for a day; `what` is the name of the question."""

DataAnswer: TypeAlias = (
    "Citation | DataFacts | DataFolder | Validation | DataUpdate | DataReset | DataImport | Export"
)
"""An answer about the data themselves."""

PostcodeAnswer: TypeAlias = "PlaceAnswer | PlaceList | LsoaList"
"""An answer about postcodes or LSOAs."""

TableAnswer: TypeAlias = "Rebased | ColumnCheck | Scan"
"""An answer about a whole table, or about files."""

Answer: TypeAlias = (
    "AreaAnswer | BoardAnswer | HistoryAnswer | Listing | Crosswalk | DataAnswer | PostcodeAnswer"
    " | TableAnswer"
)
"""The answer to any question."""
