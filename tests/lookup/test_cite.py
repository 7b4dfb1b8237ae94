"""The question `cite`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.dataset.active import bundled_folder
from icslookup.errors import DataError, UsageError
from icslookup.formats import Terminal, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset
    from tests.support.program import Result


DESCRIPTOR = json.loads((Path(bundled_folder()) / "datapackage.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("style", ["text", "bibtex", "attribution"])
def test_citations_fit_a_terminal_of_80_columns(style: str) -> None:
    answer = icslookup.cite(style=style)
    text = render(answer, "table", Terminal(width=80))
    assert max(map(len, text.splitlines())) <= 80 or style == "attribution"
    assert text.split() == answer.text.split()
    assert render(answer, "table") == f"{answer.text}\n"


def test_a_citation_names_versions_dates_and_licences(cli: Callable[..., Result]) -> None:
    said = cli("cite", "--as-of", "2024-06-01").out
    for part in (
        DESCRIPTOR["title"], "icslookup-data", "version 2026.11.0 of 22 November 2026",
        "boundaries of 1 April 2023, as of 1 June 2024", f"icslookup {icslookup.__version__}",
        *(licence["title"] for licence in DESCRIPTOR["licenses"]),
    ):  # fmt: skip
        assert part in said
    assert cli("cite").out.count("\n") == 1
    assert "in the future" in cli("cite", "--as-of", "2030-01-01").err
    assert cli("cite", "--as-of", "2020-01-01").code == 2
    assert cli("cite", "--style", "apa").code == 2
    with pytest.raises(UsageError, match="the styles are text, bibtex and attribution"):
        icslookup.cite(style="apa")


def test_bibtex_is_one_entry_with_balanced_braces(cli: Callable[..., Result]) -> None:
    text = cli("cite", "--style", "bibtex", "--as-of", "2024-06-01").out
    assert text.startswith("@misc{icslookup-data-2026.11.0,\n")
    assert text.endswith("\n}\n")
    assert text.count("{") == text.count("}")
    fields = dict(re.findall(r"^  (\w+) += \{(.*)\},$", text, re.MULTILINE))
    assert list(fields) == ["author", "title", "year", "version", "note"]
    assert (fields["year"], fields["version"]) == ("2026", "2026.11.0")
    assert "as of 1 June 2024" in fields["note"]


def test_bibtex_escapes_what_tex_would_read(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    title = DESCRIPTOR["title"]
    data = damaged("datapackage.json", f'"{title}"', '"A {b & 50% of c_d\\\\e ~ #1"')
    text = icslookup.cite(style="bibtex", data=data).text
    assert text.count("{") == text.count("}")
    assert r"{{A {\textbraceleft}b \& 50\% of c\_d{\textbackslash}e {\textasciitilde} \#1}}" in text


def test_the_attribution_is_as_each_licence_requires(cli: Callable[..., Result]) -> None:
    lines = cli("cite", "--style", "attribution").out.splitlines()
    assert len(lines) == 3
    for line, parts in zip(lines, (
        ("Office for National Statistics licensed under the Open Government Licence v.3.0",
         "Crown copyright", "NHS Organisation Data Service", "nationalarchives.gov.uk"),
        ("mySociety", "https://github.com/mysociety/", "CC BY 4.0", "adapted", "/by/4.0/"),
        ("before 2022", "https://en.wikipedia.org/", "CC BY-SA 4.0", "adapted", "/by-sa/4.0/"),
    ), strict=True):  # fmt: skip
        for part in parts:
            assert part in line


@pytest.mark.parametrize("key", ["created", "licenses"])
def test_a_descriptor_that_cannot_be_cited_is_named(
    damaged: Callable[[str, str, str], Dataset], key: str
) -> None:
    with pytest.raises(DataError, match=f"not a description of the data: '{key}'"):
        icslookup.cite(data=damaged("datapackage.json", f'"{key}"', '"other"'))
