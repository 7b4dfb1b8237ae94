"""The postcode areas of the Royal Mail, as the pattern of the first half of a postcode.

A text such as `Q99` has the shape of a postcode district, but there is no area Q. Areas that have
ended (NPT) and codes that the NHS uses in place of a postcode (ZZ99) are included.
"""

from __future__ import annotations

_AREAS_BY_LETTER = {
    "A": "AB AL", "B": "B BA BB BD BF BH BL BN BR BS BT BX", "C": "CA CB CF CH CM CO CR CT CV CW",
    "D": "DA DD DE DG DH DL DN DT DY", "E": "E EC EH EN EX", "F": "FK FY", "G": "G GL GU GY",
    "H": "HA HD HG HP HR HS HU HX", "I": "IG IM IP IV", "J": "JE", "K": "KA KT KW KY",
    "L": "L LA LD LE LL LN LS LU", "M": "M ME MK ML", "N": "N NE NG NN NP NR NW", "O": "OL OX",
    "P": "PA PE PH PL PO PR", "R": "RG RH RM", "S": "S SA SE SG SK SL SM SN SO SP SR SS ST SW SY",
    "T": "TA TD TF TN TQ TR TS TW", "U": "UB", "W": "W WA WC WD WF WN WR WS WV", "Y": "YO",
    "Z": "ZE",
}  # fmt: skip

PSEUDO_AREA = "ZZ"
"""The area of the pseudo-postcodes, such as ZZ99 3VZ."""

POSTCODE_AREAS = frozenset(" ".join(_AREAS_BY_LETTER.values()).split()) | {PSEUDO_AREA}
"""The 124 areas, two without a place (BF for the forces, BX for firms), and ZZ."""

_ONE = "".join(sorted(area for area in POSTCODE_AREAS if len(area) == 1))
_TWO = "|".join(
    f"{letter}[{''.join(area[1] for area in areas.split() if len(area) > 1)}]"
    for letter, areas in _AREAS_BY_LETTER.items()
)

OUTWARD = (
    rf"(?:(?:{_TWO}|[{_ONE}])[0-9]{{1,2}}|[{_ONE}][0-9][A-HJKPSTUW]|[ENW]1[LMNRVXYZ]"
    rf"|(?:{_TWO})[0-9][ABEHMNPRVWXY]|GIR|NPT|{PSEUDO_AREA}99)"
)
"""The pattern of a district: the first half of a postcode. W1M and N1R have ended."""

INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
"""The pattern of the second half. The Royal Mail does not use C, I, K, M, O and V there."""

PSEUDO_INWARD = r"[0-9][A-Z]{2}"
"""The pattern of the second half of a pseudo-postcode."""
