"""A name of a council or board with a code, a mark or a remark next to it."""

from __future__ import annotations

import pytest

import icslookup


def said(kind: str, spelling: str) -> tuple[str | None, str | None]:
    """Return the name and the method of the answer."""
    if kind == "area":
        area = icslookup.area(spelling)
        return area.area and area.area.name, area.match and area.match.method
    board = icslookup.board(spelling)
    return board.board and board.board.short_name, board.match and board.match.method


@pytest.mark.parametrize(
    ("kind", "spelling", "name"),
    [
        ("area", "E06000047: County Durham", "County Durham"),
        ("area", "Durham/E06000047", "County Durham"),
        ("area", "Wigan MBC [E08000010]", "Wigan"),
        ("area", "E08000010_Wigan", "Wigan"),
        ("area", "e08000010 wigan", "Wigan"),
        ("area", "E07000100 E07000240 St Albans", "St Albans"),
        ("area", "Stevenage (GSS code E07000101)", "Stevenage"),
        ("area", "E08000010 Metropolitan Borough Council", "Wigan"),
        ("area", "E08000010 Wiggan", "Wigan"),
        ("area", "Newcastle (Staffs) E07000195", "Newcastle-under-Lyme"),
        ("board", "QVV: NHS Dorset Integrated Care Board", "Dorset"),
        ("board", "nhs dorset icb [qvv]", "Dorset"),
        ("board", "QVV DORSET", "Dorset"),
        ("board", "Dorset_QVV", "Dorset"),
        ("board", "D7T5G - Essex", "Essex"),
        ("board", "E54000041 (Dorset)", "Dorset"),
        ("board", "E54000041/QVV/Dorset", "Dorset"),
        ("board", "NHS ICB QVV", "Dorset"),
        ("board", "QVV: Dorst", "Dorset"),
        ("board", "QMM: NHS Norfolk and Suffolk ICB", "Norfolk and Waveney"),
    ],
)  # fmt: skip
def test_a_code_next_to_its_name_is_read(kind: str, spelling: str, name: str) -> None:
    assert said(kind, spelling) == (name, "code")


@pytest.mark.parametrize(
    ("kind", "spelling", "names"),
    [
        ("area", "E08000010: Bolton", {"Wigan", "Bolton"}),
        ("area", "Bolton (E08000010)", {"Wigan", "Bolton"}),
        ("area", "E08000010 E08000001", {"Wigan", "Bolton"}),
        ("area", "E08000010 Swansea", {"Wigan", "Swansea (council, Wales)"}),
        ("board", "QVV Somerset", {"Dorset", "Somerset"}),
        ("board", "NHS Kent and Medway ICB [QVV]", {"Dorset", "Kent and Medway"}),
        ("board", "QVV/QKS", {"Dorset", "Kent and Medway"}),
    ],
)  # fmt: skip
def test_a_code_next_to_another_name_is_ambiguous(
    kind: str, spelling: str, names: set[str]
) -> None:
    answer = icslookup.area(spelling) if kind == "area" else icslookup.board(spelling)
    assert answer.status == "ambiguous"
    assert {suggestion.name for suggestion in answer.suggestions} == names


@pytest.mark.parametrize(
    ("kind", "spelling"),
    [
        ("area", "E08000010 Atlantis"), ("area", "E06999999 Wigan"), ("area", "E08000010 County Council"),
        ("board", "QZZ Dorset"), ("board", "QVV Atlantis"), ("board", "somerset qvv"), ("board", "QVV Total"),
    ],
)  # fmt: skip
def test_a_code_next_to_no_name_is_not_read(kind: str, spelling: str) -> None:
    answer = icslookup.area(spelling) if kind == "area" else icslookup.board(spelling)
    assert answer.status == "not_found"


@pytest.mark.parametrize(
    ("kind", "spelling", "name", "method"),
    [
        ("area", "Wigan [note 10]", "Wigan", "exact"),
        ("area", "Wigan3", "Wigan", "exact"),
        ("area", "LB Barnet (4)", "Barnet", "exact"),
        ("area", "Guidlford\u00b9", "Guildford", "fuzzy"),
        ("area", "Hull [2], Humberside", "Kingston upon Hull", "alias"),
        ("area", "Bishop's Stortford1", None, None),
        ("area", "Wigan (revised)", "Wigan", "exact"),
        ("area", "Copeland (abolished)", "Copeland", "exact"),
        ("area", "Somerset (abolished county)", "Somerset", "exact"),
        ("area", "Christchurch (pre-2019)", "Christchurch", "exact"),
        ("area", "Newcastle (Staffs) (provisional)", "Newcastle-under-Lyme", "words"),
        ("area", "Shepway (now Folkestone and Hythe)", "Folkestone and Hythe", "alias"),
        ("area", "Copeland (now Cumberland)", "Copeland", "exact"),
        ("area", "Copeland (now Kent)", None, None),
        ("area", "Wigan (abolished)", None, None),
        ("area", "Cardiff (provisional)", None, None),
        ("area", "Copeland (abolished, Kent)", None, None),
        ("area", "St Helens &#40;r&#41;", "St Helens", "exact"),
        ("area", "Saint. Albans", "St Albans", "exact"),
        ("board", "Dorset [note 2]", "Dorset", "exact"),
        ("board", "NHS Sussex ICB (abolished)", "Sussex", "exact"),
        ("board", "NHS Kent &amp; Medway ICB*", "Kent and Medway", "exact"),
        ("board", "Dorset4", "Dorset", "exact"),
        ("board", "Dorset (closed)", None, None),
        ("board", "Dorset (Kent)", None, None),
    ],
)  # fmt: skip
def test_marks_and_remarks_are_left_out(
    kind: str, spelling: str, name: str | None, method: str | None
) -> None:
    found = said(kind, spelling)
    assert found == (name, method)


def test_a_remark_that_a_record_has_ended_chooses_between_namesakes() -> None:
    former, present = icslookup.area("Dorset (pre 2019)"), icslookup.area("Dorset (from 2019)")
    assert former.area is not None
    assert present.area is not None
    assert (former.area.kind, present.area.kind) == ("county", "unitary")


def test_a_remark_that_the_records_have_ended_keeps_the_one_that_followed_them() -> None:
    for remark in ("(former district)", "(abolished)", "(pre 2019)"):
        assert said("area", f"Taunton {remark}") == said("area", "Taunton") == ("Somerset", "words")
