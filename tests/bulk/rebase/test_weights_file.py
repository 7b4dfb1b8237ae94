"""Published weights take the place of residents."""

from __future__ import annotations

from decimal import Decimal

import pytest

from icslookup.errors import DataError, UsageError
from icslookup.formats.views.registry import notes
from tests.support.rebased import rebased, refusal, results, table

HEADER = ("from_code", "to_code", "weight")


def weights(*rows: tuple[object, ...]) -> bytes:
    return table(rows, *HEADER)


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ([("QNQ", "QRL", 1), ("QNQ", "S0E4D", 3)], {"QRL": "25", "S0E4D": "75"}),
        ([("QNQ", "QRL", "0.25"), ("QNQ", "S0E4D", "0.75")], {"QRL": "25", "S0E4D": "75"}),
        ([("QNQ", "QRL", "0.3333"), ("QNQ", "S0E4D", "0.6666")], {"QRL": "33.333333", "S0E4D": "66.666667"}),
        ([("QNQ", "QRL", "174,249"), ("QNQ", "S0E4D", "590094")], {"QRL": "22.797226", "S0E4D": "77.202774"}),
        ([("QNQ", "QRL", 0), ("QNQ", "S0E4D", 4)], {"S0E4D": "100"}),
        ([(" qnq", "qrl ", 1)], {"QRL": "100"}),
        ([("QNQ", "E54000067", 2), ("QNQ", "E54000070", 2)], {"QRL": "50", "S0E4D": "50"}),
        ([("E54000034", "QRL", 1), ("E54000034", "S0E4D", 3)], {"QRL": "25", "S0E4D": "75"}),
        ([("QNQ", "QRL", "1e-3"), ("QNQ", "S0E4D", "0.999")], {"QRL": "0.1", "S0E4D": "99.9"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", ["QNQ", "E54000034", "Frimley", "NHS Frimley ICB"])
def test_an_area_is_divided_by_its_weights(
    rows: list[tuple[object, ...]], parts: dict[str, str], text: str
) -> None:
    answer = rebased({text: 100}, weights=weights(*rows))
    assert results(answer) == {key: Decimal(part) for key, part in parts.items()}
    assert (answer.by, answer.not_in_weights) == ("file", ())


@pytest.mark.parametrize(
    ("area", "code", "options"),
    [
        ("D4U1Y", "E38000252", {}), ("NHS Frimley ICB - D4U1Y", "D4U1Y", {}), ("Barnsley", "E08000016", {}), ("Barnsley", "E08000038", {}),
        ("E08000038", "E08000016", {}), ("St Albans", "E07000100", {}), ("NHS Guildford and Waverley CCG", "09N", {}),
        ("NHS Guildford and Waverley CCG", "E38000214", {}), ("E38000214", "09N", {}), ("Y59", "Y59", {}), ("Y59", "E40000005", {}),
        ("Aylesbury Vale", "E07000004", {}), ("15E", "15E", {"kind": "ccg"}),
    ],
)  # fmt: skip
def test_a_file_may_have_any_code_of_an_area(area: str, code: str, options: dict[str, str]) -> None:
    answer = rebased({area: 100}, weights=weights((code, "QRL", 1), (code, "S0E4D", 3)), **options)
    assert results(answer) == {"QRL": 25, "S0E4D": 75}


def test_a_ccg_goes_to_councils_with_weights_only() -> None:
    rows = weights(("09N", "E07000209", 1), ("09N", "E07000216", 3))
    figures = {"NHS Guildford and Waverley CCG": 100, "NHS Cumbria CCG": 7}
    answer = rebased(figures, weights=rows, to_geography="council")
    assert results(answer) == {"E07000209": 25, "E07000216": 75}
    assert [one.reason for one in answer.unplaced] == ["undetermined"]


def test_areas_that_the_file_lacks_are_reported() -> None:
    answer = rebased({"QNQ": 10, "QU9": 5, "QNC": 3}, weights=weights(("QU9", "S0E4D", 1)))
    assert results(answer) == {"S0E4D": 5, "QNC": 3}
    assert answer.not_in_weights == ("QNC",)
    assert [(one.query, one.reason) for one in answer.unplaced] == [("QNQ", "no_weight")]
    assert not answer.passed


def test_lsoas_need_no_weights() -> None:
    answer = rebased({"E01030331": 10}, weights=weights(("QNQ", "QRL", 1)))
    assert results(answer) == {"S9B9J": 10}
    assert answer.not_in_weights == ()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("QNQ", "QRL", "0.3"), ("QNQ", "S0E4D", "0.2")], "has weights of QNQ that add up to 0.5, not to 1"),
        ([("QNQ", "QRL", 1), ("QNQ", "S0E4D", 1)], "has weights of QNQ that add up to 2, not to 1"),
        ([("QNQ", "QRL", "1"), ("QNQ", "S0E4D", "0.2")], "has weights of QNQ that add up to 1.2, not to 1"),
        ([("QNQ", "XXX", 1)], "row 1 below the header, column to_code: 'XXX' is not the code of a board"),
        ([("QNQ", "QU9", 1)], "'QU9' is not the code of a board"),
        ([("QNQ", "", 1)], "is not the code of a board"),
        ([("QNQ", "QRL", 1), ("QNQ", "QRL", 2)], "row 2 below the header has QNQ to QRL a second time"),
        ([("QNQ", "QRL", 1), ("QNQ", "E54000067", 2)], "a second time"),
        ([("QNQ", "QRL", -1), ("QNQ", "S0E4D", 2)], "row 1 below the header, column weight: a weight is a number, 0 or more"),
        ([("QNQ", "QRL", ""), ("QNQ", "S0E4D", 2)], "a weight is a number, 0 or more"),
        ([("QNQ", "QRL", "*"), ("QNQ", "S0E4D", 2)], "a weight is a number, 0 or more"),
        ([("QNQ", "QRL", "many")], "'many' is no figure"),
        ([("QNQ", "QRL", "30%"), ("QNQ", "S0E4D", "70%")], "'30%' is a percentage"),
        ([("QNQ", "QRL", 0), ("QNQ", "S0E4D", 0)], "has only weights of 0 for QNQ"),
        ([("QNQ", "QRL", 1), ("E54000034", "S0E4D", 3)], "under several codes: QNQ and E54000034"),
    ],
)  # fmt: skip
def test_a_file_with_a_fault_is_refused(rows: list[tuple[object, ...]], message: str) -> None:
    assert message in refusal(DataError, {"QNQ": 1}, weights=weights(*rows))


@pytest.mark.parametrize(
    "header",
    [
        ("from", "to_code", "weight"),
        ("from_code", "to", "weight"),
        ("from_code", "to_code", "share"),
    ],
)
def test_a_file_without_a_column_is_refused(header: tuple[str, ...]) -> None:
    assert "has no column" in refusal(
        UsageError, {"QNQ": 1}, weights=table([("QNQ", "QRL", 1)], *header)
    )


def test_weights_take_the_place_of_the_measure() -> None:
    rows = weights(("QNQ", "QRL", 1))
    assert "--weights takes the place of --by" in refusal(
        UsageError, {"QNQ": 1}, weights=rows, by="lsoas"
    )


def test_a_whole_area_that_the_file_lacks_is_not_said_to_be_divided() -> None:
    answer = rebased({"QNQ": 10, "QKS": 3}, weights=weights(("QNQ", "S0E4D", 1)))
    assert "not in the file of weights, but each whole in one area: QKS\n" in notes(answer, "csv")
