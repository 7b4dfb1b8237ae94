"""Why a text does not name exactly one council, and what it may mean."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.gazetteer.nhs_areas import exact_nhs_area
from icslookup.gazetteer.resolve import (
    Suggestion,
    area_suggestions,
    areas_in_list,
    exact_board,
    similar_areas,
)
from icslookup.lookup import messages
from icslookup.lookup.hints import (
    board_hint,
    nhs_area_hint,
    place_hint,
    text_hint,
    unknown_code_hint,
)
from icslookup.lookup.planned_councils import explain_planned
from icslookup.text import join_notes, quote

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.model import Place
    from icslookup.names.resolution import Resolution


def explain_place(
    data: Dataset, query: str, day: date, place: Place
) -> tuple[str, tuple[Suggestion, ...]]:
    """Return why a place has no answer if it is not a council, and the councils in it."""
    suggestions = tuple(
        Suggestion(member.name, member.gss_code_on(day), None)
        for member in map(data.authorities.__getitem__, place.members)
        if member.exists_on(day)
    )
    message = place_hint(data, place, exact_board(data, query, day))
    return message, suggestions or similar_areas(data, query, day)


def explain_unresolved(
    data: Dataset, query: str, day: date, found: Resolution
) -> tuple[str, tuple[Suggestion, ...]]:
    """Return why a text does not name exactly one authority, and what it may mean."""
    hint = None
    if found.status == "not_found":
        several = [data.authorities[key] for key in areas_in_list(data, query, day)]
        if several:
            message = f"{quote(query)} names more than one authority: ask for each"
            return message, tuple(Suggestion(a.name, a.gss_code_on(day), None) for a in several)
        board = exact_board(data, query, day)
        other = None if board else exact_nhs_area(data, query, day)
        planned = None if board else explain_planned(data, query, day)
        if planned:
            also = nhs_area_hint(other, day) if other else None
            return join_notes(planned[0], also) or "", planned[1]
        hint = board_hint(board) if board else text_hint(query) or unknown_code_hint(query)
        hint = nhs_area_hint(other, day) if other else hint
    what = "local authority of England"
    if any(candidate.key in data.boards for candidate in found.candidates):
        what += " or Integrated Care Board"
    message = messages.no_answer_message(what, query, found, hint)
    return message, () if hint else area_suggestions(data, found.candidates)
