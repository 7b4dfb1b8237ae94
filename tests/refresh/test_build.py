"""The next vintage is built from a lookup, and data with faults are never written."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from icslookup.dataset.active import bundled_folder
from icslookup.dataset.integrity import faults
from icslookup.dataset.loader import Dataset
from icslookup.errors import UsageError
from icslookup.refresh.build import build, roll_back
from icslookup.refresh.merge import Evidence
from icslookup.refresh.merge_nhs_areas import NHS_AREAS
from tests.support.maintainer import AFTER_2023, AFTER_2027, DAYS, HEADER, TINY
from tests.support.official_files import history as facts
from tests.support.official_files import write_csv, write_lookup, write_published, write_residents

if TYPE_CHECKING:
    from tests.support.maintainer import Maintainer

VINTAGES = (
    ("2022-07-01", "ons-lookup-2022;lsoa21-history", "B"),
    ("2023-04-01", "ons-lookup-2023;lsoa21-history", "B"),
    ("2026-04-01", "ods-change-summary-2026;lsoa21-history", "B"),
)


def emptied(folder: Path) -> Path:
    """Remove every membership and every boundary from a data set, but no LSOA."""
    (folder / "icb_areas.csv").write_text(HEADER, encoding="utf-8")
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["boundaries"] = []
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


@pytest.mark.exhaustive
@pytest.mark.parametrize("as_published", [False, True])
def test_the_shipped_memberships_are_rebuilt_byte_for_byte(
    tmp_path: Path, *, as_published: bool
) -> None:
    """Build 2022, 2023 and 2026 from nothing, and 2023 also from a file with every ONS column."""
    lsoas = facts()
    residents = write_residents(tmp_path / "residents.csv", lsoas)
    folder = emptied(Path(shutil.copytree(bundled_folder(), tmp_path / "0")))
    later = []
    for day, source, certainty in VINTAGES:
        data, on, yy = Dataset(str(folder)), date.fromisoformat(day), day[2:4]
        lookup = write_lookup(tmp_path / f"lookup{yy}.csv", lsoas, data, on)
        if as_published and yy == "23":
            lookup = write_published(tmp_path, 2023)
        out = tmp_path / yy
        report = build(data, on, lookup, residents, Evidence(source, certainty), str(out))
        assert (report.lsoas, report.residents) == (33_755, 56_490_108)
        folder = out
        later.append(bool(report.later))
    shipped = Path(bundled_folder())
    assert sorted(p.name for p in folder.iterdir()) == sorted(p.name for p in shipped.iterdir())
    for path in shipped.iterdir():
        if path.name not in ("lsoas.csv", NHS_AREAS):  # test_merge_nhs_areas compares the latter
            assert (folder / path.name).read_bytes() == path.read_bytes(), path.name
    # The evidence of an LSOA that was drawn for 2021 alone is another than that of its district.
    assert Dataset(str(folder)).lsoas == Dataset(str(shipped)).lsoas
    assert later == [True, True, False]
    assert faults(Dataset(str(folder))) == []


def test_the_last_boundaries_are_rebuilt_byte_for_byte(tmp_path: Path) -> None:
    """The test removes the last boundaries from the shipped data, and builds them from their lookup."""
    shipped = Path(bundled_folder())
    day, source, certainty = VINTAGES[-1]
    on = date.fromisoformat(day)
    lookup = write_lookup(tmp_path / "lookup.csv", facts(), Dataset(str(shipped)), on)
    (tmp_path / "earlier").mkdir()
    data = roll_back(Dataset(str(shipped)), on, str(tmp_path / "earlier"), {})
    assert data.descriptor["boundaries"][-1] < on
    report = build(data, on, lookup, None, Evidence(source, certainty), str(tmp_path / "again"))
    assert (report.lsoas, report.residents) == (33_755, 56_490_108)
    for path in shipped.iterdir():
        if path.name == NHS_AREAS:
            continue  # test_merge_nhs_areas compares it
        built, known = (tmp_path / "again" / path.name).read_bytes(), path.read_bytes()
        if (
            path.name == "lsoas.csv"
        ):  # an inferred row has another certainty than a row of the lookup
            built, known = (re.sub(rb",[BD]\n", b"\n", text) for text in (built, known))
        assert built == known, path.name


def test_a_split_a_recode_and_mergers_are_built_from_nothing(maintainer: Maintainer) -> None:
    said = [maintainer.build(day) for day in DAYS]
    assert [(result.code, result.err) for result in said] == [(0, "")] * 4
    assert maintainer.areas == AFTER_2027
    assert maintainer.boundaries == list(DAYS)
    assert faults(Dataset(str(maintainer.data))) == []
    assert sorted(path.name for path in maintainer.folder.iterdir()) == [
        "data", "lookup.csv", "residents.csv",
    ]  # fmt: skip
    where = maintainer.data
    later = "Boards are known to change later: build the boundaries after these too\n"
    assert [result.out for result in said] == [
        f"{where}: 0 memberships closed, 4 opened, 0 kept; 8 LSOAs, 8028 residents\n{later}",
        f"{where}: 1 memberships closed, 2 opened, 3 kept; 8 LSOAs, 8028 residents\n{later}",
        f"{where}: 4 memberships closed, 3 opened, 2 kept; 8 LSOAs, 8028 residents\n{later}",
        f"{where}: 2 memberships closed, 2 opened, 7 kept; 8 LSOAs, 8028 residents\n",
    ]


def test_a_lookup_that_changes_nothing_only_adds_its_day(maintainer: Maintainer) -> None:
    for day in DAYS[:2]:
        maintainer.build(day)
    again = maintainer.build("2023-05-01", maintainer.lookup(DAYS[1]))
    assert (again.code, maintainer.areas) == (0, AFTER_2023)
    assert maintainer.boundaries == [*DAYS[:2], "2023-05-01"]


@pytest.mark.parametrize("pack", ["bom", "gz", "zip"])
def test_packed_files_are_read(maintainer: Maintainer, pack: str) -> None:
    for name in ("lookup", "residents"):
        path = Path(maintainer.lookup(DAYS[0])).with_name(f"{name}.csv")
        content = path.read_bytes()
        packed = maintainer.folder / f"{name}.csv.{pack}"
        if pack == "bom":
            packed.write_bytes(b"\xef\xbb\xbf" + content)
        elif pack == "gz":
            packed.write_bytes(gzip.compress(content))
        else:
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr("readme.txt", "about")
                archive.writestr(f"Data/{name}.CSV", content)
    packed = maintainer.folder / f"residents.csv.{pack}"
    lookup = str(maintainer.folder / f"lookup.csv.{pack}")
    assert maintainer.build(DAYS[0], lookup, "--residents", str(packed)).code == 0
    assert maintainer.areas.count("\n") == 5


def test_welsh_residents_are_not_a_fault(maintainer: Maintainer) -> None:
    with Path(maintainer.residents).open("a", encoding="utf-8") as file:
        file.write("W01000003,1500\n")
    assert maintainer.build(DAYS[0]).code == 0


def test_residents_need_not_be_given(maintainer: Maintainer) -> None:
    """The data keep their residents, because Census 2021 does not change."""
    maintainer.build(DAYS[0])
    lookup = maintainer.lookup(DAYS[1])
    options = ("--lookup", lookup, "--date", DAYS[1], "--source", "ons-lookup-2023")
    built = maintainer.cli(
        "data", "build", *options, "--certainty", "B", "--out", str(maintainer.data)
    )
    assert (built.code, maintainer.areas) == (0, AFTER_2023)


def test_a_lookup_without_an_lsoa_of_the_data_is_refused(maintainer: Maintainer) -> None:
    rows = maintainer.rows(DAYS[0])
    lookup = write_csv(maintainer.folder / "short.csv", rows[:-1])
    options = ("--lookup", lookup, "--date", DAYS[0], "--source", "ons-lookup-2022")
    refused = maintainer.cli("data", "build", *options, "--out", str(maintainer.data))
    assert refused.code == 4
    assert "lsoas.csv has 8: E01000008 is missing" in refused.err


def test_a_new_folder_gets_the_whole_set_and_the_old_one_stays(maintainer: Maintainer) -> None:
    before = maintainer.everything()
    out = maintainer.folder / "next"
    result = maintainer.build(DAYS[0], None, "--out", str(out))
    assert (result.code, result.out.startswith(f"{out}: 0 memberships closed")) == (0, True)
    assert sorted(p.name for p in out.iterdir()) == sorted([*TINY, "datapackage.json"])
    after = maintainer.everything()
    assert {name: after[name] for name in before} == before


def test_an_empty_folder_is_filled(maintainer: Maintainer) -> None:
    out = maintainer.folder / "next"
    out.mkdir()
    assert maintainer.build(DAYS[0], None, "--out", str(out)).code == 0
    assert (out / "icb_areas.csv").is_file()


def test_sources_are_repeated_or_joined_and_have_an_honest_default(maintainer: Maintainer) -> None:
    """The default source is that of the year, if the data have it. The default certainty is the lowest."""
    plain: tuple[str, ...] = (
        "data",
        "build",
        "--residents",
        maintainer.residents,
        "--date",
        DAYS[0],
    )
    plain += ("--lookup", maintainer.lookup(DAYS[0]), "--out")
    out = maintainer.folder
    assert maintainer.cli(*plain, str(out / "1")).code == 0
    several = ("--source", "ods-2026;order-2024", "--source", "lsoa21-history", "--certainty", "A")
    assert maintainer.cli(*plain, str(out / "2"), *several).code == 0
    endings = {
        n: {line.split(",", 8)[8] for line in (out / n / "icb_areas.csv").read_text().split()[1:]}
        for n in "12"
    }
    assert endings == {"1": {"ons-lookup-2022,D"}, "2": {"ods-2026;order-2024;lsoa21-history,A"}}


@pytest.mark.parametrize(
    ("day", "options", "message"),
    [
        ("2022-07-01", (), "2022-07-01 is not after the last boundaries in the data, of 2022-07-01"),
        ("2023-04-01", ("--source", "nobody"), "there is no source 'nobody': name one of ons-"),
        ("2023-04-01", ("--source", " ; "), "no source is given: name one of ons-lookup-2022"),
        ("2023-04-01", ("--certainty", "E"), "'E' is not one of"),
        ("2023-04-31", (), "does not match the format"),
        ("2023-04-01", ("--out", "{folder}"), "holds other files: name a new folder"),
        ("2023-04-01", ("--out", "{folder}/residents.csv"), "is not a folder"),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_2(
    maintainer: Maintainer, day: str, options: tuple[str, ...], message: str
) -> None:
    maintainer.build(DAYS[0])
    lookup = maintainer.lookup(DAYS[1])
    before = maintainer.everything()
    options = tuple(option.format(folder=maintainer.folder) for option in options)
    result = maintainer.build(day, lookup, *options)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert maintainer.everything() == before


def test_without_a_named_folder_nothing_is_replaced(maintainer: Maintainer) -> None:
    lookup = ("--lookup", maintainer.lookup(DAYS[0]), "--residents", maintainer.residents)
    result = maintainer.cli("data", "build", *lookup, "--date", DAYS[0])
    assert (result.code, "say with --out where to write" in result.err) == (2, True)


HEAD = "lad26nm,LAD26CD,LSOA21NM,ICB26NM,icb26cdh,ICB26CD,lsoa21cd"
FIRST = "name of E06000001,E06000001,,QAA,QAA,E54000011,E01000001"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("lsoa21cd", "LSOA11CD", "line 1: this is a table of 2011 LSOAs (LSOA11CD)"),
        ("lsoa21cd", "postcode", "line 1: there is no column LSOA21CD"),
        ("icb26cdh", "code", "line 1: there is no column ICB..CDH"),
        ("LSOA21NM", "LAD23CD", "line 1: more than one column could be meant: LAD26CD, LAD23CD"),
        (f"{FIRST}\r\n", f"{FIRST}\r\n{FIRST}\r\n",
         "line 3, column lsoa21cd: 'E01000001' stands here a second time"),
        (f"{FIRST}\r\n", "name of E06000001,E06\r\n", "line 2: 2 cells where the header has 7"),
        ("E01000001", "1", "line 2, column lsoa21cd: '1' is not the code of an LSOA"),
        (FIRST, FIRST.replace("E54000011", ""), "line 2, column ICB26CD: is empty"),
        (f"{FIRST}\r\n", "", "has 7 LSOAs and"),
        ("E01000001", "E01000077", "1 LSOAs of"),
        (FIRST, FIRST.replace("QAA,QAA", "Nowhere,QZZ"), "board QZZ (Nowhere) is not in boards.csv"),
        (FIRST, FIRST.replace("QAA,QAA", "Both,X1Y2Z"), "board X1Y2Z (Both) did not exist on 2023-04-01"),
        (FIRST, FIRST.replace("E54000011", "E54000001"),
         "board QAA (QAA) has the ONS code E54000011 on 2023-04-01, not E54000001"),
        (",E06000001,", ",E06000777,", "authority E06000777 (name of E06000001) is not in authorities.csv"),
        (",E06000001,", ",E10000001,", "authority E10000001 (name of E06000001) is a county"),
        (",E06000001,", ",E06000009,", "(name of E06000001) did not exist on 2023-04-01"),
        (",E08000001,", ",E08000002,", "(name of E08000001) has the code E08000001 on 2023-04-01"),
        (",E06000001,", ",E06000099,", "(name of E06000001) has the code E06000001 on 2023-04-01"),
    ],
)  # fmt: skip
def test_a_lookup_that_does_not_fit_ends_with_4_and_writes_nothing(
    maintainer: Maintainer, old: str, new: str, message: str
) -> None:
    maintainer.build(DAYS[0])
    path = Path(maintainer.lookup(DAYS[1]))
    text = path.read_bytes().decode()
    assert text.startswith(HEAD)
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())
    before = maintainer.everything()
    result = maintainer.build(DAYS[1], str(path))
    assert (result.code, result.out) == (4, "")
    assert message in result.err
    assert maintainer.everything() == before


def test_every_unknown_record_is_listed(maintainer: Maintainer) -> None:
    path = Path(maintainer.lookup(DAYS[0]))
    text = path.read_text().replace(",QCC,QCC,", ",QCC,QXX,").replace(",E07000001,", ",E07000555,")
    path.write_text(text)
    err = maintainer.build(DAYS[0], str(path)).err
    assert err.count("board QXX (QCC)") == err.count("authority E07000555 (name of E07") == 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Observation", "people", "line 1: there is no column residents... or population or"),
        ("LSOA21CD,Observation", "Population,Observation", "line 1: there is no column LSOA21CD"),
        ("LSOA21CD,Observation", "LSOA21CD,Observation,Population", "more than one column could"),
        (",1000", ",0", "line 2, column Observation: '0' is not a whole number above 0"),
        (
            ",1000",
            ",1001",
            "the result does not hold together: residents on 2022-07-01 sum to 8029",
        ),
        ("E01000002", "E01000001", "line 3, column LSOA21CD: 'E01000001' stands here a second"),
        ("E01000001,1000\r\n", "", "1 LSOAs of"),
    ],
)
def test_residents_that_do_not_fit_end_with_4(
    maintainer: Maintainer, old: str, new: str, message: str
) -> None:
    path = Path(maintainer.residents)
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode(), 1))
    lookup = maintainer.lookup(DAYS[0])
    before = maintainer.everything()
    result = maintainer.build(DAYS[0], lookup)
    assert (result.code, result.out) == (4, "")
    assert message in result.err
    assert maintainer.everything() == before


def test_damaged_files_end_with_4_and_the_place(maintainer: Maintainer) -> None:
    content = Path(maintainer.lookup(DAYS[0])).read_bytes()
    path = maintainer.folder / "bad"
    with zipfile.ZipFile(maintainer.folder / "two.zip", "w") as archive:
        archive.writestr("a.csv", content)
        archive.writestr("b.csv", content)
    cases = {
        gzip.compress(content)[:-20]: "the gzip is damaged or cut short",
        gzip.compress(content)[:-1]: "line 10: the gzip is damaged or cut short",
        b"PK\x03\x04 and no more": "the zip is damaged or cannot be opened",
        (maintainer.folder / "two.zip").read_bytes(): "the zip holds 2 CSV files, not one",
        content.replace(b"name of", b"\xff", 1): "line 2: this is not UTF-8",
        b'"LSOA21CD': "line 1: unexpected end of data",
        b"": "line 1: there is no column LSOA21CD",
    }
    for packed, message in cases.items():
        path.write_bytes(packed)
        result = maintainer.build(DAYS[0], str(path))
        assert result.code == 4
        assert message in result.err
    assert "bad is missing" in maintainer.build(DAYS[0], str(path.with_name("not bad"))).err
    assert "cannot be read" in maintainer.build(DAYS[0], str(maintainer.folder)).err
    assert maintainer.areas == HEADER


@pytest.mark.parametrize(
    ("days", "day", "of", "message"),
    [
        ((), "2023-04-01", "2023-04-01", "memberships do not begin on 2022-07-01"),
        (DAYS[:2], "2026-05-01", "2026-04-01", "E07000001 has a board on 2026-04-30 but does not exist"),
        (DAYS[:3], "2027-05-01", "2027-04-01", "QCC has E08000002 until 2027-04-30, longer than it exists"),
    ],
)  # fmt: skip
def test_boundaries_that_were_left_out_are_reported(
    maintainer: Maintainer, days: tuple[str, ...], day: str, of: str, message: str
) -> None:
    """A change on a day without built boundaries is a fault on the days before the new ones."""
    for built in days:
        maintainer.build(built)
    lookup = maintainer.lookup(of)
    before = maintainer.everything()
    result = maintainer.build(day, lookup)
    assert result.code == 4
    assert message in result.err
    assert maintainer.everything() == before


def test_a_folder_that_cannot_be_written_ends_with_4(maintainer: Maintainer) -> None:
    result = maintainer.build(DAYS[0], None, "--out", str(maintainer.folder / "no" / "where"))
    assert (result.code, "cannot be written: No such file" in result.err) == (4, True)


def test_nothing_is_left_behind_if_the_disk_fails(
    maintainer: Maintainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    lookup = maintainer.lookup(DAYS[0])
    before = maintainer.everything()
    monkeypatch.setattr("icslookup.refresh.build.os.replace", full)
    result = maintainer.build(DAYS[0], lookup)
    assert (result.code, "No space left on device" in result.err) == (4, True)
    assert maintainer.everything() == before


def test_the_library_refuses_an_unknown_certainty(maintainer: Maintainer) -> None:
    data = Dataset(str(maintainer.data))
    evidence = Evidence("ods-2026", "E")
    with pytest.raises(UsageError, match="'E' is none of A, B, C, D"):
        build(data, date(2022, 7, 1), "", "", evidence, str(maintainer.data))
