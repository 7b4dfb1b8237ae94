"""The questions about the data themselves: what they are, and every fault in them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.dataset.active import bundled_folder
from icslookup.dataset.csv_reader import read_rows
from icslookup.formats import FORMATS, Terminal, render
from icslookup.lookup.data_info import data_folder, data_info
from tests.support.ons_server import Lookup
from tests.support.program import TOP, Result
from tests.support.schemas import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from icslookup.dataset.csv_reader import Row
    from icslookup.dataset.loader import Dataset
    from tests.support.ons_server import Server

FOLDER = Path(bundled_folder())
DESCRIPTOR = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
QUESTIONS = {
    "cite": "cite", "data info": "data-info", "data path": "data-path",
    "data validate": "data-validate", "data reset": "data-reset", "data update": "data-update",
}  # fmt: skip


@pytest.fixture
def newest(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve a lookup of 2025, which is older than the data, so icslookup does not read it.

    In April ONS need not have published one of 2026 yet.
    """
    monkeypatch.setattr("icslookup.dates.today", lambda: date(2026, 4, 30))
    server.lookups = {"LSOA21_SICBL25_ICB25_CAL25_LAD25_EN_LU": Lookup([])}


@pytest.mark.parametrize(("question", "schema"), QUESTIONS.items())
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.usefixtures("newest")
def test_every_format(cli: Callable[..., Result], question: str, schema: str, name: str) -> None:
    result = cli(*question.split(), "-f", name)
    assert (result.code, result.err) == (0, "")
    if name in ("json", "jsonl"):
        check(json.loads(result.out), schema)
        assert (result.out.count("\n") == 1) is (name == "jsonl")
    elif name in ("csv", "tsv"):
        delimiter = "," if name == "csv" else "\t"
        rows = list(csv.reader(io.StringIO(result.out), delimiter=delimiter))
        assert len({len(row) for row in rows}) == 1
        none = dict.fromkeys(("data validate", "data reset", "data update"), 0)
        count = {"data info": len(DESCRIPTOR["resources"]), **none}.get(question, 1)
        assert len(rows) == count + 1
        bare = cli(*question.split(), "-f", name, "--no-header").out
        assert list(csv.reader(io.StringIO(bare), delimiter=delimiter)) == rows[1:]
    else:
        assert result.out.endswith("\n")


def test_the_files_fit_a_terminal_of_80_columns() -> None:
    text = render(data_info(), "table", Terminal(width=80))
    assert max(map(len, text.splitlines())) <= 80
    for resource in DESCRIPTOR["resources"]:
        assert text.count(f"\n{resource['path']} ") == 2


def test_markdown_fences_bibtex_and_a_folder() -> None:
    assert render(icslookup.cite(style="bibtex"), "markdown").startswith("```bibtex\n@misc{")
    assert render(data_folder(), "markdown") == f"`{FOLDER}`\n"
    assert render(icslookup.cite(style="attribution"), "markdown").count("\n\n") == 2


def test_files_are_listed_as_they_are(cli: Callable[..., Result]) -> None:
    document = json.loads(cli("data", "info", "--json").out)
    flat = list(csv.DictReader(io.StringIO(cli("data", "info", "-f", "csv").out)))
    table = cli("data", "info").out
    licences = {source["name"]: source.get("licence") for source in DESCRIPTOR["sources"]}
    assert [file["file"] for file in document["files"]] == [
        resource["path"] for resource in DESCRIPTOR["resources"]
    ]
    for file, row in zip(document["files"], flat, strict=True):
        content = (FOLDER / file["file"]).read_bytes()
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        digest = hashlib.sha256(content).hexdigest()
        assert (file["sha256"], file["size"], file["rows"]) == (digest, len(content), len(rows))
        assert row["sha256"] == digest
        assert f" {digest[:12]} " in table
        assert digest not in table
        assert set(file["sources"]) == {s for r in rows for s in r["source"].split(";")}
        assert set(file["licences"]) == {licences[s] for s in file["sources"]} - {None}
        letters = [r["certainty"] for r in rows]
        assert file["certainty"] == {letter: letters.count(letter) for letter in "ABCD"}
        assert row["certainty_d"] == str(letters.count("D"))
    reached = {file["file"]: file["boundaries"] for file in document["files"]}
    assert reached["icb_areas.csv"] == reached["boards.csv"] == "2026-04-01"
    assert reached["authorities.csv"] == "2023-04-01"
    assert reached["planned.csv"] is None


def test_the_folder_is_alone_on_a_line(cli: Callable[..., Result]) -> None:
    assert cli("data", "path") == Result(0, f"{FOLDER}\n", "")
    assert json.loads(cli("data", "path", "--json").out) == {"folder": str(FOLDER)}


def test_data_without_a_command_shows_its_help(cli: Callable[..., Result]) -> None:
    result = cli("data")
    assert (result.code, result.err) == (0, "")
    for command in ("info", "path", "validate", "update", "reset"):
        assert f" {command} " in result.out
        said = cli("data", command, "-h")
        assert said.code == 0
        for shared in ("--format", "--json", "--quiet", "--no-header"):
            assert shared in said.out
    assert cli("data", "bogus").code == 2


