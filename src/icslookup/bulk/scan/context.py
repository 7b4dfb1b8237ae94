"""Decides whether a short text such as `03D` or `QNQ` is a code, by what is around it.

An ONS code has nine characters and is certain by its form. An ODS code of three or five characters
also occurs elsewhere, so it counts only if both are true:

1. It stands alone as a value: in quotes, or as a whole cell, item or key.
2. Something shows that codes of the NHS are meant: a word such as `icb` or `ccg_code`, another
   known code, or the name of the board. It must be on the line or on a line that the line belongs
   to, such as the one that opens the list. For codes of boards and of five characters, which are
   rare texts, it may be anywhere in the file.
"""

from __future__ import annotations

import re

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from icslookup.bulk.scan.ended_codes import EndedCode

NOT_IN_WORD = r"(?![0-9A-Za-z_])"
"""The end of a token. Its start is checked by `starts_token`, because that is faster."""

ONS = r"E(?:0[6-9]|10|38|40|54)[0-9]{6}"
"""The form of the ONS codes of councils, CCGs, sub-ICB locations, regions and boards."""

LONGEST_CONTEXT = 300
"""The most lines above a code that are looked at for the line that opens its list."""

_MOST_OPENERS = 6
_NEIGHBOURHOOD = 500
"""The characters before a code that decide whether it stands alone."""

_BLOB = 64
"""A run of so many characters of base64 is a blob."""

_ANY_CODE = re.compile(
    rf"(?<![0-9A-Za-z_#])(?:{ONS}|Q[A-Z0-9]{{2}}|[A-Z][0-9][A-Z][0-9][A-Z]|[0-9]{{2}}[A-Z])"
    + NOT_IN_WORD
)
_NUMBERED = re.compile(r"[0-9]{2}[A-Z]")
"""The form of the ODS codes of most CCGs and sub-ICB locations. Seats and periods have it too."""

_NUMBERED_TOKEN = re.compile(rf"(?<![0-9A-Za-z_#])[0-9]{{2}}[A-Z]{NOT_IN_WORD}")

_SUFFIX = r"(?:codes?|names?|ids?|cds?|nms?|lookup|map|list|level)?"
_OF_AREAS = re.compile(
    r"(?i:(?<![a-z])(?:sub[ _-]?)?(?:icbs?|ccgs?|stps?|sicbls?)" + _SUFFIX + r"(?![a-z]))"
    r"|(?<=[a-z])(?:ICB|Icb|CCG|Ccg|STP|Stp)s?(?![a-z])"
    r"|(?<![A-Za-z.])ODS(?![A-Za-z])"
    r"|(?i:(?<![a-z])(?:"
    r"ods[ _-]?(?:code|id|org)"
    r"|org(?:ani[sz]ation)?s?[ _-]?(?:code|id)s?(?![a-z])"
    r"|(?:nhs|care|commissioner)s?[ _-]?(?:(?:area|board|organisation|org)s?[ _-]?)?"
    r"(?:code|id)s?(?![a-z])"
    r"|commissioner|commissioning|integrated[ _-]?care|clinical[ _-]commissioning"
    r"|sub[ _-]?locations?|(?:nhs|care)[ _-]?(?:boards?|areas?)"
    r"))"
)
"""Words that show that areas of the NHS are meant, as words or parts of names of variables."""

_OF_THE_NHS = re.compile(
    r"(?i:(?<![a-z])(?:nhs|ics|boards?)(?![a-z])|(?<![a-z.])ods(?![a-z]))"
    r"|(?<=[a-z])(?:NHS|Nhs|Boards?)(?![a-z])"
)
"""Words that are enough for the code of a board, but not for a text such as `10Y`."""

