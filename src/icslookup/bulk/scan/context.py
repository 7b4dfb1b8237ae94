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

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.scan.document import is_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from icslookup.bulk.scan.ended_codes import EndedCode

NOT_IN_WORD = r"(?![0-9A-Za-z_])"
"""The end of a token. Its start is checked by `starts_token`, because that is faster."""

ONS = r"E(?:0[6-9]|10|38|40|54)[0-9]{6}"
"""The form of the ONS codes of councils, CCGs, sub-ICB locations, regions and boards."""

LONGEST_CONTEXT = 300
"""The most lines above a list that are looked at for the lines that open it."""

_MOST_BLANK = 5
"""The most lines, less one, from an item of a list up to the item before it."""

_NEIGHBOURHOOD = 500
"""The characters before a code that decide whether it stands alone."""

_BLOB = 64
"""A run of so many characters of base64 is a blob."""

_SHORT = "Q[A-Z0-9]{2}|[A-Z][0-9][A-Z][0-9][A-Z]|[0-9]{2}[A-Z]"
"""The form of the ODS codes of boards, sub-ICB locations and CCGs."""

_ANY_CODE = re.compile(rf"(?<![0-9A-Za-z_#])(?:{ONS}|{_SHORT}){NOT_IN_WORD}")
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
    r"|nhs[ _-]?(?:(?:area|board|organisation|org)s?[ _-]?)?(?:code|id)s?(?![a-z])"
    r"|commissioner|commissioning|integrated[ _-]?care"
    r"|sub[ _-]?locations?|nhs[ _-]?(?:boards?|areas?)"
    r"))"
)
"""Words that show that areas of the NHS are meant, as words or parts of names of variables."""

_PARTS_OF_WORDS = "icb ccg stp sicbl nhs commission integrated location organi ods org".split()
"""Each match of `_OF_AREAS` has one of these. A search for them is much faster."""

_OF_BOARDS = re.compile(
    r"(?i:(?<![a-z])(?:nhs|ics|boards?)(?![a-z])|(?<![a-z.])ods(?![a-z]))"
    r"|(?<=[a-z])(?:NHS|Nhs|Boards?)(?![a-z])"
)
"""Words that are enough for the code of a board, but not for a text such as `10Y`."""

_OF_FILES = re.compile(
    r"(?i:(?<![a-z])(?:nhs|icbs?|ccgs?|sicbls?)(?![a-z])|integrated[ _-]?care)"
    r"|(?<=[a-z])(?:NHS|Nhs|ICB|Icb|CCG|Ccg)s?(?![a-z])"
)
"""Words that show that a whole file is about the NHS. STP and board have other meanings too."""

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

_OPENS_LIST = re.compile(r"(?:[(\[{:=|~>]|<-|\b(?i:in|of|values))[ \t]*(?:#.*|--.*|//.*)?\Z")
"""The end of a line that opens a list on the next line."""

_RULER = re.compile(r"[-|:+= \t]+")
"""The line below the heading of a table in Markdown."""

_SQL = re.compile(
    r"(?i:[ \t]*(?:select|from|where|and|or|in|having|case|when|else|join|left|inner|on|union|with"
    r"|insert|values|update|set|group|order)\b(?![ \t]*[:=({]))"
)
"""The start of a line of a query: what it selects from may be in any line of it."""

_GENERAL = frozenset(
    "north south east west central greater london city integrated clinical commissioning group"
    " health partnership".split()
)

_QUOTES = "\"'`"
_BEFORE_VALUE = re.compile(
    r"(?:^|[,;|(\[{:=<>~\"'`!^\t])[ \t]*\Z"
    r"|^[ \t]*(?:[-*+][ \t]+)+\Z"
    rf"|(?<![0-9A-Za-z_#])(?:{_SHORT})[ \t]+\Z"
)
_AFTER_VALUE = re.compile(
    r"[ \t]*(?:\Z|[,;|)\]}:=<>\"'`\\$]|#|--|//|%['\"])"
    rf"|[ \t]+(?:{_SHORT}){NOT_IN_WORD}"
)
"""What is around a value that stands alone: a mark, an end of the line, or another short code."""

_ESCAPED = re.compile(r"\\[nrt]\Z|%[0-9A-Fa-f]{2}\Z")
_BEFORE_VALUES = frozenset(" \t\n\u00a0,;|([{:=<>~\"'`!^/")
"""The characters that can be before a value. The other patterns are stricter."""

