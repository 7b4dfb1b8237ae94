"""Finds out in which encoding a text is, from its bytes.

Windows-1252 takes almost any bytes for text, so it is tried last, and UTF-8 is believed only of a
file that is UTF-8 to its end: one that starts with pages of ASCII says nothing of the rest.
"""

from __future__ import annotations

import codecs

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import DataError, UsageError

if TYPE_CHECKING:
    from icslookup.tables.input_file import Input

_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
_FAMILIES = {
    "utf-8-sig": ("utf-8",),
    "utf-16": ("utf-16-le", "utf-16-be"),
    "utf-32": ("utf-32-le", "utf-32-be"),
}
"""Encodings that a mark decides, and the one first that holds where there is none."""

_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
"""The bytes that Windows-1252 does not define (https://encoding.spec.whatwg.org leaves them to
control characters, which no table of names holds)."""

_DEFINED = bytes(set(range(256)).difference(_UNDEFINED))
_LOOKED_AT = 2000


class Encoding(NamedTuple):
    """How bytes are text: a codec of Python, the byte order mark that stands before it, if any.

    `asked` says whether the user named it, so that a message does not advise what was done.
    """

    codec: str
    mark: bytes = b""
    asked: bool = False


def find_encoding(source: Input, asked: str | None) -> Encoding:
    """Find the encoding of a text, or take the one asked for, with its mark where it has one.

    Raises `UsageError` for an unknown name, `DataError` with the line where no encoding fits.
    """
    if asked is not None:
        return _asked(source.head, asked)
    for codec in ("utf-8", "utf-16-le", "utf-16-be"):
        if source.head.startswith(_MARKS[codec]):
            return Encoding(codec, _MARKS[codec])
    wide = _wide(source.head[:_LOOKED_AT])
    return Encoding(wide) if wide else _narrow(source)


def _asked(head: bytes, name: str) -> Encoding:
    try:
        codec = codecs.lookup(name).name
        "a".encode(codec)  # refuses codecs that are no text, such as base64
    except (LookupError, ValueError):
        raise UsageError(
            f"there is no encoding {name!r}: try utf-8, cp1252, latin-1 or utf-16"
        ) from None
    family = _FAMILIES.get(codec, (codec,))
    for member in family:
        if member in _MARKS and head.startswith(_MARKS[member]):
            return Encoding(member, _MARKS[member], asked=True)
    return Encoding(family[0], asked=True)


def _wide(head: bytes) -> str | None:
    """Tell UTF-16 without a mark by the zero byte of every letter of English."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 4
    if odd > half and not even:
        return "utf-16-le"
    if even > half and not odd:
        return "utf-16-be"
    return None


def _narrow(source: Input) -> Encoding:
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, multiple = 1, False
    try:
        for chunk in source.chunks():
            text = decoder.decode(chunk)
            multiple = multiple or not text.isascii()
            line += breaks(text)
        if source.whole:
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        multiple = multiple or not before.isascii()
        fault = line + breaks(before.decode("utf-8")), error.object[error.start]
    else:
        return Encoding("utf-8")
    undefined = _undefined(source)
    if undefined is None:
        return Encoding("cp1252")
    # A text in which other letters are UTF-8 is a damaged one; else it is not UTF-8 at all.
    line, byte = fault if multiple else undefined
    raise DataError(
        f"the byte 0x{byte:02X} is neither UTF-8 nor Windows-1252: say which it is with --encoding",
        source.name,
        line,
    )


def _undefined(source: Input) -> tuple[int, int] | None:
    """Return line and value of the first byte that Windows-1252 does not define."""
    line = 1
    for chunk in source.chunks():
        found = chunk.translate(None, _DEFINED)
        if found:
            before = chunk[: chunk.index(found[:1])]
            return line + breaks(before.decode("latin-1")), found[0]
        line += breaks(chunk.decode("latin-1"))
    return None


def breaks(text: str) -> int:
    r"""Count the ends of lines, of which `\r\n` is one."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")
