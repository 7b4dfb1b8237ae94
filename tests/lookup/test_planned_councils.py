"""A council that is planned is explained, and the councils that it replaces are suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.bulk.explanation import explain
from icslookup.bulk.matcher import Matcher
from icslookup.names.normalise import normalise
from tests.support.table_files import checked, column

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

EAST_SURREY = {"E07000207", "E07000208", "E07000210", "E07000211", "E07000215"}
NORTH_LANCASHIRE = {"E07000121", "E07000123", "E07000124"}
WORKS = "{}", "{} Council", "{} Unitary Council", "the council of {}", "{} UA", "{} Borough Council"


@pytest.mark.parametrize(
    ("text", "name", "codes"),
    [
        ("East Surrey Council", "East Surrey", EAST_SURREY),
        ("east surrey unitary authority", "East Surrey", EAST_SURREY),
        ("E Surrey", "East Surrey", EAST_SURREY),
        ("East Surrey Council [note 4]", "East Surrey", EAST_SURREY),
        ("North Lancashire (planned)", "North Lancashire", NORTH_LANCASHIRE),
        ("East Surrey Council, Surrey", "East Surrey", EAST_SURREY),
        ("Eastt Surrey", "East Surrey", EAST_SURREY),
        ("North Lancs Council", "North Lancashire", NORTH_LANCASHIRE),
        ("Nroth Lancashire", "North Lancashire", NORTH_LANCASHIRE),
        ("North Lancashire Counci", "North Lancashire", NORTH_LANCASHIRE),
        ("West Esssex", "West Essex", {"E07000072", "E07000073", "E07000077"}),
        ("Mid Eusex", "Mid Essex", {"E07000068", "E07000070", "E07000074"}),
        ("Western Sufolk", "Western Suffolk", {"E07000200", "E07000203", "E07000245"}),
        ("Fylde Coast", "Fylde Coast", {"E06000009", "E07000119", "E07000128"}),
    ],
)
def test_a_planned_name_leads_to_the_councils_of_today(
    text: str, name: str, codes: set[str]
) -> None:
    for answer in (icslookup.area(text), icslookup.board(text)):
        assert answer.status == "not_found"
        assert f"{name} is planned for 1 April 202" in (answer.message or "")
        assert "does not exist yet. It would replace " in (answer.message or "")
        assert {suggestion.code for suggestion in answer.suggestions} == codes
    for kind in ("area", "auto", "board"):
        matcher = Matcher(kind=kind)
        assert matcher.one(text).status == "not_found"
        message, suggestions = explain(matcher, text)
        assert f"{name} is planned for" in message
        assert {suggestion.code for suggestion in suggestions} == codes
    found = {one.value: one for one in checked(column("Leeds", "Dover", text)).findings}
    assert f"{name} is planned for" in found[text].detail
    assert {other.code for other in found[text].others} == codes


def test_the_message_says_when_how_certain_and_from_which_councils() -> None:
    assert icslookup.area("Greater Norwich Council").message == (
        "Greater Norwich is planned for 1 April 2028 (decided, order not seen; date expected) and"
        " does not exist yet. It would replace part of Broadland, Norwich (in whole or part) and"
        " part of South Norfolk"
    )


def test_two_planned_councils_may_be_as_near() -> None:
    answer = icslookup.area("Wast Surrey")
    assert "East Surrey is planned" in (answer.message or "")
    assert "West Surrey is planned" in (answer.message or "")
    assert len(answer.suggestions) == 11


def test_every_planned_name_is_explained_unless_a_council_has_it_too(data: Dataset) -> None:
    real = {normalise(alias.alias) for alias in data.aliases}
    names = {name for plan in data.plans for name in plan.successors}
    for name in names:
        for words in WORKS:
            answer = icslookup.area(words.format(name))
            if normalise(name) in real:
                assert answer.status == "found"
            else:
                assert f"{name} is planned for" in (answer.message or "")
                assert answer.suggestions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("West Norfolk", "King's Lynn and West Norfolk"),
        ("West Suffolk", "West Suffolk"),
        ("Mid Susex", "Mid Sussex"),
        ("West Susex", "West Sussex"),
        ("West Lancs", "West Lancashire"),
        ("East Hampshire", "East Hampshire"),
        ("Ipswich", "Ipswich"),
        ("Norwich", "Norwich"),
        ("Surrey", "Surrey"),
    ],
)
def test_a_council_of_today_answers_as_before(text: str, found: str) -> None:
    answer = icslookup.area(text)
    assert answer.area is not None
    assert answer.area.name == found


@pytest.mark.parametrize("text", ["NHS East Surrey CCG", "West Essex", "east lancashire"])
def test_a_ccg_of_the_same_name_still_answers_board(text: str) -> None:
    assert icslookup.board(text).nhs_area is not None


def test_a_planned_name_that_a_ccg_had_leads_to_both() -> None:
    message = icslookup.area("North Hampshire").message or ""
    assert "North Hampshire is planned for 1 April 2028" in message
    assert "try `icslookup board E38000120`" in message


@pytest.mark.parametrize("text", ["Surreyy and more", "Middle Earth", "x" * 5000, "Council"])
def test_other_names_are_not_planned(text: str) -> None:
    assert "planned" not in (icslookup.area(text).message or "")
