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
