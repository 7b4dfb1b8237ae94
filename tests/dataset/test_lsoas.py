"""An LSOA is found in the sorted file without reading all of it, and damage is never an answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icslookup.dataset import lsoas
from icslookup.dataset.active import FetchedDataset, bundled, bundled_folder
from icslookup.dataset.loader import Dataset
from icslookup.dataset.lsoas import LsoaFinder, LsoaPeriod
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

CODES = sorted({row.lsoa for row in bundled().lsoas})
GUILDFORD = "E01030421"


@pytest.fixture(scope="module")
def by_code() -> dict[str, tuple[LsoaPeriod, ...]]:
    """The rows of each LSOA, by a reader of the whole table."""
    found: dict[str, tuple[LsoaPeriod, ...]] = {}
    for row in bundled().lsoas:
        found[row.lsoa] = (*found.get(row.lsoa, ()), row)
    return found


def finder(data: Dataset) -> LsoaFinder:
    """Return a finder that has not found anything yet."""
    path = Path(data.folder) / lsoas.FILE
    return LsoaFinder(str(path), data.authority_keys, data.boards)


def test_the_first_the_last_and_others_are_found(
    by_code: dict[str, tuple[LsoaPeriod, ...]],
) -> None:
    for code in (CODES[0], CODES[-1], *CODES[1::1500]):
        assert finder(bundled()).of(code) == by_code[code]


def test_every_lsoa_is_found(by_code: dict[str, tuple[LsoaPeriod, ...]]) -> None:
    """After a few questions the finder reads the whole file, and the answers are the same."""
    found = finder(bundled())
    assert {code: found.of(code) for code in CODES} == by_code
    assert found.of("E01999999") == ()
    assert found.codes() == CODES


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 999_999).map(lambda number: f"E01{number:06}"))
def test_any_code_is_found_if_it_is_in_the_file(code: str) -> None:
    found = finder(bundled()).of(code)
    assert bool(found) is (code in set(CODES))
    assert {row.lsoa for row in found} <= {code}


def test_one_lsoa_needs_a_small_part_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    read = LsoaFinder._read  # noqa: SLF001 - what is read is what this test is about

    def noted(self: LsoaFinder, offset: int, size: int) -> bytes:
        content = read(self, offset, size)
        sizes.append(len(content))
        return content

    monkeypatch.setattr(LsoaFinder, "_read", noted)
    assert len(finder(bundled()).of(GUILDFORD)) == 2
    assert sum(sizes) < 30_000
    assert (Path(bundled_folder()) / lsoas.FILE).stat().st_size > 2_000_000


def test_a_row_says_where_an_lsoa_lay(data: Dataset) -> None:
    first, second = data.lsoa("E01030331")
    assert first == LsoaPeriod(
        "E01030331", (2011, 2021), date(2022, 7, 1), date(2026, 3, 31),
        1637, "E07000207", "92A", "QXU",
    )  # fmt: skip
    assert [first.exists_on(date(2026, 3, 31)), first.exists_on(date(2026, 4, 1))] == [True, False]
    assert (second.start, second.end, second.ods_code) == (date(2026, 4, 1), None, "S9B9J")


def test_a_former_code_of_an_authority_is_its_key(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    data = damaged("lsoas.csv", "1520,E08000038,", "1520,E08000016,")
    assert data.lsoa("E01007317")[0].gss_code == "E08000038"
    assert data.lsoas == bundled().lsoas


SECOND = "E01000002,2011;2021,2022-07-01,,1386,E09000001,A3A8R,QMF"


@pytest.mark.parametrize("asked_before", [0, 40])
@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        (SECOND, SECOND.replace("1386", "some"), "E01000002", "line 3, column residents: 'some' is not a whole"),
        (SECOND, SECOND.replace("QMF", "QZZ"), "E01000002", "line 3, column ods_code: there is no record"),
        (SECOND, SECOND.replace("E09000001", "E09999999"), "E01000002", "line 3, column gss_code: there is no"),
        (SECOND, SECOND.replace("2022-07-01", "July"), "E01000002", "line 3, column start: 'July' is not a date"),
        (SECOND, SECOND.replace("2011;2021", "1991"), "E01000002", "line 3, column census: '1991' is none of"),
        (SECOND, f"{SECOND},more", "E01000002", "line 3: 11 cells where the header has 10"),
        (SECOND, SECOND.replace("E09000001", '"E0'), "E01000002", "line 3: 0 cells where the header has 10"),
        (SECOND, SECOND.replace("2022-07-01,,", "2022-07-01,2024-01-01,"), "E01000002",
         "line 3: no row says where E01000002 has lain since"),
        ("E01030331,2011;2021,2026-04-01", "E01030331,2011;2021,2026-04-02", "E01030331",
         "the periods of E01030331 do not follow each other"),
    ],
)  # fmt: skip
def test_a_damaged_row_is_named_by_its_line(
    damaged: Callable[[str, str, str], Dataset],
    asked_before: int,
    old: str,
    new: str,
    code: str,
    message: str,
) -> None:
    data = damaged("lsoas.csv", old, new)
    for other in CODES[5000 : 5000 + asked_before]:
        data.lsoa(other)
    with pytest.raises(DataError, match=r"lsoas\.csv, line \d+") as found:
        data.lsoa(code)
    assert message in str(found.value)


@pytest.mark.parametrize("asked_before", [0, 40])
def test_a_file_that_is_not_sorted_has_no_answers(tmp_path: Path, asked_before: int) -> None:
    """A search would miss an LSOA that stands elsewhere, and say that there is none."""
    data = bundled()
    header, *rows = (
        (Path(data.folder) / lsoas.FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    )
    path = tmp_path / lsoas.FILE
    path.write_text("".join([header, *rows[1:], rows[0]]), encoding="utf-8")
    found = LsoaFinder(str(path), data.authority_keys, data.boards)
    codes = [*CODES[5000 : 5000 + asked_before], rows[0][:9]]
    with pytest.raises(DataError, match=r"lsoas\.csv, line \d+: the rows are not sorted by LSOA"):
        list(map(found.of, codes))
    path.write_text("".join([header, *reversed(rows)]), encoding="utf-8")
    with pytest.raises(DataError, match="not sorted by LSOA"):
        LsoaFinder(str(path), data.authority_keys, data.boards).of(CODES[100])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: there is no column lsoa"),
        ("lsoa,census,start,end,residents,gss_code,sub_icb\n", "line 1: there is no column ods_code"),
        ("census,lsoa,start,end,residents,gss_code,sub_icb,ods_code\n", "line 1: there is no column lsoa"),
        ("{header}no row at all\n", "line 2: is not the row of an LSOA"),
        ("{header}E01000001\n", "line 2: is not the row of an LSOA"),
        ("{header}" + "E01000001," + "x" * 1000 + "\n", "line 2: is not the row of an LSOA"),
        ("{header}\x00\x00\x00\n", "line 2: is not the row of an LSOA"),
    ],
)  # fmt: skip
def test_a_file_of_something_else_is_an_error(tmp_path: Path, content: str, message: str) -> None:
    header = f"{','.join(lsoas.COLUMNS)}\n"
    path = tmp_path / lsoas.FILE
    path.write_text(content.replace("{header}", header), encoding="utf-8")
    with pytest.raises(DataError) as found:
        LsoaFinder(str(path), {}, {}).of("E01000001")
    assert message in str(found.value)


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_the_file_may_have_other_line_ends_and_a_byte_order_mark(
    tmp_path: Path, start: str, ending: str
) -> None:
    data = bundled()
    rows = [",".join(lsoas.COLUMNS), SECOND, SECOND.replace("E01000002", "E01000003")]
    path = tmp_path / lsoas.FILE
    text = start + (ending or "\n").join(rows) + ending
    path.write_bytes(text.encode())
    found = LsoaFinder(str(path), data.authority_keys, data.boards)
    assert [found.of(code)[0].residents for code in ("E01000002", "E01000003")] == [1386, 1386]
    assert found.of("E01000001") == found.of("E01000004") == ()


def test_a_missing_file_says_what_to_do(tmp_path: Path, data: Dataset) -> None:
    with pytest.raises(DataError, match="is missing: install icslookup again"):
        Dataset(str(tmp_path)).lsoa("E01000001")
    with pytest.raises(DataError, match="cannot be read"):
        LsoaFinder(str(tmp_path / "no.csv"), data.authority_keys, data.boards)
    (tmp_path / "folder").mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        LsoaFinder(str(tmp_path / "folder"), data.authority_keys, data.boards)


def test_damage_in_fetched_data_says_how_to_return(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    folder = damaged("lsoas.csv", SECOND, f"{SECOND},more").folder
    with pytest.raises(DataError, match="header has 10; 'icslookup data reset' goes back"):
        FetchedDataset(folder).lsoa("E01000002")
