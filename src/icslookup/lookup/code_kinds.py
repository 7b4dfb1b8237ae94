"""The kinds of codes that are not those of a council or board, or that these data do not have.

Each kind has a pattern, so that an unknown code can be explained: what it is, and when such codes
were used. The ONS gives areas nine characters, and the NHS gives areas and organisations an ODS
code.
"""

from __future__ import annotations

import re

from icslookup._typing import NamedTuple

COUNCIL, NHS_AREA, ORGANISATION, OTHER_AREA = "council", "nhs_area", "organisation", "other_area"
"""What the holder of a code is. A board is an area of the NHS too."""

_LENGTH = 9
_SINCE_2011 = "have been used since 2011"
_CCG_OR_LOCATION = "meant CCGs until 30 June 2022, and have meant sub-ICB locations since then"
_STP_OR_BOARD = "meant STPs until 30 June 2022, and have meant boards since then"
_PCT = "were used until 31 March 2013, before boards existed"


class CodeKind(NamedTuple):
    """A kind of code.

    `what` is what the code is, such as `the code of a ward`, and `holder` is one of the words of
    this module. `used` says when such codes were used, or is empty if that is not known. `sure`
    is false for a pattern that also fits other texts.
    """

    what: str
    holder: str
    used: str = ""
    sure: bool = False


def code_kind(code: str) -> CodeKind | None:
    """Return the kind of a code in capitals, or None if it is not like any known code."""
    if _ONS.fullmatch(code):
        return _ONS_KINDS.get(code[:3]) or _ONS_NATIONS.get(code[:1])
    return next((kind for pattern, kind in _OTHER_KINDS if re.fullmatch(pattern, code)), None)


def has_wrong_length(code: str) -> bool:
    """Return whether a code in capitals is like an ONS code of England, but too long or short."""
    return _ONS_OF_ANY_LENGTH.fullmatch(code) is not None and len(code) != _LENGTH


def _ons(holder: str, owner: str, used: str = _SINCE_2011) -> CodeKind:
    return CodeKind(f"the code of {owner}", holder, used, sure=True)


_ONS = re.compile(r"[A-Z][0-9]{8}")
_ONS_OF_ANY_LENGTH = re.compile(r"E[0-9]{6,12}")

_ONS_KINDS = {
    "E00": _ons(OTHER_AREA, "an output area", "were made for the censuses of 2011 and 2021"),
    "E01": _ons(OTHER_AREA, "an LSOA", ""),
    "E02": _ons(OTHER_AREA, "an MSOA", ""),
    "E04": _ons(OTHER_AREA, "a parish"),
    "E05": _ons(OTHER_AREA, "a ward"),
    "E06": _ons(COUNCIL, "a unitary authority"),
    "E07": _ons(COUNCIL, "a district"),
    "E08": _ons(COUNCIL, "a metropolitan district"),
    "E09": _ons(COUNCIL, "a London borough"),
    "E10": _ons(COUNCIL, "a county"),
    "E11": _ons(OTHER_AREA, "a metropolitan county"),
    "E12": _ons(OTHER_AREA, "a region"),
    "E13": _ons(OTHER_AREA, "Inner or Outer London"),
    "E14": _ons(OTHER_AREA, "a constituency"),
    "E15": _ons(OTHER_AREA, "a region of the European elections", "were used until 2020"),
    "E16": _ons(OTHER_AREA, "a primary care trust", _PCT),
    "E18": _ons(OTHER_AREA, "a strategic health authority", _PCT),
    "E23": _ons(OTHER_AREA, "a police force area"),
    "E26": _ons(OTHER_AREA, "a national park"),
    "E31": _ons(OTHER_AREA, "a fire and rescue authority"),
    "E33": _ons(OTHER_AREA, "a workplace zone", ""),
    "E37": _ons(OTHER_AREA, "a local enterprise partnership", ""),
    "E38": _ons(NHS_AREA, "a CCG or a sub-ICB location", _CCG_OR_LOCATION),
    "E39": _ons(OTHER_AREA, "a local office of NHS England", ""),
    "E40": _ons(NHS_AREA, "an NHS England region", ""),
    "E47": _ons(OTHER_AREA, "a combined authority"),
    "E54": _ons(NHS_AREA, "an STP or an Integrated Care Board", _STP_OR_BOARD),
    "E56": _ons(OTHER_AREA, "a cancer alliance", ""),
    "E58": _ons(OTHER_AREA, "a county electoral division", ""),
    "E92": _ons(OTHER_AREA, "England"),
    "K02": _ons(OTHER_AREA, "the United Kingdom", ""),
    "K03": _ons(OTHER_AREA, "Great Britain", ""),
    "K04": _ons(OTHER_AREA, "England and Wales", ""),
    "L93": _ons(OTHER_AREA, "the Channel Islands", ""),
    "M83": _ons(OTHER_AREA, "the Isle of Man", ""),
}
"""The first three characters of an ONS code, which say what it is the code of."""

_ONS_NATIONS = {
    "S": CodeKind("a code of Scotland", OTHER_AREA, sure=True),
    "W": CodeKind("a code of Wales", OTHER_AREA, sure=True),
    "N": CodeKind("a code of Northern Ireland", OTHER_AREA, sure=True),
}


def _ods(owner: str, holder: str = ORGANISATION, used: str = "") -> CodeKind:
    return CodeKind(f"the ODS code of {owner}", holder, used)


_OTHER_KINDS = (
    ("Q[A-Z0-9]{2}", _ods("an Integrated Care Board or an STP", NHS_AREA, _STP_OR_BOARD)),
    (
        "[A-Z][0-9][A-Z][0-9][A-Z]",
        _ods(
            "an Integrated Care Board, a sub-ICB location or a CCG",
            NHS_AREA,
            "have been used for CCGs and sub-ICB locations since April 2021, and for boards since"
            " April 2026",
        ),
    ),
    ("[0-9]{2}[A-Z]", _ods("a CCG or a sub-ICB location", NHS_AREA, _CCG_OR_LOCATION)),
    ("Y[0-9]{2}", _ods("an NHS England region", NHS_AREA)),
    ("5[A-Z][A-Z0-9]", _ods("a primary care trust", OTHER_AREA, _PCT)),
    ("[0-9]{2}[A-Z]{2}", CodeKind("an old ONS code of a council", COUNCIL, "were used until 2011")),
    ("R[A-Z0-9]{2}|TA[A-Z]", _ods("an NHS trust")),
    ("(?=.*[0-9])(R[A-Z0-9]{4}|TA[A-Z][A-Z0-9]{2})", _ods("a site of an NHS trust")),
    ("U[0-9]{5}", _ods("a primary care network")),
    ("V[0-9]{5}", _ods("a dental practice")),
    ("[A-PSWYZ][0-9]{5}", _ods("a GP practice")),
    ("(?=.*[0-9])F[A-Z0-9]{4}", _ods("a pharmacy")),
    ("(?=.*[0-9])V[A-Z0-9]{4}", _ods("a care home or another provider of social care")),
    ("(?=.*[0-9])N[TVY]([A-Z0-9]|[A-Z0-9]{3})", _ods("an independent provider of health care")),
    ("EE[0-9]{6}", _ods("a school")),
)
"""Patterns of ODS codes, and of the codes of councils before those of nine characters."""
