"""Finds the encoding of a text from its bytes.

Almost any bytes are valid Windows-1252, so it is tried last. A file counts as UTF-8 only if it is
valid to its end: pages of ASCII at the start say nothing about the rest.
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
"""Encodings whose byte order a mark decides. Without a mark, the first one applies."""

_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
"""The bytes that Windows-1252 does not define. https://encoding.spec.whatwg.org makes them control
characters, which are not in any table of names."""

_DEFINED = bytes(set(range(256)).difference(_UNDEFINED))
_LOOKED_AT = 2000


class Encoding(NamedTuple):
    """How bytes become text: a codec of Python, and the byte order mark before the text, if any.

    `named` says whether the user named it, so that no message advises what the user has already
    done.
    """

    codec: str
    mark: bytes = b""
    named: bool = False


def find_encoding(source: Input, name: str | None) -> Encoding:
    """Return the encoding of a text, or the one that the user named, with the mark of the text.

    Raises `UsageError` for an unknown name, and `DataError` with the line if no encoding fits.
    """
    if name is not None:
        return _named(source.head, name)
    for codec in ("utf-8", "utf-16-le", "utf-16-be"):
        if source.head.startswith(_MARKS[codec]):
            return Encoding(codec, _MARKS[codec])
    utf_16 = unmarked_utf_16(source.head[:_LOOKED_AT])
    return Encoding(utf_16) if utf_16 else _utf_8_or_cp1252(source)


def _named(head: bytes, name: str) -> Encoding:
    try:
        codec = codecs.lookup(name).name
        "a".encode(codec)  # fails for codecs that do not encode text, such as base64
    except (LookupError, ValueError):
        raise UsageError(
            f"there is no encoding {name!r}: try utf-8, cp1252, latin-1 or utf-16"
        ) from None
    family = _FAMILIES.get(codec, (codec,))
    for member in family:
        if member in _MARKS and head.startswith(_MARKS[member]):
            return Encoding(member, _MARKS[member], named=True)
    return Encoding(family[0], named=True)


def unmarked_utf_16(head: bytes) -> str | None:
    """Return the codec of UTF-16 without a mark, found by the zero byte of each English letter."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 4
    if odd > half and not even:
        return "utf-16-le"
    if even > half and not odd:
        return "utf-16-be"
    return None


def _utf_8_or_cp1252(source: Input) -> Encoding:
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, beyond_ascii = 1, False
    try:
        for chunk in source.chunks():
            text = decoder.decode(chunk)
            beyond_ascii = beyond_ascii or not text.isascii()
            line += count_breaks(text)
        if source.whole:
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        beyond_ascii = beyond_ascii or not before.isascii()
        fault = line + count_breaks(before.decode("utf-8")), error.object[error.start]
    else:
        return Encoding("utf-8")
    undefined = _first_undefined(source)
    if undefined is None:
        return Encoding("cp1252")
    # If its other letters are valid UTF-8, the text is damaged UTF-8. If not, it is not UTF-8.
    line, byte = fault if beyond_ascii else undefined
    raise DataError(
        f"the byte 0x{byte:02X} is neither UTF-8 nor Windows-1252: say which it is with --encoding",
        source.name,
        line,
    )


def _first_undefined(source: Input) -> tuple[int, int] | None:
    """Return the line and value of the first byte that Windows-1252 does not define."""
    line = 1
    for chunk in source.chunks():
        found = chunk.translate(None, _DEFINED)
        if found:
            before = chunk[: chunk.index(found[:1])]
            return line + count_breaks(before.decode("latin-1")), found[0]
        line += count_breaks(chunk.decode("latin-1"))
    return None


def count_breaks(text: str) -> int:
    r"""Return the number of line breaks. `\r\n` counts as one."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")
