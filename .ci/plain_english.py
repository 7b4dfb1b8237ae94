"""Finds odd English in docstrings and comments, and says what to write instead.

    python .ci/plain_english.py [PATH...]

A path is a Python file or a folder; without paths, `src`, `tests` and `benchmarks` are read. Each
fault is one line, `file:line: phrase: advice`, and the program then exits with 1. Text in backticks
and examples after `>>>` are left out. A phrase is listed here only if it is odd in every sentence:
common expressions that contain it, such as 'there is no', are in `_IDIOMS`.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FOLDERS = ("src", "tests", "benchmarks")

_BE = r"\b(?:is|are|was|were)"
_START = r"(?:\A|(?<=[.!:;]\s)|(?<=\n\n))"
"""Where a sentence begins; text has no spaces after a line break when it is searched."""

_OF_WHICH = (
    r"(?:,|\b(?i:authorities|boards|columns|councils|files|letters|lines|lookup|names|package|pairs?"
    r"|places|postcodes|rows?|tables|year))"
)
"""A comma or a word of this project: after others, 'of which' can be right."""

_PHRASES = (
    (r"\b(?:is|are|was|were|be) told\b(?! apart)",
     "name who says it: 'the message says', 'it reports'"),
    (r"\b(?:is|are|was|were|be) said\b", "name who says it: 'the message says', 'it reports'"),
    (r"\b(?:is|are|was|were|be) let be\b", "write 'is not changed' or 'is ignored'"),
    (r"\b(?:is|are|was|were|be) let go\b", "write 'is closed' or 'is released'"),
    (_BE + r" no [A-Za-z][\w-]*", "write 'is not a ...' or 'are not ...'"),
    (_OF_WHICH + r" of which\b",
     "start a new sentence, or write 'one of them' or 'whose'"),
    (_START + r"Who(?:ever)? (?:has|asks|forgets|gives|knows|names|wants|writes)\b"
     r"(?=[^?.]*(?:\.|\Z|\n\n))",
     "name the person or the board: 'if you ...', 'which board has ...'"),
    (r"\b(?:[Rr]eturns?|[Yy]ields?|[Ff]inds?|[Tt]urns?|[Gg]ives?|[Ss]ays?|[Tt]ells?) who has\b",
     "name the owner: 'which board has ...'"),
    (r"\bthe one who asks\b", "write 'the caller' or 'the user'"),
    (r"\bfor people who\b", "write 'if you ...' or name the reader: 'for analysts'"),
    (r"\b(?:mend|[Mm]ends|[Mm]ended|[Mm]ending)\b", "write 'correct', 'fix' or 'repair'"),
    (r"\bbeside\b", "write 'next to', 'with' or 'as well as'"),
    (r"\b(?:stand|stands|stood|standing) (?:beside|besides|once|twice|next to)\b",
     "write 'is next to' or 'is listed once'"),
    (r"\bwhat (?:else )?st(?:ands?|ood) (?:in|on|at|there|before|behind)\b",
     "write 'what is in' or 'the contents of'"),
    (r"\basked for (?:one|some) that\b", "name what was asked for: 'for a column that'"),
    (r"\bof (?:two|several) alike\b", "write 'if two are equal'"),
)  # fmt: skip

_IDIOMS = (
    r"\b(?:[Tt]here(?: \w+)?|[Dd]efaults?) (?:is|are|was|were) no\b",
    _BE + r" no (?:better|different|earlier|easier|faster|fewer|harder|higher|larger|later|less"
    r"|longer|lower|more|newer|older|safer|shorter|simpler|slower|smaller|wider|worse)\b",
    _BE + r" no (?:\w+er than|matter (?:how|what|which|who|where|when|whether)|doubt|good|one"
    r"|use)\b",
    _BE + r" no (?:and|or|if|when|but|because)\b",
    r"\b(?:[Aa]ll|[Bb]oth|[Mm]any|[Mm]ost|[Nn]one|[Oo]ne|[Ss]ome|\d+) of which\b",
    r"\b(?:[Tt]he|[Ee]ach|[Ee]very|any) (?:\w+ )?\w+ of which\b",
    r"\bbeside the point\b",
    r"``[^`]+``|`[^`]*`",
    r"^>>>(?s: .*?)(?=\n\n|\Z)",
)

_FIRST_WORDS = {
    "Say": "Return",
    "Says": "Return",
    "Tell": "Return",
    "Tells": "Return",
    "Give": "Return",
    "Gives": "Return",
    "Let": "Allow or the verb for what the function does",
    "Look": "Find, Check or Search",
    "Hold": "Keep",
    "Settle": "Choose or Write",
    "Refuse": "Raise or Check",
    "Mend": "Correct",
    "Be": "the verb for what the function does",
    "Have": "the verb for what the function does",
    "Whether": "Return whether",
}
"""The first words that a function's docstring must not have, with what to write instead."""