def test_sound_data_are_valid(cli: Callable[..., Result]) -> None:
    result = cli("data", "validate", str(FOLDER))
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("The data are valid\n")
    assert json.loads(cli("data", "validate", "--json").out) == {
        "folder": str(FOLDER), "valid": True, "faults": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "message"),
    [
        ("icb_areas.csv", "QHM,E06000001,2022-07-01,,57,57", "QHM,E06000001,2022-07-01,,56,57",
         (2, "lsoas"), "the LSOAs of its boards on 2022-07-01 sum to 56"),
        ("icb_areas.csv", "92341,92341", "92340,92341", (None, "residents"), "sum to 56490107"),
        ("icb_areas.csv", "QHM,E06000001,2022-07-01,,", "QHM,E06000001,2022-07-01,2024-05-05,",
         (2, "end"), "has no board on 2024-05-06"),
        ("icb_areas.csv", "QHM,E06000002,2022-07-01,,", "QHM,E06000002,2022-07-02,,",
         (3, "start"), "has no board on 2022-07-01"),
        ("icb_areas.csv", "QHM,E06000001,", "QZZ,E06000001,", (2, "ods_code"), "'QZZ'"),
        ("icb_areas.csv", "QHM,E06000001,2022-07-01,,57", "QHM,E06000001,2022-02-30,,x",
         (2, "lsoas"), "'x' is not a whole number above 0"),
        ("icb_areas.csv", "QHM,E06000001,2022-07-01,,57", "QHM,E06000001,2022-02-30,,x",
         (2, "start"), "'2022-02-30' is not a date"),
        ("icb_areas.csv", "QHM,E06000001,", "QHM,E06000001,,", (2, None), "11 cells"),
        ("boards.csv", "QHG,", "QOX,", (3, "ods_code"), "a second time"),
        ("boards.csv", "2026-03-31,,S1Y5D", "2026-03-31,,S9Z9Z", (3, "successors"), "'S9Z9Z'"),
        ("boards.csv", "ods_code,name", "ods_code,nome", (1, None), "there is no column name"),
        ("board_codes.csv", "QRL,E54000067", "QRL,X54", (None, None), "of the right form"),
        ("authorities.csv", "unitary,,North East,", "unitary,E10000003,North East,",
         (2, "county_gss_code"), "is no district but lies in a county"),
        ("authority_codes.csv", "E06000048,", "E06000001,", (2, "former_code"),
         "is a former code and an authority of its own"),
        ("aliases.csv", "area,E06000002,project", "area,E06000002,hearsay", (2, "source"),
         "there is no source 'hearsay'"),
        ("planned.csv", "fixed", "sure", (2, "date_status"), "'sure' is none of fixed, expected"),
        ("datapackage.json", '"version"', '"edition"', (None, None), "not a description"),
        ("datapackage.json", '"resources"', '"tables"', (None, None), "not a description"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_line_and_column(  # noqa: PLR0913 - a damage and its fault
    cli: Callable[..., Result],
    damaged: Callable[[str, str, str], Dataset],
    name: str,
    old: str,
    new: str,
    place: tuple[int | None, str | None],
    message: str,
) -> None:
    folder = damaged(name, old, new).folder
    result = cli("data", "validate", folder, "--json")
    document = json.loads(result.out)
    check(document, "data-validate")
    assert (result.code, document["valid"], document["folder"]) == (4, False, folder)
    here = [f for f in document["faults"] if f["file"] == name and message in f["message"]]
    assert here, document["faults"]
    if new == "QRL,X54":
        assert here[0]["column"] == "ons_code"
        assert here[0]["line"] > 1
    else:
        assert place in [(f["line"], f["column"]) for f in here]


@pytest.mark.parametrize(
    ("name", "old", "new", "where"),
    [
        ("icb_areas.csv", "QHM,E06000001,", "QZZ,E06000001,", ", line 2, column ods_code"),
        ("icb_areas.csv", "QHM,E06000001,", "QHM,E06000001,,", ", line 2"),
        ("datapackage.json", '"version"', '"edition"', ""),
    ],
)
def test_faults_are_told_with_their_place_in_every_way(
    cli: Callable[..., Result],
    damaged: Callable[[str, str, str], Dataset],
    name: str,
    old: str,
    new: str,
    where: str,
) -> None:
    folder = damaged(name, old, new).folder
    faults = json.loads(cli("data", "validate", folder, "--json").out)["faults"]
    quiet = cli("data", "validate", folder, "-q")
    assert (quiet.code, quiet.out) == (4, "")
    assert quiet.err.count("\n") == len(faults) + 1
    assert f"icslookup: {name}{where}" in quiet.err
    assert cli("data", "validate", folder, "-f", "markdown").out == ""


def test_all_faults_of_a_file_of_many_rows_are_named(
    cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """icslookup reads such a file by columns, and by rows only to find the lines of faults."""
    folder = shutil.copytree(FOLDER, tmp_path / "data")
    file = folder / "lsoas.csv"
    by_rows: list[str] = []

    def noted(path: str, columns: tuple[str, ...]) -> Iterator[Row]:
        by_rows.append(Path(path).name)
        return read_rows(path, columns)

    monkeypatch.setattr("icslookup.dataset.schema.read_rows", noted)
    assert cli("data", "validate", str(folder)).code == 0
    assert "icb_areas.csv" in by_rows
    assert file.name not in by_rows
    lines = file.read_text(encoding="utf-8").splitlines()
    place = "E06000001,16C,QHM,lsoa21-history,B"
    faults = {4: ("lsoa", f"X1,2021,2022-07-01,,5,{place}"), 90: ("start", lines[1]),
              700: ("residents", f"E01999999,2021,2022-07-01,,none,{place}")}  # fmt: skip
    for line, (_, text) in faults.items():
        lines[line - 1] = text
    expected = [(file.name, line, column) for line, (column, _) in faults.items()]

    def named() -> list[tuple[str, int, str]]:
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = json.loads(cli("data", "validate", str(folder), "--json").out)["faults"]
        return [(f["file"], f["line"], f["column"]) for f in found if f["file"] == file.name]

    assert named() == expected
    lines[800] += ",more"
    assert named() == [*expected, (file.name, 801, None)]


def test_all_faults_of_several_files_are_named_at_once(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(FOLDER, folder)
    for name, old, new in (
        ("boards.csv", "QHG,", "QOX,"),
        ("board_codes.csv", "QYG,E54000008,2022-07-01", "QYG,E54000008,1 July"),
        ("icb_areas.csv", "QHM,E06000001,2022-07-01,,57", "QHM,E06000001,2022-07-01,,x"),
        ("icb_areas.csv", "QHM,E06000002,2022-07-01,,90", "QHM,E06000002,2022-07-01,,y"),
        ("places.csv", ",crown dependency,", ",crown,"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    (folder / "aliases.csv").unlink()
    (folder / "planned.csv").write_bytes(b"gss_code\n\xff\n")
    faults = json.loads(cli("data", "validate", str(folder), "--json").out)["faults"]
    places = [(f["file"], f["line"], f["column"]) for f in faults]
    assert len(places) == len(set(places))
    for place in (
        ("aliases.csv", None, None), ("board_codes.csv", 2, "start"), ("boards.csv", 3, "ods_code"),
        ("icb_areas.csv", 2, "lsoas"), ("icb_areas.csv", 3, "lsoas"), ("places.csv", 2, "kind"),
        ("planned.csv", 2, None),
    ):  # fmt: skip
        assert place in places
    assert places == sorted(places, key=lambda p: (p[0], p[1] or 0, p[2] or ""))


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("boards.csv", "2022-07-01,2026-03-31,,S1Y5D", "2022-07-01,2026-03-31,,QHG", "board QHG"),
        ("authorities.csv", "2023-03-31,E06000063,", "2023-03-31,{own},", "authority {own}"),
    ],
)
def test_a_cyclic_successor_is_found(
    cli: Callable[..., Result],
    damaged: Callable[[str, str, str], Dataset],
    name: str,
    old: str,
    new: str,
    code: str,
) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    line = next(i for i, row in enumerate(text.splitlines(), 1) if old in row)
    own = text.splitlines()[line - 1].split(",")[0]
    folder = damaged(name, old, new.format(own=own)).folder
    result = cli("data", "validate", folder)
    assert result.code == 4
    said = f"{code.format(own=own)} is among its own successors"
    assert f"icslookup: {name}, line {line}, column successors: {said}\n" in result.err


def test_a_missing_folder_is_a_fault(cli: Callable[..., Result], tmp_path: Path) -> None:
    result = cli("data", "validate", str(tmp_path / "none"), "--json")
    assert result.code == 4
    assert "is no folder" in json.loads(result.out)["message"]


def test_an_empty_folder_is_a_fault(cli: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    faults = json.loads(cli("data", "validate", str(tmp_path / "none"), "--json").out)["faults"]
    files = {path.name for path in FOLDER.iterdir()}
    assert {fault["file"] for fault in faults} == files
    shutil.copytree(FOLDER, tmp_path / "none", dirs_exist_ok=True)
    assert cli("data", "validate", str(tmp_path / "none")).code == 0


def test_every_file_column_source_and_licence_is_documented() -> None:
    text = (TOP / "docs" / "data.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\S+)\n(.*?)(?=^##)", text, re.MULTILINE | re.DOTALL))
    assert list(sections) == [resource["path"] for resource in DESCRIPTOR["resources"]]
    for resource in DESCRIPTOR["resources"]:
        columns = re.findall(r"^\| `(\w+)` \|", sections[resource["path"]], re.MULTILINE)
        assert columns == [field["name"] for field in resource["schema"]["fields"]]
    for source in DESCRIPTOR["sources"]:
        assert f"| `{source['name']}` | " in text
    for licence in DESCRIPTOR["licenses"]:
        assert f"| {licence['name']} | [{licence['title']}]({licence['path']}) |" in text