_NEAR = re.compile(
    r"(?i:\b(?:icb|ccg|stp|sub[ _-]?icb|sicbl|ods)s?(?:[ _-]?(?:code|id|location))?)"
    r"[\"'`]?[ \t]*(?:==?|!=|<>|<-|=>|[-:(,]|\bis\b|\bin\b)?[ \t]*\Z"
)
_NEAR_AFTER = re.compile(r"(?i:[ \t]*\)?[ \t]*(?:sub[ _-]?)?(?:icb|ccg|stp)s?\b)")
_DURATION = re.compile(
    r"(?i:(?:resample|rolling|floor|ceil|round|asfreq|to_period|to_offset|timedelta|date_range"
    r"|period_range|freq|offset|rule|interval|period|tenor|maturity|horizon|window|duration|unit"
    r"|seat|shift|every)s?)[\"']?[^0-9A-Za-z]{0,6}\Z"
)
"""The words before a length of time, such as `resample("07D")`, or a seat."""

_LENGTHS = frozenset("DHMSTWY")
"""The last letters of lengths of time: `10Y` and `06M` are tenors, and CCGs had these codes."""

_OPENS_BLOCK = re.compile(
    r"\s*(?:async )?(?:def|class|function|if|elif|else|for|while|with|try|except|switch)\b"
    r".*[:{]\s*\Z"
    r"|.*\bfunction\s*\("
)
"""A line that opens a block of statements, not a list. Its words say nothing about each value."""

_GENERAL = frozenset(
    "north south east west central greater london city integrated clinical commissioning group"
    " health partnership".split()
)

_QUOTES = "\"'`"
_BEFORE_VALUE = re.compile(
    r"(?:^|[,;|(\[{:=<>~\"'`!\t])[ \t]*(?:(?<=[ \t(\"'`])(?:[0-9A-Z]{3,5}[ \t]+)+)?\Z"
    r"|^[ \t]*(?:[-*+][ \t]+)+\Z"
)
_AFTER_VALUE = re.compile(
    r"[ \t]*(?:\Z|[,;|)\]}:=<>\"'`\\$]|(?:#|--|//))|[ \t]+(?:[0-9A-Z]{3,5}[ \t]*)+(?:\Z|[;)\"'`\\])"
)
_BEFORE_WORD = re.compile(r"(?:^|[\s(\[{,;:=<>\"'`|/])\Z")
_AFTER_WORD = re.compile(r"\Z|[\s)\]},.;:=<>\"'`|/\\]")


def starts_token(text: str, start: int) -> bool:
    r"""Return whether a token starts at a position: what is before it is not a part of it.

    An escape such as `\n` in a string, or `%27` in a URL, is not a part of the token.
    """
    before = text[max(0, start - 3) : start]
    if not before or not (before[-1] == "_" or (before[-1].isascii() and before[-1].isalnum())):
        return not re.search(r"[0-9]\.\Z", before)
    return bool(re.search(r"\\[nrt]\Z|%[0-9A-Fa-f]{2}\Z", before))


def in_blob(text: str, start: int, end: int) -> bool:
    """Return whether a token is in a long run of base64, which is a picture or a key."""
    before = re.search(r"[0-9A-Za-z+/=]*\Z", text[max(0, start - _BLOB) : start])
    after = re.match(r"[0-9A-Za-z+/=]*", text[end : end + _BLOB])
    length = (len(before[0]) if before else 0) + (len(after[0]) if after else 0)
    return length + end - start >= _BLOB


