"""Remarks in brackets, and other texts in brackets."""

from __future__ import annotations

import pytest

from icslookup.gazetteer.remarks import ENDED, MAY_HAVE_ENDED, OTHER, Remark, read_remark

KINDS = {"county", "district"}


@pytest.mark.parametrize(
    ("text", "tense", "kinds"),
    [
        ("abolished", ENDED, ()),
        ("abolished on 31 March 2023", ENDED, ()),
        ("Former district", ENDED, ("district",)),
        ("Pre LG", MAY_HAVE_ENDED, ()),
        ("pre-2019", MAY_HAVE_ENDED, ()),
        ("until 1st April 2020", MAY_HAVE_ENDED, ()),
        ("old county", MAY_HAVE_ENDED, ("county",)),
        ("provisional", OTHER, ()),
        ("revised figures", OTHER, ()),
        ("from April 2023", OTHER, ()),
        ("post local government reorganisation", OTHER, ()),
    ],
)
def test_a_remark_says_when_or_how_sure(text: str, tense: str, kinds: tuple[str, ...]) -> None:
    assert read_remark(text, KINDS) == Remark(tense, kinds)


@pytest.mark.parametrize(
    "text",
    ["Staffs", "county", "2021", "the", "April", "former Avon", "excluding city", "part", "total", "city, revised", ""],
)  # fmt: skip
def test_other_texts_in_brackets_are_not_remarks(text: str) -> None:
    assert read_remark(text, KINDS) is None
