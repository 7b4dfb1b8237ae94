"""What happened to a sub-ICB location, a CCG, an STP or an NHS England region.

A CCG that became a sub-ICB location with the same code is one line.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.nhs_areas import CCG, REGION
from icslookup.dates import DAY, FIRST_DAY
from icslookup.lookup.history_nodes import history_node
from icslookup.lookup.nhs_area import (
    AREA_KINDS,
    area_line,
    is_certain,
    related_areas,
    territory_shares,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.lookup.history_nodes import HistoryNode
    from icslookup.lookup.nhs_area import AreaCode, TerritoryShare


def nhs_area_line(data: Dataset, area: NhsArea, today: date) -> Iterator[HistoryNode]:
    """Yield the names and codes of an area, its boards, and its end, in no order."""
    earlier = None
    for code in reversed(area_line(data, area)):
        if area.kind == CCG and code.ons_code != area.code:
            continue  # other groups had the same ODS code
        kind = _kind(earlier, code)
        when = str(code.start) if code.start else code.first_seen
        codes = ", ".join(one for one in (code.ods_code, code.ons_code) if one)
        what = f"{code.name} ({codes})"
        if earlier is None or code.kind != earlier.kind:
            article = "an" if code.kind == REGION else "a"
            what += f", {article} {AREA_KINDS[code.kind]}"
        if code.start is None and code.kind != REGION:
            what = f"first seen: {what}"
        earlier = code
        yield history_node(when, kind, what, certainty=code.certainty, source=code.source)
    for day in _days(data, area):
        if day <= today:
            yield _boards_node(data, area, day)
    if area.ended:
        yield _end(data, area)


def _kind(earlier: AreaCode | None, code: AreaCode) -> str:
    """Return what a name and its codes are after those before: a new name, code or area.

    CCGs with the same ODS code but other ONS codes were other groups.
    """
    if earlier is None:
        return "established"
    if earlier.ons_code != code.ons_code and (earlier.kind != code.kind or code.kind == CCG):
        return "established"
    return "recoded" if earlier.name == code.name else "renamed"


def _days(data: Dataset, area: NhsArea) -> list[date]:
    """Return the days since boards began on which the boards of an area changed."""
    days = {part.start for part in area.parts}
    days |= {part.end + DAY for part in area.parts if part.end is not None}
    found: list[date] = []
    before: list[tuple[str, float | None]] = []
    for day in sorted(day for day in days if day >= (area.start or FIRST_DAY)):
        shares = territory_shares(data, area, day)
        now = [(share.ods_code, share.share) for share in shares]
        if now and now != before:
            found.append(day)
        before = now
    return found


def _boards_node(data: Dataset, area: NhsArea, day: date) -> HistoryNode:
    """Return a node for the boards of an area from a day on."""
    shares = territory_shares(data, area, day)
    names = [share.short_name for share in shares]
    parts: tuple[HistoryNode, ...] = ()
    if not is_certain(shares):
        what = f"possible boards: {'; '.join(names)}"
    elif len(shares) == 1:
        what = f"whole in {names[0]}"
    else:
        what = f"{'boards:' if area.kind == REGION else 'split between'} {'; '.join(names)}"
        parts = tuple(history_node(None, "boards", _share_text(share)) for share in shares)
    certainty = max(share.certainty for share in shares)
    sources = dict.fromkeys(one for share in shares for one in share.source.split(";"))
    return history_node(day, "boards", what, parts, certainty=certainty, source=";".join(sources))


def _share_text(share: TerritoryShare) -> str:
    figures = (
        f"{share.lsoas:,} of {share.area_lsoas:,} LSOAs"
        if share.residents is None
        else f"{share.residents:,} of {share.area_residents:,} residents"
    )
    return f"{share.short_name} ({share.ods_code}): {figures}"


def _end(data: Dataset, area: NhsArea) -> HistoryNode:
    after = tuple(
        history_node(None, "successor", one.label)
        for one in related_areas(data, area.successors, area.end)
    )
    if area.end is None:
        last = area.names[-1].last_seen
        return history_node(last, "abolished", f"last seen in the code lists of {last}", after)
    return history_node(area.end + DAY, "abolished", "abolished", after)
