"""LSOAs and postcodes as source areas: each lies whole in one target area, or is not placed."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.cells import is_blank
from icslookup.bulk.place_matcher import PlaceMatcher
from icslookup.bulk.rebase.larger_areas import is_larger_area
from icslookup.bulk.rebase.source_areas import Refusal, SourceArea, total_refusal
from icslookup.dataset.nhs_areas import REGION, SUB_ICB
from icslookup.lookup.boundaries import COUNCIL, regions_of_boards

if TYPE_CHECKING:
    from icslookup.bulk.rebase.source_areas import Answer
    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.boundaries import Boundaries


class PlaceReader:
    """Finds the target area of an LSOA or a postcode; `kind` is `lsoa` or `postcode`.

    Raises `MissingSourceError` if there are no postcodes on this computer.
    """

    def __init__(self, data: Dataset, kind: str, target: Boundaries) -> None:
        self._data, self._kind, self._target = data, kind, target
        self._matcher = PlaceMatcher(data, kind)
        self._regions = regions_of_boards(data, target.day)

    def read(self, text: str) -> Answer:
        """Return the place as a source area, or why it is not placed."""
        if is_blank(text):
            return Refusal("blank")
        found = self._matcher.assignment(text, self._target.day)
        if found is None:
            if is_larger_area(self._data, text):
                return total_refusal(text)
            message, suggestions = self._matcher.explain(text, self._target.day)
            return Refusal("not_found", message or None, tuple(suggestions[:3]))
        keys: list[str | None] = [ods_code for ods_code, _ in found.boards]
        if self._target.geography == COUNCIL:
            keys = list(found.authorities)
        elif self._target.geography == SUB_ICB:
            keys = [found.sub_icb]
        elif self._target.geography == REGION:
            keys = list({self._regions[ods_code] for ods_code, _ in found.boards})
        code = text.strip().upper()
        if len(keys) != 1 or keys[0] is None:
            what = f"it is not known in which {self._target.geography} {code} lies"
            return Refusal("ambiguous" if len(keys) > 1 else "undetermined", what)
        return SourceArea(self._kind, code, code, code, None, (), ((keys[0], 1),), "lsoas")
