"""The words in the names of authorities and boards: kinds of body, and abbreviations."""

from __future__ import annotations

from icslookup.names.resolution import Vocabulary

_DIRECTIONS = {
    "n": "north", "nth": "north", "s": "south", "sth": "south", "e": "east", "w": "west",
    "ne": "north east", "nw": "north west", "se": "south east", "sw": "south west",
}  # fmt: skip


COMPASS = frozenset("north south east west mid central".split())
"""Words for the parts of an area, whose order in a name matters."""


_COUNTIES = {
    "beds": "bedfordshire", "berks": "berkshire", "bucks": "buckinghamshire",
    "cambs": "cambridgeshire", "derbys": "derbyshire", "glos": "gloucestershire",
    "hants": "hampshire", "herts": "hertfordshire", "lancs": "lancashire",
    "leics": "leicestershire", "lincs": "lincolnshire", "northants": "northamptonshire",
    "northumb": "northumberland", "notts": "nottinghamshire", "oxon": "oxfordshire",
    "salop": "shropshire", "shrops": "shropshire", "staffs": "staffordshire",
    "warks": "warwickshire", "gloucs": "gloucestershire", "herefs": "herefordshire",
    "hunts": "huntingdonshire", "derbs": "derbyshire", "warwicks": "warwickshire",
    "northumbs": "northumberland", "ches": "cheshire", "norf": "norfolk",
    "wilts": "wiltshire", "worcs": "worcestershire",
    "yorks": "yorkshire",
}  # fmt: skip


_CITIES = {
    "bham": "birmingham", "birm": "birmingham", "hpool": "hartlepool", "lpool": "liverpool",
    "mbro": "middlesbrough", "mcr": "manchester", "nottm": "nottingham", "pboro": "peterborough",
}  # fmt: skip


_OTHERS = {
    "co": "county", "gt": "great", "gtr": "greater", "boro": "borough", "dist": "district",
    "metro": "metropolitan", "cncl": "council", "cnty": "county", "cent": "central",
    "cen": "central", "fst": "forest", "vly": "valley", "ldn": "london", "lon": "london",
    "ctry": "country", "mersey": "merseyside", "som": "somerset", "3": "three",
}  # fmt: skip


_ABBREVIATIONS = {**_DIRECTIONS, **_COUNTIES, **_CITIES, **_OTHERS}


_GENERIC = frozenset(
    "north south east west northern southern eastern western mid middle central great greater"
    " upper lower new old royal kings"
    " castle point heath hill hills valley forest park vale river rivers three white horse isle"
    " isles city county borough district council shire common wood moor dale dales high peak"
    " bank green health hospital trust centre saint".split()
)  # fmt: skip


_COMMON = frozenset(
    "amber black blue brown causeway channel coast country down downs golden green grey hamlets"
    " island islands isles keynes mole moor mount ocean port red river saint sea severn silver"
    " spring tees thames tower town tyne united village water wear wells white".split()
)
"""Words of names that mean something else when they stand alone."""


_FOREIGN = frozenset({"ccg", "stp", "trust", "foundation", "healthcare", "hospital", "hospitals"})


AREA_VOCABULARY = Vocabulary(
    prefixes=(
        "the", "london borough of", "royal borough of", "metropolitan borough of",
        "metropolitan district of", "borough of", "district of", "county of", "city of",
        "city and county of", "city and district of", "council of", "council of the",
        "council for", "borough council of", "city council of", "county council of",
        "district council of", "unitary authority of", "london borough", "royal borough",
        "lb of", "lb", "lbc", "rb of", "rb", "mb of", "bc of", "council", "london boroughs of",
        "city and district", "district and city of", "la", "lad", "ltla", "utla", "district",
        "borough", "unitary", "local authority",
    ),
    suffixes=frozenset(
        "council councils district borough county city metropolitan unitary authority local"
        " corporation lad ltla utla lpa mc mbc mdc bc dc cc lb lbc rb rbc mb met ua la london"
        " royal of".split()
    ),
    abbreviations=_ABBREVIATIONS,
    generic=_GENERIC,
    foreign=_FOREIGN | {"icb", "ics"},
    common=_COMMON,
)  # fmt: skip


BOARD_VOCABULARY = Vocabulary(
    prefixes=("the", "nhs", "icb", "ics", "stp", "integrated care board", "integrated care system"),
    suffixes=frozenset(
        "integrated care board boards system systems partnership partnerships icb ics icp health"
        " and social accountable acs sustainability transformation plan plans stp stps"
        " hcp hscp".split()
    ),
    abbreviations=_ABBREVIATIONS,
    generic=_GENERIC | {"london", "nhs", "care", "england"},
    foreign=_FOREIGN - {"stp"} | {"pct", "sha", "council"},
    common=_COMMON,
)
"""Boards, and the systems before them, which a board continues: `Dorset STP`."""


SYSTEM_WORDS = (
    "ICS", "STP", "ACS", "Integrated Care System", "Accountable Care System", "Partnership",
    "Health and Care Partnership", "Health and Social Care Partnership",
    "Sustainability and Transformation Partnership", "Sustainability and Transformation Plan",
)  # fmt: skip
"""The words for a system that follow a name which is not that of the board that continues it."""
