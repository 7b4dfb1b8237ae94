"""The parts that all tables share: the text of an answer is made only once."""

from __future__ import annotations

import io

import pytest

from icslookup.errors import OutputError
from icslookup.tables import Target, open_source, open_target


def test_answers_that_are_another_list_are_rendered_anew() -> None:
    source = open_source("-", stdin=io.BytesIO(b"a\n1\n2\n"))
    out = io.BytesIO()
    with open_target(source, None, [("x", str)], stdout=out) as target:
        (batch,) = source.batches([0])
        answers = [[("one",)], [("two",), ("three",)]]
        target.write(batch, [0, 1], answers)
        answers.append([("more",)])
        target.write(batch, [2, 0], answers)
        target.write(batch, [0, 0], [[("new",)]])
    assert out.getvalue() == (
        b"a,x\n1,one\n2,two\n2,three\n1,more\n2,one\n1,new\n2,new\n"
    )  # fmt: skip


class Recorder(Target):
    """A target that records whether it is committed or discarded."""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails
        self.calls: list[str] = []

    def write(self, *_: object) -> None:
        self.calls.append("write")

    def commit(self) -> None:
        self.calls.append("commit")
        if self.fails:
            raise OutputError("full")

    def discard(self) -> None:
        self.calls.append("discard")


def test_a_target_is_committed_at_the_end_and_discarded_after_an_error() -> None:
    with Recorder() as target:
        pass
    assert target.calls == ["commit"]
    failing = Recorder(fails=True)
    with pytest.raises(OutputError, match="full"), failing:
        pass
    assert failing.calls == ["commit", "discard"]
    stopped = Recorder()
    with pytest.raises(KeyboardInterrupt), stopped:
        raise KeyboardInterrupt
    assert stopped.calls == ["discard"]
