"""The configuration for workers, and their answers, without a session of Spark."""

from __future__ import annotations

import builtins
import importlib
import pickle
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from icslookup.bulk.match.output_columns import added_cells
from icslookup.bulk.matcher import Matcher
from icslookup.dataset.active import bundled
from icslookup.errors import DataError, MissingExtraError, UsageError
from icslookup.spark import annotate, mapping, worker
from icslookup.spark.annotate import _answer_function
from tests.support.program import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = [
    "Guildford",
    "Gilford",
    "Hart",
    "Newcastle",
    "Atlantis",
    "E08000016",
    "N/A",
    "Frimley",
    "c",
]


def parted(text: str) -> list[str]:
    return text.split(worker.CELL_SEPARATOR)


def test_a_worker_has_the_answers_of_its_matcher() -> None:
    matcher = Matcher("2024-06-01", kind="area", min_score=95)
    sent = pickle.loads(pickle.dumps(worker.worker_config(matcher, dated=False)))  # noqa: S301 - ours
    answering = worker.Worker(sent)
    for names in (NAMES, NAMES[:3], [*NAMES, "Camden"]):
        found = answering.answer(names).to_pylist()
        assert found == [worker.pack_cells(added_cells(matcher.one(n), "list")[0]) for n in names]


def test_a_worker_follows_as_its_matcher_does() -> None:
    """The blocks are sent, for territories that the memberships do not determine."""
    matcher = Matcher("2026-05-01", follow=True)
    sent = pickle.loads(pickle.dumps(worker.worker_config(matcher, dated=False)))  # noqa: S301 - ours
    names = [*NAMES, "QNQ", "D4U1Y", "Bournemouth", " harogate"]
    cells = [added_cells(matcher.one(name), "list", follow=True)[0] for name in names]
    assert worker.Worker(sent).answer(names).to_pylist() == list(map(worker.pack_cells, cells))
    assert [name for name, _ in worker.answer_columns(sent)][-1] == "followed_from"
    own = worker.unpack_data(sent.data)
    assert own.blocks == matcher.data.blocks
    known = {(spelling, cells[-1]) for spelling, _, cells in worker.known_answers(sent)}
    assert ("QNQ", "NHS Frimley Integrated Care Board (QNQ)") in known


def test_a_worker_answers_for_the_day_of_each_cell() -> None:
    sent = worker.worker_config(Matcher(), dated=True)
    days = ["2024-06-01", "2026-11-01", "never"]
    found = worker.Worker(sent).answer(["Guildford"] * 3, days).to_pylist()
    assert [parted(text)[0] for text in found] == ["found", "found", "bad_date"]
    assert [parted(text)[6] for text in found] == ["QXU;QNQ", "S9B9J", ""]


def test_the_data_that_are_sent_are_those_in_use_and_nothing_else() -> None:
    data = bundled()
    sent = worker.unpack_data(worker.pack_data(data))
    for part in data.TABLES:
        if part != "lsoas":
            assert getattr(sent, part) == getattr(data, part)
    with pytest.raises(DataError, match="is missing"):
        _ = sent.lsoas
    with pytest.raises(DataError, match="is missing"):
        sent.lsoa("E01030331")
    assert len(worker.pack_data(data)) < 200_000


def test_the_lsoas_of_the_data_are_sent_for_places_only() -> None:
    """Nothing has to be imported on a worker, and its package may have other data."""
    data = bundled()
    packed = worker.pack_data(data, lsoas=True)
    assert len(packed) < 1_000_000
    sent = worker.unpack_data(packed)
    assert sent.lsoa("E01030331") == data.lsoa("E01030331")
    again = worker.unpack_data(worker.pack_data(sent, lsoas=True))
    assert again.lsoa("E01030331") == data.lsoa("E01030331")
    for kind, size in (("auto", 200_000), ("lsoa", 1_000_000), ("postcode", 1_000_000)):
        config = worker.worker_config(Matcher(kind=kind), dated=False)
        assert (len(config.data) > 200_000) is (size > 200_000)


@pytest.mark.parametrize("dated", [False, True])
def test_a_worker_answers_lsoas_without_an_import(dated: bool) -> None:
    day = date(2024, 6, 1)
    matcher = Matcher(None if dated else day, kind="lsoa")
    sent = pickle.loads(pickle.dumps(worker.worker_config(matcher, dated=dated)))  # noqa: S301 - ours
    codes = ["E01030331", "e01 000010", "E01999999", "Guildford", "N/A"]
    columns = [codes, [day.isoformat()] * len(codes)] if dated else [codes]
    found = worker.Worker(sent).answer(*columns).to_pylist()
    assert [parted(text)[0] for text in found] == [
        *("found", "found", "not_found", "not_found", "blank"),
    ]
    assert [parted(text)[6] for text in found] == ["QXU", "QMF", "", "", ""]


def test_all_codes_of_lsoas_are_known_answers() -> None:
    config = worker.worker_config(Matcher("2024-06-01", kind="lsoa"), dated=False)
    known = {text: cells for text, _, cells in worker.known_answers(config)}
    assert len(known) == 34_789
    assert known["E01030331"][6] == "QXU"
    assert known["E01000010"][6] == "QMF"


