"""The words of a name that only say what kind of body it is."""

from __future__ import annotations

import pytest

from icslookup.names.affixes import Affixes
from icslookup.names.resolution import Vocabulary

AFFIXES = Affixes(
    Vocabulary(
        prefixes=("the", "city of", "london borough of", "council of the"),
        suffixes=frozenset({"council", "borough", "city", "of"}),
        abbreviations={"n": "north", "herts": "hertfordshire"},
        generic=frozenset(),
    )
)


@pytest.mark.parametrize(
    ("form", "cores"),
    [
        ("camden", ["camden"]),
        ("camden council", ["camden council", "camden"]),
        ("camden borough council", ["camden borough council", "camden borough", "camden"]),
        ("city of london council", ["city of london council", "city of london", "london council", "london"]),
        ("london borough of camden", ["london borough of camden", "camden"]),
        ("the london borough of camden", ["the london borough of camden", "london borough of camden", "camden"]),
        ("council", ["council"]),
        ("the", ["the"]),
        ("hackney and city", ["hackney and city"]),
    ],
)  # fmt: skip
def test_words_for_the_kind_come_off_at_both_ends(form: str, cores: list[str]) -> None:
    assert [left for left, _ in AFFIXES.shorter_forms(form)] == cores


def test_the_words_removed_are_returned() -> None:
    assert AFFIXES.core("london borough of camden council") == (
        "camden",
        frozenset({"london", "borough", "of", "council"}),
    )


def test_an_inverted_name_is_turned() -> None:
    assert "city of westminster" in dict(AFFIXES.shorter_forms("westminster city of"))


@pytest.mark.parametrize(
    ("form", "expanded"),
    [("n herts", "north hertfordshire"), ("herts", "hertfordshire"), ("n", "n"), ("x y", "x y")],
)
def test_abbreviations_are_written_out(form: str, expanded: str) -> None:
    assert AFFIXES.expand(form) == expanded


@pytest.mark.parametrize(
    ("form", "corrected"),
    [
        ("camden borogh counci", "camden borough council"),
        ("camden coucnil", "camden council"),
        ("counci", "counci"),  # alone it may be a name
        ("camden burrow", "camden burrow"),
        ("camden known", "camden known"),
        ("camden cuncl", "camden cuncl"),  # two errors
        ("city of camden", "city of camden"),
    ],
)
def test_typing_errors_in_the_words_for_the_kind_are_corrected(form: str, corrected: str) -> None:
    assert AFFIXES.correct_affixes(form, {"known"}) == corrected


@pytest.mark.parametrize(
    ("form", "completed"),
    [
        ("camden borough c", ("camden borough", True)),  # council or city
        ("camden bor", ("camden borough", True)),
        ("camden bo", ("camden borough", False)),
        ("camden council", ("", False)),
        ("camden x", ("", False)),
        ("bor", ("", False)),
    ],
)
def test_a_word_for_the_kind_that_is_cut_off_is_completed(
    form: str, completed: tuple[str, bool]
) -> None:
    assert AFFIXES.complete(form) == completed
