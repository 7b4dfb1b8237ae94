"""A code or a name of a board, a sub-ICB location, a CCG, an STP or a region."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.gazetteer.nhs_areas import area_codes, resolve_board_or_area, split_kind

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset
    from icslookup.names.resolution import Resolution

TODAY = date(2026, 11, 28)


def resolve(data: Dataset, text: str) -> Resolution:
    return resolve_board_or_area(data, text, TODAY, dated=False)


@pytest.mark.parametrize(
    ("form", "core", "kind"),
    [
        ("nhs vale of york ccg", "vale of york", "ccg"),
        ("the nhs wirral clinical commissioning group", "wirral", "ccg"),
        ("ccg for oldham", "oldham", "ccg"),
        ("lincolnshire stp", "lincolnshire", "stp"),
        ("devon sustainability and transformation plan", "devon", "stp"),
        ("sussex health and care partnership", "sussex", "system"),
        ("nottingham and nottinghamshire health and care", "nottingham and nottinghamshire", "system"),
        ("nhs norfolk and waveney icb", "norfolk and waveney", "board"),
        ("kent and medway sub icb location", "kent and medway", "sub-icb"),
        ("nhs kent and medway icb sub location", "kent and medway", "sub-icb"),
        ("north west region", "north west", "region"),
        ("nhs england midlands", "midlands", "region"),
        ("guildford", "guildford", None),
        ("ccg", "ccg", None),
    ],
)  # fmt: skip
def test_the_words_for_a_kind_are_taken_off(form: str, core: str, kind: str | None) -> None:
    assert split_kind(form) == (core, kind)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("W2U3Z", "sub-icb:W2U3Z"),
        (" 15m ", "sub-icb:15M"),
        ("E38000262", "sub-icb:78H"),
        ("E38000248", "sub-icb:70F"),  # its code before April 2023, and that of the CCG
        ("06T", "sub-icb:06T"),
        ("07M", "ccg:E38000005"),
        ("E38000041", "ccg:E38000041"),
        ("01H", "sub-icb:01H"),
        ("E54000033", "stp:E54000033"),
        ("E54000057", "QOP"),
        ("E54000007", "stp:E54000007"),
        ("QOP", "QOP"),
        ("Y63", "region:Y63"),
        ("E40000010", "region:Y62"),
        ("E40000014", "region:Y62"),
    ],
)
def test_a_code_of_any_kind_is_known(data: Dataset, text: str, key: str) -> None:
    found = resolve(data, text)
    assert (found.key, found.match and found.match.method) == (key, "code")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("NHS Sussex ICB - 70F", "sub-icb:70F"),
        ("nhs surrey and sussex icb - 70f", "sub-icb:70F"),
        ("NHS KENT AND MEDWAY INTEGRATED CARE BOARD - 91Q", "sub-icb:91Q"),
        ("91Q: NHS Kent and Medway Sub ICB Location", "sub-icb:91Q"),
        ("[36L] South West London", "sub-icb:36L"),
        ("NHS Derby & Derbyshire ICB (15M)", "sub-icb:15M"),
        ("NHS Barnet CCG (07M)", "ccg:E38000005"),
        ("07M/NHS Barnet CCG", "ccg:E38000005"),
        ("E38000250 NHS Black Country and West Birmingham CCG", "ccg:E38000250"),
        ("Y58 - South West", "region:Y58"),
        ("NHS Kent and Medway Sub ICB Location", "sub-icb:91Q"),
        ("Kent & Medway SICBL", "sub-icb:91Q"),
        ("NHS Vale of York CCG", "ccg:E38000188"),
        ("vale of york clinical commissioning group", "ccg:E38000188"),
        ("NHS Vale of Yorke CCG", "ccg:E38000188"),
        ("NHS Greater Preston CCG", "ccg:E38000227"),  # recoded: the last one counts
        ("Lincolnshire STP", "stp:E54000013"),
        ("Humber Coast and Vale Sustainability and Transformation Partnership", "stp:E54000051"),
        ("Durham, Darlington, Teesside, Hambleton, Richmondshire and Whitby", "stp:E54000045"),
        ("North London Partners in Health and Care", "stp:E54000028"),
        ("North West region", "region:Y62"),
        ("NHS England South West", "region:Y58"),
        ("NHS England Midlands region", "region:Y60"),
        ("70F [note 3]", "sub-icb:70F"),
        ("NHS Vale of York CCG [10]", "ccg:E38000188"),
        ("NHS Vale of York CCG\u00b9", "ccg:E38000188"),
        ("NHS Barnet CCG3", "ccg:E38000005"),
        ("NHS Barnet CCG*", "ccg:E38000005"),
        ("NHS Brighton &amp; Hove CCG", "ccg:E38000021"),
        ("NHS Kent and Medway ICB - 91Q (r)", "sub-icb:91Q"),
        ("QKS / 91Q", "sub-icb:91Q"),
        ("NHS Nottingham and Nottinghamshire ICB - 02Q Sub ICB Location", "sub-icb:02Q"),
        ("CCG 15E", "ccg:E38000220"),
        ("15E CCG", "ccg:E38000220"),
        ("93C ICB", "sub-icb:93C"),
        ("Sub-ICB 93C", "sub-icb:93C"),
        ("sub icb location 93C", "sub-icb:93C"),
        ("Region Y59", "region:Y59"),
        ("15F Leeds", "sub-icb:15F"),
        ("Wakefield 03R", "sub-icb:03R"),
        ("Northumberland 00L", "sub-icb:00L"),
        ("Sussex and East Surrey (E54000033)", "stp:E54000033"),
        ("Surrey Heartlands STP (E54000035)", "stp:E54000035"),
        ("Sussex and East Surrey STP", "stp:E54000033"),  # another STP has it as a second name
        ("NHS Leeds CCG (abolished)", "ccg:E38000225"),
        ("Leeds (former CCG)", "ccg:E38000225"),
        ("NHS Leeds CCG [former]", "ccg:E38000225"),
        ("NHS Leeds CCG (now West Yorkshire ICB)", "ccg:E38000225"),
        ("NHS Leeds CCG (now 15F)", "ccg:E38000225"),
        ("North West London HCP", "QRV"),
        ("Dorset HSCP", "QVV"),
        ("Sussex", "QNX"),
        ("NHS Devon ICB", "QJK"),
    ],
)
def test_a_name_with_its_kind_or_code_is_known(data: Dataset, text: str, key: str) -> None:
    assert resolve(data, text).key == key


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("NHS Devon ICB - 91Q", {"sub-icb:91Q", "QJK"}),
        ("70F 91Q", {"sub-icb:70F", "sub-icb:91Q"}),
        ("NHS Barnet CCG - 93C", {"sub-icb:93C", "ccg:E38000005"}),
        ("NHS Cheshire and Merseyside Sub ICB Location", set()),
        ("15F Bradford CCG", {"sub-icb:15F", "ccg:E38000018"}),
        ("93C - Leeds", {"sub-icb:93C", "E08000035"}),
        ("Y60: Devon", {"region:Y60", "E10000008"}),
        ("QJK Northumberland", {"QJK", "E06000057"}),
        ("West and North London STP", {"stp:E54000027", "Z9B2Z"}),
    ],
)
def test_a_code_and_a_name_that_disagree_are_asked_about(
    data: Dataset, text: str, keys: set[str]
) -> None:
    found = resolve(data, text)
    assert (found.status, found.key) == ("ambiguous", None)
    assert keys <= {candidate.key for candidate in found.candidates}


@pytest.mark.parametrize(
    "text",
    ["Barnsley", "London", "South East", "Q99", "99X", "E38999999", "Y99", "CCG", "STP", "region",
     "15E STP", "NHS Leeds CCG (now Kent ICB)", "93C CCG for Atlantis", "NHS Devon ICB (abolished)",
     "NHS Atlantis CCG", "93C Atlantis", "North CCG", "Camden region", "", "()", "sub ICB location"],
)  # fmt: skip
def test_what_names_no_area_has_no_answer(data: Dataset, text: str) -> None:
    assert resolve(data, text).key is None


def test_every_name_and_code_of_the_data_is_that_of_its_area_or_its_board(data: Dataset) -> None:
    codes = area_codes(data)
    for area in data.nhs_areas.values():
        boards = {part.ods_code for part in area.parts}
        for name in area.names:
            assert name.ons_code in codes or name.ons_code in data.board_keys
            found = resolve(data, name.name if area.kind != "region" else f"{name.name} region")
            if found.key in boards:
                continue
            assert found.key, name.name
            assert (
                data.nhs_areas[found.key].names[-1].ods_code == area.names[-1].ods_code
                or {part.ods_code for part in data.nhs_areas[found.key].parts} <= boards
            ), name.name


@pytest.mark.parametrize("name", ["Essex", "Thames Valley", "Norfolk and Suffolk"])
def test_no_stp_had_the_name_of_a_board_that_began_later(data: Dataset, name: str) -> None:
    assert resolve(data, f"{name} ICB").key
    found = resolve(data, f"{name} STP")
    assert (found.status, found.key) == ("not_found", None)
    assert [candidate.key for candidate in found.candidates] == [resolve(data, f"{name} ICB").key]


def test_a_system_outlives_its_board(data: Dataset) -> None:
    name, day = "North West London Health and Care Partnership", date(2026, 4, 1)
    assert resolve_board_or_area(data, name, day, dated=True).key == "stp:E54000027"
