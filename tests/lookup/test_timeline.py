"""The question `timeline`."""

from __future__ import annotations

import json

import icslookup
from icslookup.formats import render


def test_a_day_cuts_the_timeline() -> None:
    assert icslookup.timeline("2017-12-31").rows[-1].date == "2017-06"
    assert all(row.date != "2018" for row in icslookup.timeline("2018-01-15").rows)


def test_a_day_ahead_has_a_note() -> None:
    assert "in the future" in (icslookup.timeline("2027-06-01").note or "")
    assert icslookup.timeline().note is None


STORY = (
    ("2016", "44 sustainability and transformation plans", "A"),
    ("2017-06", "Ten pioneers: ", "A"),
    ("2017-06", "8 systems designated: Bedfordshire, Luton and Milton Keynes; ", "A"),
    ("2017-06", "2 systems designated: ", "A"),
    ("2018", "Surrey Heartlands began in 2018 ", "C"),
    ("2018", "4 systems designated: ", "C"),
    ("2018-02", "Renaming: ", "C"),
    ("2019-01", "The NHS Long Term Plan ", "A"),
    ("2019-06-19", "Two of the three systems named on this day absorbed three earlier ones, ", "C"),
    ("2019-06-19", "3 systems designated: ", "C"),
    ("2020-05", "Four more systems brought the number of integrated care systems to 18", "C"),
    ("2020-05", "4 systems designated: ", "C"),
    ("2020-12", "11 systems designated: ", "D"),
    ("2021-04-01", "42 integrated care systems cover all of England; the last 13 serve 14.9", "A"),
    ("2021-04-01", "13 systems designated: ", "A"),
    ("2022-04-28", "The Health and Care Act 2022 became law", "A"),
    ("2022-07-01", "42 Integrated Care Boards were established under the Health and Care Act", "A"),
)


def test_events_before_the_boards_are_in_order() -> None:
    rows = [row for row in icslookup.timeline("2022-07-01").rows if row.kind != "area"]
    told = [(row.date, row.certainty) for row in rows[: len(STORY)]]
    assert told == [(day, certainty) for day, _, certainty in STORY]
    for row, (_, beginning, _) in zip(rows, STORY, strict=False):
        assert row.what.startswith(beginning)
    assert "clinical commissioning groups abolished" in rows[len(STORY) - 1].what


def test_an_event_without_a_date_follows_the_event_that_it_adds_to() -> None:
    rows = icslookup.timeline().rows
    (undated,) = [number for number, row in enumerate(rows) if row.date is None]
    assert "ministers will decide" in rows[undated].what
    assert (rows[undated].certainty, rows[undated].source) == ("A", "nhs-england")
    assert [row.date for row in rows[undated - 2 : undated]] == ["2027-04-01", "2027-04-01"]
    assert all(row.date for row in icslookup.timeline("2026-01-01").rows)
    document = json.loads(render(icslookup.timeline(), "json"))
    assert [row["what"] for row in document if row["date"] is None] == [rows[undated].what]


def test_the_timeline_is_in_order_and_stable() -> None:
    rows = icslookup.timeline().rows
    days = [row.date for row in rows if row.date]
    assert days == sorted(days)
    july = [row.what.split()[0] for row in rows if row.date == "2022-07-01"]
    assert july == ["42", "Glossop", "Bassetlaw", "West", "Oundle"]
    planned = {row.date: row.what for row in rows if row.kind == "planned"}
    assert planned["2027-04-01"] == (
        "planned (legislated): 11 authorities, without county councils, to become East Surrey"
        " and West Surrey"
    )
    decided = planned["2028-04-01"]
    assert decided.startswith("planned (decided, order not seen): 66 authorities,")
    assert "to become East Lancashire; Fylde Coast; " in decided
    assert decided.endswith(
        "; Central and Eastern Suffolk; Ipswich and South Suffolk. It is not known what replaces"
        " 13 of them. 1 of the 66 would stay, with other boundaries"
    )


def test_names_with_a_comma_are_separated_by_semicolons() -> None:
    designated = {row.what for row in icslookup.timeline().rows if row.kind == "designated"}
    assert (
        "4 systems designated: Hertfordshire and West Essex; Humber, Coast and Vale; South West"
        " London; Sussex"
    ) in designated
    assert "2 systems designated: Greater Manchester, Surrey Heartlands" in designated