class Context:
    """The lines of a file, to decide which short texts in it are codes.

    `known` are all codes. `name` is the name of the file, which may say what it is about.
    """

    def __init__(self, text: str, name: str, known: Collection[str]) -> None:
        self._lines = text.split("\n")
        self._known = known
        self._text, self._name = text, name
        self._about_areas: bool | None = None
        self._openers: dict[int, list[str]] = {}

    def is_code(self, number: int, column: int, ended: EndedCode) -> bool:
        """Return whether the token at a line and column, from 0, is the code that has ended."""
        code = ended.code
        line = self._lines[number]
        after = line[column + len(code) :]
        before = line[max(0, column - _NEIGHBOURHOOD) : column]
        if column > _NEIGHBOURHOOD:
            before = f"…{before}"  # it does not begin the line
        quoted = _is_quoted(before, after)
        alone = quoted or bool(_BEFORE_VALUE.search(before) and _AFTER_VALUE.match(after))
        if _NUMBERED.fullmatch(code):
            return self._is_numbered_code(number, before, after, ended, alone=alone)
        if alone:
            return self._shows_areas(number, ended) or self._file_shows_nhs(code)
        if not (_BEFORE_WORD.search(before) and _AFTER_WORD.match(after)):
            return False
        return _shows_areas(line) or bool(self._codes(line) - {code})

    def _is_numbered_code(
        self, number: int, before: str, after: str, ended: EndedCode, *, alone: bool
    ) -> bool:
        if _DURATION.search(before.rstrip(_QUOTES)):
            return False
        in_word = not (_BEFORE_WORD.search(before) and _AFTER_WORD.match(after))
        if not in_word and (_NEAR.search(before.rstrip(_QUOTES)) or _NEAR_AFTER.match(after)):
            return True
        return alone and (self._shows_areas(number, ended) or self._in_list_of_codes(number))

    def _shows_areas(self, number: int, ended: EndedCode) -> bool:
        """Return whether the line, or a line that it belongs to, is about areas of the NHS."""
        line = self._lines[number]
        others = {code for code in self._codes(line) if not _NUMBERED.fullmatch(code)}
        if others - {ended.code} or _shows_areas(line) or _has_name(line, ended.name):
            return True
        return any(_shows_areas(opener) for opener in self._lines_above(number))

    def _in_list_of_codes(self, number: int) -> bool:
        """Return whether a line lists codes such as `03D`, and nothing else of their form."""
        tokens = set(_NUMBERED_TOKEN.findall(self._lines[number]))
        telling = [token for token in tokens if token[-1] not in _LENGTHS]
        return tokens <= set(self._known) and len(telling) > 1 and self._file_shows_areas()

    def _file_shows_areas(self) -> bool:
        if self._about_areas is None:
            self._about_areas = _shows_areas(self._name) or _shows_areas(self._text)
        return self._about_areas

    def _file_shows_nhs(self, code: str) -> bool:
        if self._file_shows_areas() or _OF_THE_NHS.search(self._name):
            return True
        return bool(_OF_THE_NHS.search(self._text)) or any(
            found[0] != code and found[0] in self._known and not _NUMBERED.fullmatch(found[0])
            for found in _ANY_CODE.finditer(self._text)
        )

    def _codes(self, line: str) -> set[str]:
        return {code for code in _ANY_CODE.findall(line) if code in self._known}

    def _lines_above(self, number: int) -> list[str]:
        """Return the lines that a line belongs to: each opens a list or has a smaller indent."""
        if number not in self._openers:
            self._openers[number] = list(self._find_lines_above(number))
        return self._openers[number]

    def _find_lines_above(self, number: int) -> Iterator[str]:
        indent, in_list, found = _indent(self._lines[number]), True, 0
        for above in range(number - 1, max(-1, number - LONGEST_CONTEXT), -1):
            line = self._lines[above]
            if not line.strip():
                continue
            its_indent = _indent(line)
            if its_indent < indent:
                indent, in_list = its_indent, False
            elif not in_list or its_indent > indent:
                in_list = in_list and its_indent <= indent
                continue
            elif self._codes(line):
                continue
            in_list = False
            found += 1
            if not _OPENS_BLOCK.match(line):
                yield line
            if indent == 0 or found == _MOST_OPENERS:
                return


def _is_quoted(before: str, after: str) -> bool:
    quote = before[-1:]
    if not quote or quote not in _QUOTES:
        return False
    return after.startswith((quote, f"\\{quote}"))


def _shows_areas(text: str) -> bool:
    return _OF_AREAS.search(text) is not None


def _has_name(line: str, name: str) -> bool:
    """Return whether a line has a telling word of the name of a board or a CCG."""
    words = {word.lower() for word in re.findall(r"[A-Za-z]{5,}", name)} - _GENERAL
    return not words.isdisjoint(re.findall(r"[a-z]{5,}", line.lower()))


def _indent(line: str) -> int:
    """Return the indent of a line. The mark of an item, such as `- `, is a part of it."""
    found = re.match(r"[ \t]*(?:[-*+][ \t]+)*", line)
    return len(found[0].expandtabs(4)) if found else 0
