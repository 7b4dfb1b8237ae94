"""The decorator that turns a function into a command with the options of all commands."""

from __future__ import annotations

import inspect
from functools import wraps

from icslookup._typing import TYPE_CHECKING
from icslookup.cli.exit_codes import write_answer
from icslookup.cli.options import output_options

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from icslookup.formats.answers import Answer

_OUTPUT = "_output"


def command(ask: Callable[..., Answer]) -> Callable[..., int]:
    """Return a command that calls `ask`, writes its answer and returns the exit code.

    Typer reads the parameters of the command from its signature: those of `ask` and those of
    `output_options`. Two parameters of `ask` are special. `_strict` is the option that makes a
    table with problems a failure. `_output` is not an option: it receives the `OutputOptions`.
    """
    own = inspect.signature(ask, eval_str=True)
    shared = inspect.signature(output_options, eval_str=True)

    @wraps(ask)
    def run(**values: Any) -> int:  # noqa: ANN401 - whatever Typer parsed
        output = output_options(**{name: values.pop(name) for name in shared.parameters})
        if _OUTPUT in own.parameters:
            values[_OUTPUT] = output
        return write_answer(ask(**values), output, strict=bool(values.get("_strict")))

    options = (parameter for name, parameter in own.parameters.items() if name != _OUTPUT)
    run.__signature__ = own.replace(  # type: ignore[attr-defined]
        parameters=[*options, *shared.parameters.values()], return_annotation=int
    )
    run.__annotations__ = {**ask.__annotations__, "return": int}  # Typer evaluates annotations too
    return run