def test_aliases_are_sent_as_they_are_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = worker.worker_config(Matcher(), dated=False)
    (tmp_path / "aliases.csv").write_text("alias,code\nour town,E07000209\n", encoding="utf-8")
    monkeypatch.setenv("ICSLOOKUP_CONFIG_DIR", str(tmp_path))
    now = worker.worker_config(Matcher(), dated=False)
    monkeypatch.delenv("ICSLOOKUP_CONFIG_DIR")
    assert [sent.matcher().one("our town").status for sent in (before, now)] == [
        "not_found",
        "found",
    ]
    again = worker.worker_config(now.matcher(), dated=False)
    assert again.matcher().one("our town").gss_code == "E07000209"


def test_today_is_the_day_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = worker.worker_config(Matcher(), dated=False)
    assert sent.today == TODAY
    monkeypatch.setattr("icslookup.dates.today", lambda: date(2023, 1, 1))
    assert sent.matcher().one("Guildford").boards[0].ods_code == "S9B9J"
    assert Matcher().one("Guildford").boards[0].ods_code == "QXU"


def test_a_worker_with_another_version_or_other_places_is_refused() -> None:
    sent = worker.worker_config(Matcher(), dated=False)
    with pytest.raises(DataError, match=r"a worker has icslookup .*, and icslookup 0\.0 asks"):
        sent._replace(version="0.0").matcher()
    with pytest.raises(
        DataError, match="a worker has only the bundled data, but the driver has ONSPD 2026-08:"
    ):
        sent._replace(place_sources=("ONSPD 2026-08",)).matcher()
    lsoas = worker.worker_config(Matcher(kind="lsoa"), dated=False)
    with pytest.raises(DataError, match="bundled data, but the driver has lookups of 2021 LSOAs:"):
        lsoas._replace(place_sources=("lookups of 2021 LSOAs",)).matcher()
    assert lsoas.place_sources == ()


@pytest.mark.parametrize("kind", ["auto", "area", "board"])
def test_known_answers_are_those_of_the_matcher(kind: str) -> None:
    matcher = Matcher("2024-06-01", kind=kind)
    known = list(worker.known_answers(worker.worker_config(matcher, dated=False)))
    assert len(known) == len({text for text, _, _ in known}) > 2_000
    assert {"E07000209", "QXU", "E54000042", "Guildford", "GUILDFORD"} <= {t for t, _, _ in known}
    for text, first, cells in known:
        assert first is None
        assert cells == added_cells(matcher.one(text), "list")[0]


def test_known_texts_have_an_answer_for_each_period() -> None:
    sent = worker.worker_config(Matcher(), dated=True)
    firsts = worker.period_starts(sent)
    assert firsts == sorted(set(firsts))
    assert firsts[0] == "2022-07-01"
    of_one = {
        first: cells for text, first, cells in worker.known_answers(sent) if text == "Guildford"
    }
    assert list(of_one) == firsts
    for first, cells in of_one.items():
        day = date.fromisoformat(str(first))
        assert cells == added_cells(Matcher().one("Guildford", day), "list")[0]


def test_batches_of_pandas_have_answers_for_cells_with_a_value() -> None:
    pytest.importorskip("pyarrow")
    sent = worker.worker_config(Matcher("2024-06-01"), dated=False)
    batches = [
        pd.Series([b"Guildford", None, b"Gilford"], dtype=object),
        pd.Series([None, None], dtype=object),
        pd.Series([b"Ke\xfft", b"N/A"], dtype=object),
    ]
    first, second, third = _answer_function(sent)(iter(batches))
    assert [None if pd.isna(text) else parted(text)[1] for text in first] == [
        "exact",
        None,
        "fuzzy",
    ]
    assert second.isna().all()
    assert [parted(text)[0] for text in third] == ["not_found", "blank"]
    dated = _answer_function(sent._replace(dated=True))
    pair = (
        pd.Series([b"Guildford"] * 2, dtype=object),
        pd.Series([b"2026-11-01", None], dtype=object),
    )
    (found,) = dated(iter([pair]))
    assert [parted(text)[0] for text in found] == ["found", "bad_date"]


def without(monkeypatch: pytest.MonkeyPatch, package: str, error: ImportError) -> None:
    """Make the import of a package fail."""
    import_ = builtins.__import__

    def importing(name: str, *arguments: Any, **named: Any) -> Any:
        if name == package:
            raise error
        return import_(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", importing)


@pytest.mark.parametrize("package", ["pyspark", "pandas", "pyarrow"])
def test_a_missing_package_is_reported_with_its_extra(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if package != "pyspark":
        pytest.importorskip("pyspark")
    without(monkeypatch, package, ModuleNotFoundError(f"No module named {package!r}", name=package))
    calls: tuple[Callable[[], object], ...] = (
        lambda: annotate(None, "c"),
        lambda: mapping(None),
    )
    for call in calls:
        with pytest.raises(
            MissingExtraError, match=rf'needs {package}: pip install "icslookup\[spark\]"'
        ):
            call()


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_a_pyspark_that_does_not_fit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pyspark = pytest.importorskip("pyspark")
    for version in ("3.3.2", "5.0.0"):
        monkeypatch.setattr(pyspark, "__version__", version)
        with pytest.raises(
            UsageError, match=f"PySpark 3.5 to 4.x is needed, and this is {version}"
        ):
            mapping(None)
    monkeypatch.undo()
    importlib.import_module("pyspark.sql.pandas.utils")
    without(
        monkeypatch, "pyspark.sql.pandas.utils", ModuleNotFoundError("distutils", name="distutils")
    )
    with pytest.raises(
        UsageError, match=r"PySpark .* does not work with Python 3\.\d+, pandas .*distutils"
    ):
        mapping(None)
