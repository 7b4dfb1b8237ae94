"""The patterns of `.gitignore` files, for folders that are not in a Git checkout.

In a checkout, Git itself lists the files. https://git-scm.com/docs/gitignore defines the patterns.
"""

from __future__ import annotations

import os
import re

from icslookup._typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE_NAME = ".gitignore"

_PARTS = re.compile(
    r"\*\*/|/\*\*/|/\*\*\Z|\*+|\?|\[[!^]?\]?(?:\\.|[^\]\\])*\]|\\.|[^*?\[\\/]+|.", re.DOTALL
)


_MEMBER = re.compile(r"(\\?.)(?:-(\\?.))?", re.DOTALL)
"""A character between square brackets, or a range of them."""


class Rule(NamedTuple):
    """A line of a `.gitignore` file in a folder.

    `pattern` matches paths from that folder. `ignores` is false for a line with `!`.
    """

    folder: str
    pattern: re.Pattern[str]
    ignores: bool
    only_folders: bool


def read_rules(folder: str) -> list[Rule]:
    """Return the rules of the `.gitignore` file in a folder; none if there is not one."""
    try:
        with open(os.path.join(folder, FILE_NAME), encoding="utf-8", errors="replace") as file:
            return parse_rules(folder, file.read().removeprefix("\ufeff").splitlines())
    except OSError:
        return []


def parse_rules(folder: str, lines: Iterable[str]) -> list[Rule]:
    """Return the rules in the lines of a `.gitignore` file that is in a folder."""
    return [rule for line in lines if (rule := _rule(folder, line)) is not None]


def is_ignored(path: str, rules: list[Rule], *, folder: bool) -> bool:
    """Return whether the last rule that matches a path ignores it.

    `rules` are in the order from the top folder down. `folder` says whether the path is a folder.
    """
    for rule in reversed(rules):
        if rule.only_folders and not folder:
            continue
        relative = os.path.relpath(path, rule.folder).replace(os.sep, "/")
        if rule.pattern.fullmatch(relative):
            return rule.ignores
    return False


def _rule(folder: str, line: str) -> Rule | None:
    line = re.sub(r"(?<!\\) +\Z", "", line.rstrip("\r\n"))
    if not line or line.startswith("#"):
        return None
    ignores = not line.startswith("!")
    text = line.removeprefix("!")
    only_folders = text.endswith("/")
    text = text.rstrip("/") if only_folders else text
    if not text:
        return None
    if "[" in _PARTS.findall(text):
        return None  # a bracket that is not closed matches nothing
    start = "" if "/" in text else "(?:.*/)?"
    pattern = re.compile(start + _translated(text.removeprefix("/")))
    return Rule(folder, pattern, ignores, only_folders)


def _translated(text: str) -> str:
    """Return a pattern of `.gitignore` as a regular expression."""
    found: list[str] = []
    for part in _PARTS.findall(text):
        if part == "**/" and not found:
            found.append("(?:.*/)?")
        elif part == "/**/":
            found.append("/(?:.*/)?")
        elif part == "/**":
            found.append("/.+")
        elif part == "**/":
            found.append("[^/]*/")
        elif part.startswith("*"):
            found.append("[^/]*")
        elif part == "?":
            found.append("[^/]")
        elif part.startswith("[") and len(part) > 1:
            found.append(_class(part[1:-1]))
        elif part.startswith("\\") and len(part) > 1:
            found.append(re.escape(part[1]))
        else:
            found.append(re.escape(part))
    return "".join(found)


def _class(members: str) -> str:
    """Return the characters between square brackets as a class of a regular expression."""
    negated = members[:1] in ("!", "^")
    inner = _MEMBER.sub(_range, members[1:] if negated else members)
    return f"[^/{inner}]" if negated else f"(?!/)[{inner}]"


def _range(found: re.Match[str]) -> str:
    """Return a character or a range for a class.

    Of a range that runs backwards, Git reads only the first character.
    """
    first, last = found[1][-1], (found[2] or "")[-1:]
    if not last or last < first:
        return re.escape(first)
    return f"{re.escape(first)}-{re.escape(last)}"
