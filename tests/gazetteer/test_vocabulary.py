"""The words for the kind of body: boards, and the systems that they continue."""

from __future__ import annotations

import pytest

import icslookup


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("nhs lincolnshire integrated care board", "Lincolnshire"),
        ("SOMERSET ICB", "Somerset"),
        ("Lincolnshire STP", "Lincolnshire"),
        ("STP Lincolnshire", "Lincolnshire"),
        ("Lincolnshire Sustainability and Transformation Partnership", "Lincolnshire"),
        ("Lincolnshire Sustainability & Transformation Plan", "Lincolnshire"),
        ("Devon Integrated Care System", "Devon"),
        ("Devon Integrated Care Partnership", "Devon"),
        ("Kent and Medway Health and Care Partnership", "Kent and Medway"),
        ("Surrey Heartlands Health & Care Partnership ICS", "Surrey Heartlands"),
        ("Greater Manchester Health and Social Care Partnership", "Greater Manchester"),
        ("Humber, Coast and Vale STP", "Humber and North Yorkshire"),  # a name of a wave
        ("Blackpool and Fylde Coast ACS", "Lancashire and South Cumbria"),
        ("NHS Berkshire West ICS", "Buckinghamshire, Oxfordshire and Berkshire West"),
        ("Buckinghamshire Integrated Care System", "Buckinghamshire, Oxfordshire and Berkshire West"),
        ("Lincolnshrie STP", "Lincolnshire"),
    ],
)  # fmt: skip
def test_a_system_is_the_board_that_continues_it(spelling: str, name: str) -> None:
    board = icslookup.board(spelling).board
    assert board is not None
    assert board.short_name == name


@pytest.mark.parametrize(
    "spelling",
    ["STP", "Sustainability and Transformation Partnership", "Health and Care", "Hackney STP", "Oxfordshire ICS",
     "Camden Town CCG", "NHS Teignmouth CCG", "Dorset HealthCare", "Lincolnshire Partnership NHS Foundation Trust",
     "Lincolnshire and Health", "Devon and Partnership", "Buckinghamshire", "Surrey Heath ICB"],
)  # fmt: skip
def test_other_bodies_are_not_boards(spelling: str) -> None:
    assert icslookup.board(spelling).board is None


@pytest.mark.parametrize(
    "spelling", ["Dorset STP", "Dorset Health and Care Partnership", "Dorset ICS"]
)
def test_a_system_is_not_a_council(spelling: str) -> None:
    assert icslookup.area(spelling).area is None
