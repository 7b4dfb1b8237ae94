"""The user's own aliases: added to the bundled ones, or refused with file and line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import platformdirs
import pytest

import icslookup
from icslookup.dataset.active import bundled_folder
from icslookup.dataset.loader import Dataset
from icslookup.errors import DataError
from icslookup.gazetteer.user_aliases import aliases_path

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSLOOKUP_CONFIG_DIR", str(tmp_path))
    return tmp_path


def fresh() -> Dataset:
    return Dataset(bundled_folder())


def test_own_aliases_are_read_and_win(folder: Path) -> None:
    text = "note,alias,code\nx,Our patch,E07000209\n,Hull,E07000121\n,HQ,qrl\n,old,E54000042\n"
    (folder / "aliases.csv").write_text(text, encoding="utf-8")
    data = fresh()
    assert (
        icslookup.area("our PATCH", data=data).area == icslookup.area("E07000209", data=data).area
    )
    hull = icslookup.area("hull", data=data)
    assert hull.area is not None
    assert hull.area.name == "Lancaster"
    assert hull.match is not None
    assert hull.match.method == "alias"
    for name in ("HQ", "old"):
        board = icslookup.board(name, data=data).board
        assert board is not None
        assert board.ods_code == "QRL"


def test_a_former_code_names_the_authority_of_today(folder: Path) -> None:
    (folder / "aliases.csv").write_text("alias,code\nSteel City,E08000019\n", encoding="utf-8")
    answer = icslookup.area("steel city", data=fresh())
    assert answer.area is not None
    assert answer.area.gss_code == "E08000039"


def test_a_row_that_is_not_filled_in_is_ignored(folder: Path) -> None:
    (folder / "aliases.csv").write_text("alias,code\nSomewhere,\n", encoding="utf-8")
    assert icslookup.area("Somewhere", data=fresh()).status == "not_found"


def test_names_have_priority_over_own_aliases(folder: Path) -> None:
    (folder / "aliases.csv").write_text("alias,code\nGuildford,E07000121\n", encoding="utf-8")
    answer = icslookup.area("Guildford", data=fresh())
    assert answer.area is not None
    assert answer.area.name == "Guildford"


@pytest.mark.parametrize(
    "spelling",
    ["Stratford", "Unknown", "Frimley CCG", "Guildford and Woking", "Glasgow City Council"],
)
def test_an_own_alias_answers_if_nothing_else_does(folder: Path, spelling: str) -> None:
    (folder / "aliases.csv").write_text(f"alias,code\n{spelling},E09000025\n", encoding="utf-8")
    answer = icslookup.area(spelling, data=fresh())
    assert answer.area is not None
    assert answer.area.name == "Newham"


def test_an_own_alias_may_name_the_successor_of_a_former_authority(folder: Path) -> None:
    (folder / "aliases.csv").write_text("alias,code\nAllerdale,E06000063\n", encoding="utf-8")
    data = fresh()
    days = ("2026-11-22", "2022-07-01", None)
    found = [icslookup.area("Allerdale", day, data=data).area for day in days]
    assert [area and area.name for area in found] == ["Cumberland", "Allerdale", "Allerdale"]


def test_an_empty_folder_is_not_an_error(folder: Path) -> None:
    assert not list(folder.iterdir())
    assert icslookup.area("Hull", data=fresh()).status == "found"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("alias,code\nOurs,E07999999\n", r"line 2, column code: no authority and no board has"),
        ("alias,code\nA,QRL\n,E07000209\n", r"line 3, column alias: is empty"),
        ("alias,code\n...,E07000209\n", r"line 2, column alias: '...' has no letter or digit"),
        ("alias,code\nOurs\n", r"line 2: 1 cells where the header has 2"),
        ("alias;code\nOurs;QRL\n", r"line 1: there is no column alias"),
        ("alias\nOurs\n", r"line 1: there is no column code"),
        ("", r"line 1: there is no column alias"),
    ],
)
@pytest.mark.parametrize("name", ["Guildford", "Hull"])
def test_a_bad_line_is_named_at_once_in_a_folder_the_user_named(
    folder: Path, text: str, message: str, name: str
) -> None:
    (folder / "aliases.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        icslookup.area(name, data=fresh())


def test_aliases_that_are_not_utf8_are_refused(folder: Path) -> None:
    (folder / "aliases.csv").write_bytes(b"alias,code\nM\xf4n,QRL\n")
    with pytest.raises(DataError, match=r"aliases.csv, line 2: this is not UTF-8"):
        icslookup.area("Hull", data=fresh())


def test_a_folder_in_place_of_the_file_is_refused(folder: Path) -> None:
    (folder / "aliases.csv").mkdir()
    with pytest.raises(DataError, match=r"aliases.csv cannot be read"):
        icslookup.area("Hull", data=fresh())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_unreadable_aliases_are_refused(folder: Path) -> None:
    path = folder / "aliases.csv"
    path.write_text("alias,code\n", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(DataError, match=r"aliases.csv cannot be read: Permission denied"):
        icslookup.area("Hull", data=fresh())


def test_a_named_folder_that_does_not_exist_is_refused(folder: Path) -> None:
    for name in ("missing", "file"):
        (folder / "file").touch()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ICSLOOKUP_CONFIG_DIR", str(folder / name))
            with pytest.raises(DataError, match=rf"{name}, which is no folder"):
                icslookup.area("Guildford", data=fresh())


def test_a_broken_link_is_refused(folder: Path) -> None:
    (folder / "aliases.csv").symlink_to(folder / "nowhere.csv")
    with pytest.raises(DataError, match=r"aliases.csv is missing$"):
        icslookup.area("Hull", data=fresh())


def test_an_own_alias_wins_over_the_other_name_of_a_place(folder: Path) -> None:
    text = "alias,code\nBeds,E06000056\nTyneside,E08000022\n"
    (folder / "aliases.csv").write_text(text, encoding="utf-8")
    data = fresh()
    for name, code in (("Beds", "E06000056"), ("Tyneside", "E08000022")):
        area = icslookup.area(name, data=data).area
        assert area is not None
        assert area.gss_code == code


def test_the_usual_folder_is_that_of_the_platform(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for base in ("", str(tmp_path), None):
        if base is None:
            monkeypatch.delenv("XDG_CONFIG_HOME")
        else:
            monkeypatch.setenv("XDG_CONFIG_HOME", base)
        usual = platformdirs.user_config_dir("icslookup", appauthor=False)
        assert aliases_path() == os.path.join(usual, "aliases.csv")
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda *_args, **_named: str(tmp_path))
    assert aliases_path() == str(tmp_path / "aliases.csv")
    (tmp_path / "aliases.csv").write_text("alias,code\nOur patch,E07000209\n", encoding="utf-8")
    assert icslookup.area("our patch", data=fresh()).status == "found"
