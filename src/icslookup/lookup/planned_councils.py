"""Explains the councils that are planned but do not exist yet, such as West Surrey."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.gazetteer.planned_councils import planned_councils
from icslookup.gazetteer.resolve import Suggestion
from icslookup.text import join_names, long_date

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.gazetteer.planned_councils import PlannedCouncil

_EXTENTS = {"whole": "{}", "split": "part of {}", "unknown": "{} (in whole or part)"}
"""How much of a council goes to the planned one, by the `extent` of its plan."""


def explain_planned(
    data: Dataset, query: str, day: date
) -> tuple[str, tuple[Suggestion, ...]] | None:
    """Return what is planned under a name, and the councils of the day that it replaces.

    Returns None if the text does not name a planned council.
    """
    councils = planned_councils(data, query)
    if not councils:
        return None
    keys = dict.fromkeys(plan.gss_code for council in councils for plan in council.plans)
    replaced = [data.authorities[key] for key in keys if data.authorities[key].exists_on(day)]
    suggestions = tuple(Suggestion(a.name, a.gss_code_on(day), None) for a in replaced)
    return ". ".join(_planned_text(data, council) for council in councils), suggestions


def _planned_text(data: Dataset, council: PlannedCouncil) -> str:
    plan = council.plans[0]
    names = [
        _EXTENTS[one.extent].format(data.authorities[one.gss_code].name) for one in council.plans
    ]
    return (
        f"{council.name} is planned for {long_date(plan.date)} ({plan.stage}) and does not exist"
        f" yet. It would replace {join_names(names)}"
    )