_BEFORE_WORD = re.compile(r"(?:^|[\s(\[{,;:=<>\"'`|/])\Z")
_AFTER_WORD = re.compile(r"\Z|[\s)\]},;:=<>\"'`|/\\]|\.(?:\s|\Z)")


def starts_token(text: str, start: int) -> bool:
    r"""Return whether a token starts at a position: what is before it is not a part of it.

    An escape such as `\n` in a string, or `%27` in a URL, is not a part of the token.
    """
    before = text[start - 1 : start]
    if before == "." and text[max(0, start - 2) : start - 1].isdigit():
        return False
    if before != "_" and not (before.isascii() and before.isalnum()):
        return True
    return starts_escaped(text, start)


def starts_value(text: str, start: int) -> bool:
    """Return whether the character before a position can be before a value, unlike `#`."""
    before = text[start - 1 : start]
    return before == "" or before in _BEFORE_VALUES or starts_escaped(text, start)


def starts_escaped(text: str, start: int) -> bool:
    r"""Return whether an escape is before a position: `\n` in a string, or `%27` in a URL."""
    return _ESCAPED.search(text[max(0, start - 3) : start]) is not None


def mentions_areas(text: str) -> bool:
    """Return whether a text may have a word that shows that areas of the NHS are meant.

    It is true for each text that has one, and for some others.
    """
    lower = text.lower()
    return any(part in lower for part in _PARTS_OF_WORDS)


def in_blob(text: str, start: int, end: int) -> bool:
    """Return whether a token is in a long run of base64, which is a picture or a key."""
    before = re.search(r"[0-9A-Za-z+/=]*\Z", text[max(0, start - _BLOB) : start])
    after = re.match(r"[0-9A-Za-z+/=]*", text[end : end + _BLOB])
    length = (len(before[0]) if before else 0) + (len(after[0]) if after else 0)
    return length + end - start >= _BLOB


class _Line(NamedTuple):
    """What a line says: its indent, its known codes, and whether it is about areas of the NHS."""

    text: str
    indent: int
    codes: frozenset[str]
    about_areas: bool


