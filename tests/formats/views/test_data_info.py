"""The views of `data info`, `data path` and `data validate`."""

from __future__ import annotations

from datetime import date

import pytest

from icslookup.dataset.integrity import Fault
from icslookup.formats import render
from icslookup.formats.views.registry import errors, view_of
from icslookup.lookup.data_info import DataFolder, FetchedData, StoreFacts, Validation, data_info

FETCHED = FetchedData("/own", date(2026, 11, 1), "https://example.org", "2026.10.0", used=True)
NOT_USED = (
    "What was fetched on 1 Nov 2026 is not used: it was built on the data 2026.10.0, and the package"
    " has others since; run 'icslookup data update' again"
)


def facts_of(fetched: FetchedData | None, kind: str) -> tuple[str, ...]:
    answer = data_info()._replace(fetched=fetched, kind=kind, age=1)
    report = view_of(answer).report(answer)
    assert report is not None
    assert report.facts[0].endswith(" of 22 Nov 2026, 1 day old")
    return report.facts[2:]


@pytest.mark.parametrize(
    ("fetched", "kind", "expected"),
    [
        (None, "bundled", ("Those of the package",)),
        (None, "other", ()),
        (FETCHED, "refreshed", ("Fetched on 1 Nov 2026 from https://example.org",)),
        (
            FETCHED._replace(used=False),
            "bundled",
            (
                "Those of the package",
                NOT_USED,
            ),
        ),
    ],
)
def test_the_facts_name_the_origin_of_the_data(
    fetched: FetchedData | None, kind: str, expected: tuple[str, ...]
) -> None:
    assert facts_of(fetched, kind) == expected


def test_stores_have_a_table_of_their_own_with_their_faults() -> None:
    store = StoreFacts("postcodes", "/own/x", 5, "ONSPD", "2025-11", date(2026, 11, 2), 1234, None)
    broken = StoreFacts("lsoas", "/own/y", 5, None, "", None, None, "it is damaged")
    lines = render(data_info()._replace(stores=(store, broken)), "markdown").splitlines()
    assert "| ONSPD | Nov 2025 | 1,234 | 2 Nov 2026 | 5 |" in lines
    assert "| it is damaged |  |  |  | 5 |" in lines
    note = "on the days that an imported lookup of LSOAs covers, icslookup uses it instead of"
    assert any(note in line for line in lines)
    without = render(data_info()._replace(stores=(store,)), "markdown")
    assert note not in without


def test_a_folder_is_one_line() -> None:
    answer = DataFolder("/own folder")
    assert render(answer, "table") == "/own folder\n"
    assert render(answer, "markdown") == "`/own folder`\n"
    assert render(answer, "csv") == "folder\n/own folder\n"


def test_faults_are_errors_and_valid_data_a_report() -> None:
    faults = (Fault("a.csv", 2, "code", "is wrong"), Fault("b.csv", None, None, "is missing"))
    answer = Validation("/own", valid=False, faults=faults)
    assert render(answer, "table") == ""
    assert errors(answer).splitlines() == [
        "icslookup: a.csv, line 2, column code: is wrong",
        "icslookup: b.csv is missing",
        "icslookup: 2 faults in /own",
    ]
    sound = Validation("/own", valid=True, faults=())
    assert errors(sound) == ""
    assert render(sound, "table").startswith("The data are valid\n")
