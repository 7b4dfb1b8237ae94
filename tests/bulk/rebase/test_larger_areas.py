"""Rows of England and other larger areas, and names that only look like them."""

from __future__ import annotations

import pytest

from icslookup.bulk.rebase.larger_areas import is_larger_area
from icslookup.dataset.active import bundled


@pytest.mark.parametrize(
    "text",
    [
        "England", "ENGLAND", " england ", "Eng", "ENG", "Total", "TOTAL", "Grand total", "Grand Total", "Overall", "All", "National",
        "England total", "Total England", "England (total)", "Total - England", "All England", "All ICBs", "All boards", "All regions", "All local authorities",
        "England and Wales", "United Kingdom", "UK", "Great Britain", "E92000001", "e92000001", "K02000001", "K03000001", "K04000001",
        "E12000002", "E12000007", "E12000009", "E11000001", "E13000001", "E47000001", "North West", "North West region", "London region", "Yorkshire and The Humber",
        "East Midlands", "South East", "West Midlands", "Greater Manchester", "Greater London", "West Yorkshire", "Inner London", "Outer London",
        "Greater Manchester Combined Authority", "Tees Valley", "England average", "Sum", "Sub total", "Subtotal",
        "England [note 1]", "England [b]", "Total [note 2, 3]", "England (note 3)", "ENGLAND (provisional)", "England (r)", "North West [note 4]",
        "E92000001 [x]", "Tyne and Wear (Met County)", "England & Wales", "Grand-total",
        "NHS ENGLAND", "NHS England total", "X24", "x24", "ENGLAND (including independent sector providers)", "England - NHS", "NHS England: London",
        "England, all ages", "All CCGs", "CCG total", "Whole England", "NHS total", "All LADs",
    ],
)  # fmt: skip
def test_larger_areas(text: str) -> None:
    assert is_larger_area(bundled(), text)


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "Atlantis", "Scotland", "Wales", "Northern Ireland", "S92000003", "W92000004", "Glasgow", "Cardiff", "Aberdeen City", "Isle of Man",
        "Guildford", "Leeds", "Kent", "Surrey", "Cornwall", "E07000209", "E06000052", "E09000001", "E10000030", "QRL", "E54000042", "E38000130",
        "All Saints", "Total Care Ltd", "Englands Lane", "New England", "England Lane", "NHS", "NHS Englands", "NHS Frimley ICB", "CCGs", "X25", "Local", "Regional office", "Area", "The area", "Boards", "Councils",
        "Basildon", "Scarborough", "Aldershot", "Unknown", "Not known", "Other", "Overseas", "Z99999999", "[x]", "[note 1]", "(provisional)", "Leeds [note 1]", "E99999999", "Barnsley", "the", "and",
    ],
)  # fmt: skip
def test_other_names(text: str) -> None:
    assert not is_larger_area(bundled(), text)
