"""Makes commands of questions: each gets the options that all share, and its answer is written."""

from __future__ import annotations

import inspect
from functools import wraps

from icslookup._typing import TYPE_CHECKING
from icslookup.cli.exit_codes import write_answer
from icslookup.cli.options import output

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from icslookup.formats.answers import Answer

_WANTED = "_wanted"


def command(ask: Callable[..., Answer]) -> Callable[..., int]:
    """Return a command from a function that asks one question.

    The command takes the parameters of `ask` and those of `options.output`; Typer reads them
    from its signature. It writes the answer and returns the exit code; a parameter `_strict` of
    `ask` says whether an answer that did not pass is a failure. A parameter `_wanted` of `ask`
    is no option: it is given what `options.output` made of those that are.
    """
    own = inspect.signature(ask, eval_str=True)
    shared = inspect.signature(output, eval_str=True)

    @wraps(ask)
    def run(**given: Any) -> int:  # noqa: ANN401 - whatever Typer parsed
        wanted = output(**{name: given.pop(name) for name in shared.parameters})
        if _WANTED in own.parameters:
            given[_WANTED] = wanted
        return write_answer(ask(**given), wanted, strict=bool(given.get("_strict")))

    asked = (parameter for name, parameter in own.parameters.items() if name != _WANTED)
    both = [*asked, *shared.parameters.values()]
    run.__signature__ = own.replace(  # type: ignore[attr-defined]
        parameters=both, return_annotation=int
    )
    run.__annotations__ = {**ask.__annotations__, "return": int}  # Typer evaluates these too
    return run
