"""Authorities whose figures may count twice."""

from __future__ import annotations

from tests.support.table_files import MESSY, SPLIT_DAY, estimated, figures


def test_doubled_authorities_are_reported_with_what_is_added_up() -> None:
    answer = estimated(MESSY, "homes", as_of=SPLIT_DAY)
    doubled = [(one.name, one.reason, one.rows, int(one.figures[0])) for one in answer.doubled]
    assert doubled == [
        ("Hertfordshire", "county", 1, 1),
        ("Surrey", "county", 4, 1835),
        ("Guildford", "rows", 2, 1002),
    ]
    surrey = answer.doubled[1]
    assert [named.name for named in surrey.districts] == ["Guildford", "Surrey Heath", "Waverley"]
    assert answer.values[0].placed == sum(board.estimates[0] for board in answer.boards)


def test_spellings_of_one_authority_count_as_rows() -> None:
    answer = estimated(figures({"Leeds": 1, "E08000035": 2, "Kent": 3}), "homes")
    assert [(one.name, one.reason, one.rows) for one in answer.doubled] == [("Leeds", "rows", 2)]
