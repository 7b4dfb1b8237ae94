"""The check of docstrings and comments reports odd English and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plain_english
import pytest

if TYPE_CHECKING:
    from pathlib import Path

ODD = [
    ("Nothing is told about postcodes.", "is told"),
    ("`progress` is told the rows so far.", "is told"),
    ("Faults, which are told as errors.", "are told"),
    ("What is said on standard error.", "is said"),
    ("What is to be said of an answer.", "be said"),
    ("Other files are let be.", "are let be"),
    ("A cell is let be when it is read.", "is let be"),
    ("It writes its end when it is let go.", "is let go"),
    ("Raises `UsageError` for what is no text.", "is no text"),
    ("A busy machine is no fault of the program.", "is no fault"),
    ("Names that are no councils.", "are no councils"),
    ("Whether it is answered is no matter here.", "is no matter"),
    ("None where the file is no such database.", "is no such"),
    ("Return who has a postcode on a day.", "Return who has"),
    ("Finds who has an LSOA.", "Finds who has"),
    ("Who has a place on a day.", "Who has"),
    ("It fails. Who forgets the first step reads an error.", "Who forgets"),
    ("The data are those of the one who asks.", "the one who asks"),
    ("Tables for people who join in SQL.", "for people who"),
    ("Count the ends of lines, of which `x` is one.", ", of which"),
    ("Return the first lookup; refuse a year of which none fits.", "year of which"),
    ("Names of which only a part was written.", "Names of which"),
    ("Mended typing errors.", "Mended"),
    ("A later try may mend it, and no further try mends the rest.", "mend"),
    ("Yield a form as written and mended.", "mended"),
    ("The counties that stand beside their districts.", "stand beside"),
    ("It stands beside this module.", "stands beside"),
    ("The key beside the right one.", "beside"),
    ("No spelling may stand twice in one kind.", "stand twice"),
    ("What stands before is kept: see what stands before the name.", "what stands before"),
    ("A column was asked for one that holds codes.", "asked for one that"),
    ("Of several, the largest; of two alike the first.", "of two alike"),
    ("A phrase may cross a line: what\n    is\n    told.", "is told"),
]

PLAIN = [
    "There is no such file.",
    "There are no postcodes, and there were no councils.",
    "There still is no lookup.",
    "It is no longer than the cutoff, and no more than 60 characters.",
    "It is no more certain than its source.",
    "The result is no larger than the limit and is no older.",
    "It is the same no matter how it is written.",
    "If the answer is no and the user goes on, it stops.",
    "The answer is no.",
    "This is no-op code.",
    "The default is no encoding.",
    "It has no code and needs no network.",
    "The two are told apart by their codes.",
    "The message says which column was used, as it said before.",
    "All columns, each of which must have a name.",
    "There are 36 boards, six of them new.",
    "The files, all of which are read, none of which may be empty.",
    "A sequence, each element of which is a row.",
    "Keep a record of which rows failed, and a mask of which columns to read.",
    "Which of the records is meant?",
    "A user who has no network still gets an answer.",
    "Who has the lock?",
    "Amend the recommended commands, which depend on dependencies.",
    "That is beside the point.",
    "Besides boards there are councils.",
    "It stands in for the network, and a stand-in stands alone.",
    "Let the cell be blank; the user lets it go.",
    "`is told`, ``what is no code`` and `mend` are names of things here.",
    "An example.\n\n    >>> mend('what is no code')\n    'is told'\n",
    "Return what is known of a code.",
    "",
]  # fmt: skip

BAD_BEGINNINGS = [
    "Say whether it is open.",
    "Tell what changed.",
    "Give the keys.",
    "Let go of the file.",
    "Look for a fault.",
    "Look whether it holds.",
    "Settle how to write.",
    "Refuse a damaged file.",
    "Mend a name.",
    "Be the only writer.",
    "Have the system write.",
    "Whether it is open.",
]

GOOD_BEGINNINGS = [
    *("Return a name.", "Raise an error.", "Check a file.", "Write a file.", "Read a file."),
    *(
        "Yield rows.",
        "Add a row.",
        "Remove a file.",
        "Open a table.",
        "Close it.",
        "Build a wheel.",
    ),
    *("Make a folder.", "List boards.", "Match a table.", "Parse a day.", "Draw a map."),
    *("Find a fault.", "Look up a code.", "Count rows.", "Keep a file.", "Run a command."),
    *("Lookups are cached.", "Letters are counted.", "Told and said.", "The boards of a day."),
]


@pytest.mark.parametrize(("text", "phrase"), ODD)
def test_an_odd_phrase_is_found_in_docstrings_and_comments(text: str, phrase: str) -> None:
    assert phrase in [fault.phrase for fault in plain_english.phrases(text)]
    in_docstring = plain_english.faults(f'"""{text}"""\n')
    assert phrase in [fault.phrase for fault in in_docstring]
    comment = "".join(f"    # {line.strip()}\n" for line in text.splitlines())
    in_comment = plain_english.faults(f"def f():\n{comment}    return 1\n")
    assert phrase in [fault.phrase for fault in in_comment]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_sentences_are_not_reported(text: str) -> None:
    assert list(plain_english.phrases(text)) == []


@pytest.mark.parametrize("text", BAD_BEGINNINGS)
def test_a_function_must_not_begin_with_an_odd_verb(text: str) -> None:
    (fault, *_) = plain_english.faults(f'def f():\n    """{text}"""\n')
    assert (fault.line, fault.phrase) == (2, text.split(maxsplit=1)[0])
    assert fault.advice.startswith("begin with ")
    assert not list(plain_english.first_word(text.lower()))


@pytest.mark.parametrize("text", GOOD_BEGINNINGS)
def test_other_first_words_are_allowed(text: str) -> None:
    assert not list(plain_english.first_word(text))


@pytest.mark.parametrize(
    "source",
    [
        '"""Tell modules apart."""\n',
        'class A:\n    """Say."""\n',
        'def test_a():\n    """Give a cell no name."""\n',
        'class A:\n    @property\n    def a(self):\n        """Whether it is open."""\n',
        'class A:\n    @functools.cached_property\n    def a(self):\n        """Whether so."""\n',
        '@app.command()\n@command\ndef a():\n    """Whether a column is of one date."""\n',
        '@app.callback(invoke_without_command=True)\ndef a():\n    """Whether so."""\n',
    ],
)
def test_only_functions_have_their_first_word_checked(source: str) -> None:
    assert plain_english.faults(source) == []


def test_every_kind_of_text_is_read_and_its_line_reported() -> None:
    source = (
        '"""A module.\n'
        "\n"
        "It is told.\n"
        '"""\n'
        "\n"
        "A = 1  # beside\n"
        '"""What is\n'
        'said of it."""\n'
        "\n"
        "class B:\n"
        "    # a comment that\n"
        "    # is let\n"
        "    # be\n"
        '    C = "is told"\n'
        "    async def d(self):\n"
        '        """Say so."""\n'
    )
    found = [(fault.line, fault.phrase) for fault in plain_english.faults(source)]
    assert found == [
        (3, "is told"),
        (6, "beside"),
        (7, "is said"),
        (12, "is let be"),
        (16, "Say"),
    ]


def test_a_comment_does_not_run_on_into_one_after_code() -> None:
    assert plain_english.faults("# it is\na = 1  # told\n# it is\n\n# told\n") == []


def test_faults_are_printed_with_their_place_and_advice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deep").mkdir()
    odd, plain = tmp_path / "deep" / "odd.py", tmp_path / "plain.py"
    odd.write_text("a = 1  # this is no code\n", encoding="utf-8")
    plain.write_text("a = 1  # this is not a code\n", encoding="utf-8")
    assert plain_english.main([str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert printed.out == f"{odd}:1: is no code: write 'is not a ...' or 'are not ...'\n"
    assert printed.err == "1 odd phrase\n"
    assert plain_english.main([str(plain)]) == 0
    assert capsys.readouterr().out == ""
