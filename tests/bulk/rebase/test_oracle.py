"""Figures agree with a second calculation, LSOA by LSOA, for tables of every kind."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from icslookup.errors import AmbiguousError
from tests.support import lsoa_oracle as oracle
from tests.support.lsoa_oracle import Area, Row
from tests.support.rebased import code_of, rebased, table

if TYPE_CHECKING:
    from icslookup.bulk.rebase.rebase import Rebased

DAYS = [
    "2022-07-01",
    "2022-11-05",
    "2023-03-31",
    "2023-04-01",
    "2024-06-01",
    "2025-04-01",
    "2026-03-31",
    "2026-04-01",
    "2026-11-22",
]
EARLY = ["2016-01-01", "2018-06-30", "2019-04-01", "2020-12-31", "2021-04-01", "2022-06-30"]
TARGETS = ["board", "sub-icb", "region", "council"]
KINDS = ["board", "sub-icb", "region", "council"]
GROUPS = ["2024-01", "2024-02", ""]
MARKS = ["*", "[c]", ":", "..", "-", "[low]"]
BLANKS = ["", "NA", "NULL"]

QUICK = settings(
    deadline=None,
    max_examples=15,
    derandomize=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LONG = settings(QUICK, max_examples=500, derandomize=False)


class Case(NamedTuple):
    """A table and how it is rebased: `texts` has the cell with the figure of each row."""

    rows: list[Row]
    texts: list[str]
    geography: str
    day: str
    by: str
    integer: bool

    def __repr__(self) -> str:
        """Return the case with its first rows. A long text would slow the search down."""
        rows = [
            (*row.area, row.group, text) for row, text in zip(self.rows, self.texts, strict=True)
        ]
        options = self.geography, self.day, self.by, self.integer
        return f"Case{options} {len(rows)} {rows[:12]}"


@cache
def areas_on(kind: str, day: str) -> list[Area]:
    """Return the areas of a kind that a table of a day may have; councils also by older codes."""
    if kind == "ccg":
        codes = {
            row["code"] for row in oracle.rows_of("nhs_area_boards.csv") if row["kind"] == kind
        }
    elif kind == "lsoa":
        codes = set(oracle.places(day)) | set(oracle.places(day, "2011"))
    elif kind == "council":
        early = {
            key
            for key, row in oracle.councils().items()
            if row["start"] <= day and (not row["end"] or day <= row["end"])
        }
        codes = early if day < oracle.BEGIN else set(oracle.members(kind, day))
        newest = oracle.newest_codes()
        codes |= {former for former, code in newest.items() if code in codes and day < "2025-04-01"}
    else:
        codes = set(oracle.members(kind, day))
    return [Area(kind, code, day) for code in sorted(codes)]


def overlap(one: Area, other: Area) -> bool:
    """Return whether two areas of a day have something in common."""
    newest = oracle.newest_codes()
    keys = [newest.get(area.code, area.code) for area in (one, other)]
    if keys[0] == keys[1]:
        return one.code != other.code
    if all(area.kind == "council" and oracle.ended_early(area.code) for area in (one, other)):
        counties = [oracle.councils()[key]["county_gss_code"] for key in keys]
        return keys[0] == counties[1] or keys[1] == counties[0]
    return not oracle.territory(one).isdisjoint(oracle.territory(other))


def apart(areas: list[Area]) -> list[Area]:
    """Return the first areas of a list that have nothing in common."""
    kept: list[Area] = []
    for area in areas:
        if not any(overlap(area, other) for other in kept):
            kept.append(area)
    return kept


WHOLE = st.integers(-(10**12), 10**12).map(str)
FIGURES = {
    "integers": WHOLE,
    "decimals": st.decimals(-(10**9), 10**9, places=3).map("{:f}".format),
    "many digits": st.decimals(-(10**14), 10**14, places=13).map("{:f}".format),
    "floats": st.floats(-1e9, 1e9, allow_subnormal=False).map(lambda x: repr(round(x, 7))),
}


@st.composite
def figures(draw: st.DrawFn, rows: int, integer: bool) -> list[str]:
    """Return the cells of a column of figures of one type, with empty cells and marks."""
    type_ = "integers" if integer else draw(st.sampled_from(sorted(FIGURES)))
    cell = FIGURES[type_]
    if draw(st.booleans()):
        cell = st.one_of(cell, cell, st.sampled_from(MARKS + BLANKS))
    return draw(st.lists(cell, min_size=rows, max_size=rows))


@st.composite
def cases(draw: st.DrawFn, kinds: list[str], targets: list[str] = TARGETS) -> Case:
    """Return a table with areas of one kind, on any day, for any target."""
    kind = draw(st.sampled_from(kinds))
    geography = draw(st.sampled_from(targets))
    day = draw(st.sampled_from(DAYS))
    from_ = draw(st.sampled_from([*DAYS, *EARLY] if kind == "council" else DAYS))
    every = areas_on(kind, from_)
    if kind == "ccg":
        every = [area for area in every if oracle.ccg_counts(area.code, geography, day)]
    if kind not in ("ccg", "lsoa") and draw(st.booleans()):
        chosen = apart(list(draw(st.permutations(every))) if kind == "council" else every)
        chosen = chosen[: len(chosen) - draw(st.integers(0, 2))]
    elif kind == "lsoa":
        census = draw(st.sampled_from(["2021", "2011"]))
        council = draw(st.sampled_from(["E06000053", "E09000001", "E07000223", "E07000210"]))
        lsoas = sorted(oracle.members("council", day, census)[council])
        lsoas = lsoas[draw(st.integers(0, 1)) :] or lsoas
        others = draw(st.lists(st.sampled_from(sorted(oracle.places(day, census))), max_size=20))
        chosen = [Area(kind, code, from_) for code in dict.fromkeys([*lsoas, *others])]
    else:
        chosen = draw(st.lists(st.sampled_from(every), min_size=1, max_size=12, unique=True))
        chosen = chosen if kind == "ccg" else apart(chosen)
    pairs = [(area, group) for group in GROUPS[: draw(st.integers(1, 3))] for area in chosen]
    pairs += draw(st.lists(st.sampled_from(pairs), max_size=5))
    integer = draw(st.booleans())
    texts = draw(figures(len(pairs), integer))
    rows = [
        Row(area, group, number(text)) for (area, group), text in zip(pairs, texts, strict=True)
    ]
    return Case(rows, texts, geography, day, draw(st.sampled_from(["residents", "lsoas"])), integer)


def number(text: str) -> Fraction | None:
    return None if text in MARKS + BLANKS else Fraction(text)


def decimals(text: str) -> int:
    """Return how many decimals a figure needs."""
    denominator = (number(text) or Fraction()).denominator
    return next(count for count in range(40) if 10**count % denominator == 0)


def answer_of(case: Case, **options: Any) -> Rebased:
    rows = [
        (row.area.code, row.area.day, row.group, text)
        for row, text in zip(case.rows, case.texts, strict=True)
    ]
    return rebased(
        table(rows, "area", "day", "month", "v"),
        per=("month",),
        to=case.day,
        to_geography=case.geography,
        by=case.by,
        integer=case.integer,
        **options,
    )


def compare(case: Case, answer: Rebased) -> None:
    """Check every figure of an answer, and what it says about each of them."""
    marks = [text in MARKS for text in case.texts]
    parts = {
        row.area: oracle.shares(row.area, case.geography, case.day, case.by) for row in case.rows
    }
    divided = any(len(one) > 1 for one in parts.values())
    places = max(map(decimals, case.texts))
    unit = Fraction(1, 10 ** (0 if case.integer else max(places, 6 * divided)))
    wanted = oracle.expected(case.rows, case.geography, case.day, case.by, marks)
    found = {(str(area.group[0]), code_of(area)): area for area in answer.areas}
    newest = oracle.newest_codes()
    found = {(group, newest.get(code, code)): area for (group, code), area in found.items()}
    assert found.keys() == wanted.keys()
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for key, area in found.items():
        want = wanted[key]
        assert (area.values[0] is None) is (want.value is None), key
        if want.value is not None and want.estimated is not None:
            value, estimated = Fraction(area.values[0] or 0), Fraction(area.estimated[0] or 0)
            assert abs(value - want.value) < unit, key
            assert abs(estimated - want.estimated) < unit, key
            assert (value / unit).denominator == (estimated / unit).denominator == 1
            sums[key[0]] += value
        assert area.complete is want.complete, key
        assert area.suppressed == want.marks
        if case.rows[0].area.kind not in ("ccg", "lsoa"):
            assert {newest.get(code, code) for code in area.sources} == {
                newest.get(code, code) for code in want.sources
            }
    for group in {row.group for row in case.rows}:
        total = sum(
            (row.figure or Fraction() for row in case.rows if row.group == group), Fraction()
        )
        assert sums[group] == total
    (totals,) = answer.values
    whole = sum((row.figure or Fraction() for row in case.rows), Fraction())
    assert Fraction(totals.total) == Fraction(totals.placed) == whole
    assert Fraction(totals.estimated) == sum(
        (row.figure or Fraction() for row in case.rows if len(parts[row.area]) > 1), Fraction()
    )
    assert (totals.suppressed, totals.blank) == (
        sum(marks),
        sum(text in BLANKS for text in case.texts),
    )


@st.composite
def series(draw: st.DrawFn) -> Case:
    """Return a table with areas of several days, each with the boundaries of its day."""
    kind = draw(st.sampled_from(KINDS))
    rows, texts = [], []
    for day in draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True)):
        every = areas_on(kind, day)
        some = st.lists(st.sampled_from(every), min_size=1, max_size=6, unique=True)
        areas = apart(draw(some) if kind == "council" else draw(st.one_of(st.just(every), some)))
        cells = draw(figures(len(areas), integer=True))
        rows += [
            Row(area, draw(st.sampled_from(GROUPS[:2])), number(text))
            for area, text in zip(areas, cells, strict=True)
        ]
        texts += cells
    by = draw(st.sampled_from(["residents", "lsoas"]))
    return Case(
        rows, texts, draw(st.sampled_from(TARGETS)), draw(st.sampled_from(DAYS)), by, integer=True
    )


AREAS = cases(KINDS)
SERIES = series()
CCGS = cases(["ccg"], ["board", "region"])
LSOAS = cases(["lsoa"])


@QUICK
@given(AREAS, st.booleans())
def test_areas_of_any_day_on_the_boundaries_of_any_other(case: Case, named: bool) -> None:
    area = case.rows[0].area
    kind = area.kind if named else "auto"
    compare(case, answer_of(case, kind=kind, from_=area.day))


@QUICK
@given(SERIES)
def test_rows_of_several_days(case: Case) -> None:
    compare(case, answer_of(case, kind=case.rows[0].area.kind, as_of_column="day"))


@QUICK
@given(CCGS)
def test_ccgs_by_the_counts_of_their_boards(case: Case) -> None:
    compare(case, answer_of(case, kind="ccg"))


@QUICK
@given(LSOAS)
def test_lsoas_of_both_censuses(case: Case) -> None:
    compare(case, answer_of(case))


@pytest.mark.exhaustive
@LONG
@given(AREAS, st.booleans())
def test_many_tables_of_areas(case: Case, named: bool) -> None:
    area = case.rows[0].area
    kind = area.kind if named else "auto"
    compare(case, answer_of(case, kind=kind, from_=area.day))


@pytest.mark.exhaustive
@LONG
@given(SERIES)
def test_many_series(case: Case) -> None:
    compare(case, answer_of(case, kind=case.rows[0].area.kind, as_of_column="day"))


@pytest.mark.exhaustive
@LONG
@given(st.one_of(CCGS, LSOAS))
def test_many_tables_of_ccgs_and_lsoas(case: Case) -> None:
    compare(case, answer_of(case, kind=case.rows[0].area.kind))


def test_without_a_day_the_figures_are_those_of_every_day_that_fits() -> None:
    _check_choice()


@settings(QUICK, max_examples=40)
@given(
    st.sampled_from(["board", "sub-icb", "council"]).flatmap(
        lambda kind: st.tuples(
            st.just(kind),
            st.sampled_from(["2022-07-01", "2023-04-01", "2026-04-01"]).flatmap(
                lambda day: st.lists(
                    st.sampled_from(areas_on(kind, day)), min_size=1, max_size=5, unique=True
                )
            ),
        )
    ),
    st.sampled_from(TARGETS),
    st.sampled_from(DAYS),
)
def _check_choice(pair: tuple[str, list[Area]], geography: str, day: str) -> None:
    kind, areas = pair[0], apart(pair[1])
    figures = {area.code: 100 + at for at, area in enumerate(areas)}
    fitting = [
        one
        for one in ("2022-07-01", "2023-04-01", "2025-04-01", "2026-04-01")
        if figures.keys() <= {area.code for area in areas_on(kind, one)}
    ]
    outcomes = []
    for one in fitting:
        rows = [Row(Area(kind, code, one), "", Fraction(v)) for code, v in figures.items()]
        outcomes.append(oracle.expected(rows, geography, day, "residents"))
    same = all(
        {key: want.value for key, want in one.items()}
        == {key: want.value for key, want in outcomes[0].items()}
        for one in outcomes
    )
    try:
        answer = rebased(figures, to=day, to_geography=geography, kind=kind)
    except AmbiguousError:
        complete = [{key: want.complete for key, want in one.items()} for one in outcomes]
        assert not same or any(one != complete[0] for one in complete)
        return
    assert same
    newest = oracle.newest_codes()
    for area in answer.areas:
        code = newest.get(code_of(area), code_of(area))
        want = outcomes[0]["", code].value
        assert want is not None
        assert abs(Fraction(area.values[0] or 0) - want) < Fraction(1, 10**6)


@st.composite
def nested(draw: st.DrawFn) -> tuple[list[Area], str, str]:
    """Return regions, boards and sub-ICB locations of one day, which lie in each other."""
    from_ = draw(st.sampled_from(DAYS))
    every = [area for kind in KINDS[:3] for area in areas_on(kind, from_)]
    areas = draw(st.lists(st.sampled_from(every), min_size=2, max_size=40, unique=True))
    return areas, draw(st.sampled_from(DAYS)), draw(st.sampled_from(TARGETS))


@QUICK
@given(nested())
def test_of_areas_in_each_other_only_the_smallest_are_kept(
    case: tuple[list[Area], str, str],
) -> None:
    areas, day, geography = case
    ranks = {"region": 0, "board": 1, "sub-icb": 2}
    rows = {area.code: 10 + at for at, area in enumerate(areas)}
    kept = [
        area
        for area in areas
        if not any(
            oracle.territory(other) < oracle.territory(area)
            or (
                oracle.territory(other) == oracle.territory(area)
                and ranks[other.kind] > ranks[area.kind]
            )
            for other in areas
        )
    ]
    answer = rebased(rows, from_=areas[0].day, to=day, to_geography=geography, drop_totals=True)
    assert int(answer.values[0].placed) == sum(rows[area.code] for area in kept)
    assert len(answer.dropped) == len(areas) - len(kept)
    wanted = oracle.expected(
        [Row(area, "", Fraction(rows[area.code])) for area in kept], geography, day, "residents"
    )
    newest = oracle.newest_codes()
    assert {newest.get(code_of(a), code_of(a)): a.complete for a in answer.areas} == {
        key: want.complete for (_, key), want in wanted.items()
    }
