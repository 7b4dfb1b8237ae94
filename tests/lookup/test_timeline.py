"""The question `timeline`."""

from __future__ import annotations

import icslookup


def test_a_day_cuts_the_timeline() -> None:
    assert icslookup.timeline("2017-12-31").rows[-1].date == "2017-06"
    assert all(row.date != "2018" for row in icslookup.timeline("2018-01-15").rows)


def test_a_day_ahead_has_a_note() -> None:
    assert "in the future" in (icslookup.timeline("2027-06-01").note or "")
    assert icslookup.timeline().note is None


def test_the_timeline_is_in_order_and_stable() -> None:
    rows = icslookup.timeline().rows
    assert [row.date for row in rows] == sorted(row.date for row in rows)
    assert rows[0].what.startswith("8 systems designated: Bedfordshire, Luton and Milton Keynes")
    july = [row.what.split()[0] for row in rows if row.date == "2022-07-01"]
    assert july == ["42", "Glossop", "Bassetlaw", "West", "Oundle"]
    planned = {row.date: row.what for row in rows if row.kind == "planned"}
    assert planned["2027-04-01"] == (
        "planned (legislated): 11 authorities, county councils not counted, to become East Surrey"
        " and West Surrey"
    )
    decided = planned["2028-04-01"]
    assert decided.startswith("planned (decided, order not seen): 66 authorities,")
    assert "to become East Lancashire; Fylde Coast; " in decided
    assert decided.endswith(
        "; Central and Eastern Suffolk; Ipswich and South Suffolk; what follows 13 of them is not"
        " known; 1 of them to stay with other boundaries"
    )


def test_names_with_a_comma_are_separated_by_semicolons() -> None:
    designated = {row.what for row in icslookup.timeline().rows if row.kind == "designated"}
    assert (
        "4 systems designated: Hertfordshire and West Essex; Humber, Coast and Vale; South West"
        " London; Sussex"
    ) in designated
    assert "2 systems designated: Greater Manchester, Surrey Heartlands" in designated