_WITHOUT_VERB = {"property", "cached_property", "command", "callback"}
"""Decorators of functions whose docstring may begin with any word. A command prints it as help."""


class Fault(NamedTuple):
    """A phrase in a file, and what to write instead."""

    line: int
    phrase: str
    advice: str


def _spaced(pattern: str) -> re.Pattern[str]:
    """Return a pattern whose spaces also match a line break."""
    return re.compile(pattern.replace(" ", r"\s"), re.MULTILINE)


_COMPILED = tuple((_spaced(pattern), advice) for pattern, advice in _PHRASES)
_EXEMPT = tuple(map(_spaced, _IDIOMS))


def phrases(text: str) -> Iterator[Fault]:
    """Yield the odd phrases of a docstring or comment, with the lines counted from 0."""
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", text)
    for idiom in _EXEMPT:
        text = idiom.sub(lambda found: re.sub(r"[^\n]", "_", found[0]), text)
    for pattern, advice in _COMPILED:
        for found in pattern.finditer(text):
            line = text.count("\n", 0, found.start())
            yield Fault(line, " ".join(found[0].split()), advice)


def first_word(text: str) -> Iterator[Fault]:
    """Yield a fault if a function's docstring begins with an odd word."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    if word == "Look" and text.split()[1:2] == ["up"]:
        return
    if word in _FIRST_WORDS:
        yield Fault(0, word, f"begin with {_FIRST_WORDS[word]}")


def faults(source: str) -> list[Fault]:
    """Return the faults of a Python module in the order of its lines."""
    found = [
        fault._replace(line=line + fault.line)
        for line, text in _comments(source)
        for fault in phrases(text)
    ]
    for line, text, function in _docstrings(ast.parse(source)):
        checks = [phrases(text), first_word(text) if function else ()]
        found += [fault._replace(line=line + fault.line) for part in checks for fault in part]
    return sorted(found)


def _docstrings(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    """Yield each text that stands alone: its line, the text, and whether a function begins so.

    A text after an assignment describes what was assigned. Tests, properties and commands may begin
    with any word: a test states a behaviour, a property reads as a noun, a command shows its help.
    """
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        for position, statement in enumerate(body):
            if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Constant):
                continue
            text = statement.value.value
            if isinstance(text, str):
                yield statement.lineno, text, position == 0 and _begins_with_verb(node)


def _begins_with_verb(node: ast.AST) -> bool:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    decorators = {ast.unparse(found).split("(")[0].split(".")[-1] for found in node.decorator_list}
    return not node.name.startswith("test_") and not decorators & _WITHOUT_VERB


def _comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield each comment with its line; comments on lines of their own are joined."""
    block: list[str] = []
    first = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, column = token.start
        alone = not token.line[:column].strip()
        if block and not (alone and line == first + len(block)):
            yield first, "\n".join(block)
            block = []
        if not block:
            first = line
        block.append(token.string.lstrip("#: "))
        if not alone:
            yield first, block.pop()
    if block:
        yield first, "\n".join(block)


def _files(paths: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def main(paths: Sequence[str]) -> int:
    """Write the faults of files and folders. Returns the exit code."""
    count = 0
    for path in _files(paths or FOLDERS):
        for fault in faults(path.read_text(encoding="utf-8")):
            count += 1
            print(f"{path}:{fault.line}: {fault.phrase}: {fault.advice}")
    if count:
        print(f"{count} odd phrase{'s' if count > 1 else ''}", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
