"""Every edition of a postcode directory since 2022 is read, and impossible cells are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from icslookup.errors import DataError
from icslookup.ons import archive
from icslookup.ons.postcode_directory import DirectoryFile, Location, is_directory
from tests.support import directories as made

if TYPE_CHECKING:
    from pathlib import Path

GUILDFORD = Location("E07000209", "E54000063", "E01034000", "E01030400", made.ENGLAND)
SEEN = [
    ("CF10 1EP", Location("W06000015", "", "", "", made.WALES), None),
    ("EH1 1RE", Location("S12000036", "", "", "", made.SCOTLAND), None),
    ("GU1 4QT", GUILDFORD, None),
    ("GU2 9XX", Location("E07000209", "E54000063", "E01034001", "E01030401", made.ENGLAND), 201905),
    ("JE2 3AB", Location("", "", "", "", made.JERSEY), None),
    ("XX9 9XX", Location("", "", "", "", ""), 198106),
]


class Seen:
    """A directory that was read to its end."""

    def __init__(self, path: Path, text: str) -> None:
        path.write_bytes(text.encode())
        self.shares: list[tuple[int, float | None]] = []
        with archive.open_csv(str(path)) as table:
            directory = DirectoryFile(table)
            found = list(directory.rows(lambda rows, share: self.shares.append((rows, share))))
        self.about = directory.product, directory.month, directory.tells_terminated
        places = list(directory.places)
        self.rows = [(postcode, places[place], ended) for postcode, place, ended in found]


@pytest.mark.parametrize(
    ("header", "name", "about"),
    [
        (made.ONSPD_2022, "ONSPD_AUG_2022_UK.csv", ("ONSPD", "2022-08", True)),
        (made.ONSPD_2023, "ONSPD_FEB_2023_UK.csv", ("ONSPD", "2023-02", True)),
        (made.ONSPD_2024, "ONSPD_AUG_2024_UK.csv", ("ONSPD", "2024-08", True)),
        (made.ONSPD_2025, "ONSPD_NOV_2025_UK.csv", ("ONSPD", "2025-11", True)),
        (made.ONSPD_2026, "renamed.csv", ("ONSPD", "", True)),
        (made.HOSTED, "ONS_Postcode_Directory_(May_2026)_for_the_United_Kingdom.csv", ("ONSPD", "2026-05", True)),
        (made.NSPL_2022, "NSPL_MAY_2022_UK.csv", ("NSPL", "2022-05", True)),
        (made.NSPL_2024, "NSPL21_FEB_2024_UK.csv", ("NSPL", "2024-02", True)),
        (made.NSPL_2025, "nspl may 2025.csv", ("NSPL", "2025-05", True)),
        (made.NSPL_2026, "NSPL_2021_AUG_2026_UK.csv", ("NSPL", "2026-08", True)),
        ("pcds,lad26cd", "My_NSPL_November-2026.csv", ("NSPL", "2026-11", False)),
        ("pcds,lad26cd", "summary_2026.csv", ("ONSPD", "", False)),
        ("pcds,laua", "SEPTEMBER_20261.csv", ("ONSPD", "", False)),
    ],
)  # fmt: skip
def test_every_edition_is_read(
    tmp_path: Path, header: str, name: str, about: tuple[str, str, bool]
) -> None:
    seen = Seen(tmp_path / name, made.directory(header))
    columns = header.lower()
    wanted = [
        (
            postcode,
            Location(
                place.gss_code,
                place.ons_code if "icb" in columns or "stp" in columns else "",
                place.lsoa21 if "lsoa21" in columns else "",
                place.lsoa11 if "lsoa11" in columns else "",
                place.country if "ctry" in columns else "",
            ),
            ended if "doterm" in columns else None,
        )
        for postcode, place, ended in SEEN
    ]
    assert seen.rows == wanted
    assert seen.about == about


@pytest.mark.parametrize(
    "column", ["pcd", "pcd2", "pcds", "pcd7", "pcd8", "PCD8", "pcd,pcd2", "pcd7,pcd8", "pcd7,pcds"]
)
def test_a_postcode_is_spelt_with_one_space_whatever_its_column(
    tmp_path: Path, column: str
) -> None:
    rows = [(code, *made.GUILDFORD[1:]) for code in ("B1 1AA", "GU1 4QT", "GU10 1AA", "EC1A 1BB")]
    text = made.directory(f"{column.lower()},laua", rows).replace(column.lower(), column)
    seen = Seen(tmp_path / "a.csv", text)
    assert [postcode for postcode, _, _ in seen.rows] == [postcode for postcode, *_ in rows]


def test_small_letters_and_blanks_are_accepted(tmp_path: Path) -> None:
    seen = Seen(tmp_path / "a.csv", "pcds,laua,icb,doterm\n gu14qt , E07000209, E54000063 , \n\n")
    assert seen.rows == [("GU1 4QT", Location("E07000209", "E54000063", "", "", ""), None)]


@pytest.mark.parametrize(
    "code", ["E06999999", "E07000999", "L99999999", "M99999999", "E10000030", "E12000008", "W99999999"]
)  # fmt: skip
def test_a_code_that_is_not_a_district_is_left_out(tmp_path: Path, code: str) -> None:
    text = made.directory(made.NSPL_2024, [made.GUILDFORD]).replace("E07000209", code)
    assert Seen(tmp_path / "a.csv", text).rows[0][1].gss_code == ""


@pytest.mark.parametrize("code", ["E99999999", "E54999999", "N99999999", "E40000005", ""])
def test_a_code_that_is_not_a_board_is_left_out(tmp_path: Path, code: str) -> None:
    text = made.directory(made.NSPL_2024, [made.GUILDFORD]).replace("E54000063", code)
    assert Seen(tmp_path / "a.csv", text).rows[0][1].ons_code == ""


@pytest.mark.parametrize(
    ("code", "kept"), [("E01000999", True), ("E01033999", True), ("E01999999", False),
                       ("E99999999", False), ("95GG01S1", False), ("N21000001", False)]
)  # fmt: skip
def test_only_lsoas_of_england_are_kept(tmp_path: Path, code: str, *, kept: bool) -> None:
    text = made.directory(made.ONSPD_2024, [made.GUILDFORD])
    place = Seen(tmp_path / "a.csv", text.replace("E01034000", code)).rows[0][1]
    assert place.lsoa21 == (code if kept else "")
    place = Seen(tmp_path / "a.csv", text.replace("E01030400", code)).rows[0][1]
    assert place.lsoa11 == (code if kept else "")


def test_a_place_has_one_number(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(made.directory(rows=[*made.ROWS, *made.ROWS]))
    with archive.open_csv(str(path)) as table:
        directory = DirectoryFile(table)
        numbers = [place for _, place, _ in directory.rows()]
    assert numbers == [0, 1, 2, 3, 4, 5] * 2
    assert list(directory.places.values()) == [0, 1, 2, 3, 4, 5]


def test_a_directory_with_too_many_places_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icslookup.ons.postcode_directory._MOST_PLACES", 5)
    with pytest.raises(DataError, match="line 7: these are more places than a postcode directory"):
        Seen(tmp_path / "a.csv", made.directory())


def test_progress_is_reported(tmp_path: Path) -> None:
    seen = Seen(tmp_path / "a.csv", made.directory("pcds,laua", made.many(40_000)))
    rows, shares = zip(*seen.shares, strict=True)
    assert rows == (16_384, 32_768)
    assert 0 < shares[0] < shares[1] <= 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("GU2 9XX,", "GU2 9XX", "line 5: 51 cells where the header has 53"),
        (made.directory().splitlines()[4], "GU2  9XX,GU2", "line 5: 2 cells where the header has 53"),
        ("EH1 1RE", "Edinburgh", "line 3: 'Edinburgh' is not a postcode"),
        ("EH1 1RE", "", "line 3: '' is not a postcode"),
        ("EH1 1RE", "1RE", "line 3: '1RE' is not a postcode"),
        ("201905", "201913", "line 5: '201913' is not a month"),
        ("201905", "May 2019", "line 5: 'May 2019' is not a month"),
        ("E07000209", "Guildford", "line 4: 'Guildford' is not an ONS code"),
        ("E54000063", "QXU", "line 4: 'QXU' is not an ONS code"),
        ("GU1 4QT", '"GU1 4QT', "line 4: ',' expected after"),
        ("EH1 1RE", f"EH1 1RE{' ' * 99}", "line 3: the cell of 'pcds' is too long: it has 106 char"),
        ("201905", f"{' ' * 99}201905", "line 5: the cell of 'doterm' is too long: it has 105 char"),
        ("E07000209", f"E07000209{' ' * 32}", "line 4: the cell of 'lad25cd' is too long: it has 41"),
        ("E01034001", " " * 99_999, "line 5: the cell of 'lsoa21cd' is too long: it has 99,999 char"),
    ],
)  # fmt: skip
def test_an_impossible_cell_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = made.directory()
    assert old in text
    with pytest.raises(DataError, match=message):
        Seen(tmp_path / "a.csv", text.replace(old, new))


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("pcds,icb", "this is no postcode directory"),
        ("postcode,laua", "this is no postcode directory"),
        ("", "this is no postcode directory"),
        ("pcds,laua,LAD25CD", "more than one column could be meant: laua, LAD25CD"),
        ("pcds,laua,icb,stp", "more than one column could be meant: icb, stp"),
    ],
)
def test_a_missing_or_ambiguous_header_is_reported(
    tmp_path: Path, header: str, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        Seen(tmp_path / "a.csv", f"{header}\n")


def test_a_directory_is_recognised_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for header, wanted in (
        (made.HOSTED, True),
        (made.NSPL_2022, True),
        ("LSOA21CD,LAD23CD", False),
    ):
        path.write_text(header)
        with archive.open_csv(str(path)) as table:
            assert is_directory(table) is wanted
