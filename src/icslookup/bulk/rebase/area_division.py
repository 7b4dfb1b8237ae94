"""How the areas of a table divide between the areas of other boundaries."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.rebase.source_areas import Refusal, SourceArea
from icslookup.dataset.loader import districts
from icslookup.dataset.nhs_areas import CCG, STP, area_key
from icslookup.errors import DataError
from icslookup.lookup.boundaries import BOARD, COUNCIL, blocks_within, council_territory
from icslookup.lookup.ccgs import Undetermined, divide_ccg
from icslookup.text import join_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from icslookup.bulk.rebase.source_areas import Answer
    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.lookup.boundaries import Blocks, Boundaries
    from icslookup.lookup.combined import Combination


class Weights(NamedTuple):
    """How areas are divided: by `residents` or `lsoas`, or by the weights of a file.

    `of_file` has the weights of each target area, by the codes of the source areas.
    """

    by: str
    of_file: Mapping[str, Mapping[str, int]] | None = None


class AreaDivider:
    """Divides areas between those of the `target` boundaries."""

    def __init__(self, data: Dataset, target: Boundaries, weights: Weights) -> None:
        self._data, self._target, self._weights = data, target, weights

    def area(self, kind: str, key: str, day: date) -> Answer:
        """Return an area on a day as a source area, or why it cannot be divided.

        Parameters: `kind` and `key` are those of `SourceArea`.
        """
        data = self._data
        if kind in (CCG, STP):
            return self._ccg(data.nhs_areas[key])
        proxy: tuple[str, ...] = ()
        if kind == COUNCIL:
            authority = data.authorities[key]
            code, name = authority.gss_code_on(day), authority.name
            territory = council_territory(data, key, day)
            blocks, proxy = territory.blocks, territory.successors
        else:
            code = key
            blocks = blocks_within(data, kind, [key], day)
            if kind == BOARD:
                name = data.boards[key].short_name
            else:
                name = data.nhs_areas[area_key(kind, key)].name_on(day).name
        if not blocks:
            return Refusal("undetermined", f"the territory of {name} is not known")
        return self._source(kind, key, code, name, blocks, proxy)

    def combined(self, two: Combination) -> Answer:
        """Return two councils as one source area."""
        keys = [council.gss_code for council in two.councils]
        codes = [council.gss_code_on(two.day) for council in two.councils]
        every = [one for key in keys for one in districts(self._data, key)]
        blocks = blocks_within(self._data, COUNCIL, every, two.day)
        return self._source(COUNCIL, "+".join(keys), "+".join(codes), two.name, blocks, ())

    def _source(
        self, kind: str, key: str, code: str, name: str, blocks: Blocks, proxy: tuple[str, ...]
    ) -> Answer:
        divided = self._target.divide(blocks)
        by = self._weights.by
        counts = {
            target: part.residents if by == "residents" else part.lsoas
            for target, part in divided.items()
        }
        return self._weighted(
            SourceArea(kind, key, code, name, blocks, proxy, tuple(counts.items()), by)
        )

    def _weighted(self, area: SourceArea) -> Answer:
        """Return an area with the weights of the file, if there is one."""
        if self._weights.of_file is None:
            return area
        found = [code for code in self._codes(area) if code in self._weights.of_file]
        if len(found) > 1:
            raise DataError(
                f"the file of weights has {area.name} under several codes: {join_names(found)}"
            )
        if found:
            given = self._weights.of_file[found[0]]
            return area._replace(parts=tuple(given.items()), weighted_by="file")
        if area.whole:
            return area
        return Refusal("no_weight", f"the file of weights has no {area.code}, which is divided")

    def _codes(self, area: SourceArea) -> list[str]:
        """Return all codes that an area has had, each once."""
        found = [area.key, area.code]
        if area.kind == COUNCIL and area.key in self._data.authorities:
            found += [one.code for one in self._data.authorities[area.key].gss_codes]
        elif area.kind == BOARD:
            found += [one.code for one in self._data.boards[area.key].ons_codes]
        elif area.kind != COUNCIL:
            known = area.kind in (CCG, STP)
            names = self._data.nhs_areas[area.key if known else area_key(area.kind, area.key)].names
            found += [code for name in names for code in (name.ods_code, name.ons_code) if code]
        return list(dict.fromkeys(found))

    def _ccg(self, area: NhsArea) -> Answer:
        name = area.names[-1]
        found = SourceArea(
            area.kind,
            area.key,
            name.ods_code or name.ons_code,
            name.name,
            None,
            (),
            (),
            "ccg_lsoas",
        )
        given = self._weighted(found)
        if isinstance(given, SourceArea) and given.weighted_by == "file":
            return given
        parts = divide_ccg(self._data, area, self._target)
        if isinstance(parts, Undetermined):
            return Refusal("undetermined", parts.reason)
        ranked = sorted(parts.items(), key=lambda one: (-one[1], one[0]))
        return self._weighted(found._replace(parts=tuple(ranked)))