class Context:
    """The lines of a file, to decide which short texts in it are codes.

    `known` are all codes. `name` is the name of the file, which may say what it is about.
    """

    def __init__(self, text: str, name: str, known: Collection[str]) -> None:
        self._texts = text.split("\n")
        self._text, self._name, self._known = text, name, known
        self._lines: dict[int, _Line] = {}
        self._above: dict[int, list[str]] = {}
        self._file: dict[str, bool] = {}

    def is_code(self, number: int, column: int, ended: EndedCode) -> bool:
        """Return whether the token at a line and column, from 0, is the code that has ended."""
        code = ended.code
        text = self._texts[number]
        after = text[column + len(code) :][:_NEIGHBOURHOOD]
        before = text[max(0, column - _NEIGHBOURHOOD) : column]
        if column > _NEIGHBOURHOOD:
            before = f"…{before}"  # it does not begin the line
        alone = _is_quoted(before, after) or bool(
            _BEFORE_VALUE.search(before) and _AFTER_VALUE.match(after)
        )
        in_word = not (_BEFORE_WORD.search(before) and _AFTER_WORD.match(after))
        if _NUMBERED.fullmatch(code):
            if _DURATION.search(before.rstrip(_QUOTES)):
                return False
            if not in_word and (_NEAR.search(before.rstrip(_QUOTES)) or _NEAR_AFTER.match(after)):
                return True
            return alone and (self._shows_areas(number, ended) or self._is_in_list(number))
        if alone:
            return self._shows_areas(number, ended, _OF_BOARDS) or self._file_shows_nhs(code)
        line = self._line(number)
        return not in_word and (line.about_areas or bool(line.codes - {code}))

    def _line(self, number: int) -> _Line:
        if number not in self._lines:
            text = self._texts[number]
            codes = frozenset(code for code in _ANY_CODE.findall(text) if code in self._known)
            self._lines[number] = _Line(text, _indent(text), codes, _shows_areas(text))
        return self._lines[number]

    def _shows_areas(self, number: int, ended: EndedCode, *more: re.Pattern[str]) -> bool:
        """Return whether the line, or a line that it belongs to, is about areas of the NHS.

        `more` are patterns of words that are enough too.
        """
        line = self._line(number)
        others = any(not _NUMBERED.fullmatch(code) for code in line.codes - {ended.code})
        if others or line.about_areas or _has_name(line.text, ended):
            return True
        texts = (line.text, *self._lines_above(number))
        return any(words.search(text) for words in (_OF_AREAS, *more) for text in texts)

    def _is_in_list(self, number: int) -> bool:
        """Return whether a line lists codes such as `03D`, and nothing else of their form."""
        tokens = set(_NUMBERED_TOKEN.findall(self._texts[number]))
        telling = any(token[-1] not in _LENGTHS for token in tokens)
        return (
            len(tokens) > 1
            and telling
            and all(token in self._known for token in tokens)
            and self._file_shows_areas()
        )

    def _file_shows_areas(self) -> bool:
        if "areas" not in self._file:
            self._file["areas"] = _shows_areas(self._name) or _shows_areas(self._text)
        return self._file["areas"]

    def _file_shows_nhs(self, code: str) -> bool:
        """Return whether a file is about the NHS, or has a code other than those like `03D`."""
        if code not in self._file:
            self._file[code] = (
                _OF_FILES.search(self._name) is not None
                or _OF_FILES.search(self._text) is not None
                or any(
                    other != code and other in self._known and not _NUMBERED.fullmatch(other)
                    for other in _ANY_CODE.findall(self._text)
                )
            )
        return self._file[code]

    def _lines_above(self, number: int) -> list[str]:
        """Return the lines that open the list or the block of a line.

        The lines of a list have the same answer, so each is found once.
        """
        passed = []
        while number not in self._above:
            passed.append(number)
            before = self._item_before(number)
            if before is None:
                self._above[number] = list(self._openers(number))
                break
            number = before
        for item in passed:
            self._above[item] = self._above[number]
        return self._above[number]

    def _item_before(self, number: int) -> int | None:
        """Return the line of the item before a line in the same list, or None."""
        above = self._line_above(number)
        if above is None or not self._line(above).codes:
            return None
        return above if self._line(above).indent == self._line(number).indent else None

    def _line_above(self, number: int) -> int | None:
        """Return the next line above that is not blank, or None if there is none near."""
        near = range(number - 1, max(-1, number - _MOST_BLANK), -1)
        return next((above for above in near if self._texts[above].strip()), None)

    def _openers(self, number: int) -> Iterator[str]:
        """Yield the lines above that open what a line is in: in a table, the heading.

        In other files these are a line of the same indent that ends as one that opens a list, the
        lines above in the same query of SQL, and the lines with smaller and smaller indents.
        """
        if is_table(self._name):
            yield self._texts[0]
            return
        indent, item_indent = self._line(number).indent, _item_indent(self._texts[number])
        in_query, near, last = bool(_SQL.match(self._texts[number])), True, number
        for above in range(number - 1, max(-1, number - LONGEST_CONTEXT), -1):
            text = self._texts[above]
            if not text.strip() or text.rstrip().endswith(";"):
                in_query = False
                continue
            line, its_item_indent = self._line(above), _item_indent(text)
            is_item = its_item_indent < line.indent
            if its_item_indent < item_indent if is_item else line.indent < indent:
                indent, item_indent = line.indent, its_item_indent
                if not _OPENS_BLOCK.match(text):
                    yield text
                in_query = in_query or bool(_SQL.match(text))
            elif line.indent == indent and (in_query or (near and last == above + 1)):
                in_query = in_query or bool(_SQL.match(text))
                if in_query or _OPENS_LIST.search(text):
                    yield text
                near = bool(_RULER.fullmatch(text))
            last = above
            if indent == 0 and not near and not in_query:
                return


def _is_quoted(before: str, after: str) -> bool:
    quote = before[-1:]
    if not quote or quote not in _QUOTES:
        return False
    return after.startswith((quote, f"\\{quote}"))


def _shows_areas(text: str) -> bool:
    return _OF_AREAS.search(text) is not None


def _has_name(line: str, ended: EndedCode) -> bool:
    """Return whether a line has a telling word of the name of a board or a CCG."""
    words = {word.lower() for word in re.findall(r"[A-Za-z]{5,}", ended.name)} - _GENERAL
    lower = line.lower()
    return any(word in lower for word in words)


def _indent(line: str) -> int:
    """Return the indent of a line. The mark of an item, such as `- `, is a part of it."""
    found = re.match(r"[ \t]*(?:[-*+][ \t]+)*", line)
    return len(found[0].expandtabs(4)) if found else 0


def _item_indent(line: str) -> int:
    """Return the indent of a line without the mark of an item: how deep its list is."""
    return len(line[: len(line) - len(line.lstrip())].expandtabs(4))
