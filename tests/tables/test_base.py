"""What all tables have in common: the text of answers, which is made once."""

from __future__ import annotations

import io

from icslookup.tables import open_source, open_target


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
