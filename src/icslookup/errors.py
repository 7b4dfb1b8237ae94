"""The errors for users, each with its exit code."""


class IcslookupError(Exception):
    """The base of every error that icslookup raises on purpose.

    The message is for users: what was wrong, where, and what to try.
    """

    exit_code = 4


class UsageError(IcslookupError):
    """A question that has no meaning: a bad date, a blank name, an unknown region."""

    exit_code = 2


class NotFoundError(IcslookupError):
    """A name in a filter matches nothing."""

    exit_code = 1


class AmbiguousError(IcslookupError):
    """A name in a filter matches several records equally."""

    exit_code = 3


class DataError(IcslookupError):
    """A data file is missing, unreadable or different from its description.

    `what` is the fault; `file`, `line` and `column` are its place, each None if it is not known.
    The message has both.
    """

    exit_code = 4

    def __init__(
        self,
        what: str,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        self.what, self.file, self.line, self.column = what, file, line, column
        parts = (file, line and f"line {line}", column and f"column {column}")
        where = ", ".join(part for part in parts if part)
        gap = ": " if line or column else " "
        super().__init__(f"{where}{gap}{what}" if where else what)


class OutputError(IcslookupError):
    """An answer cannot be written."""

    exit_code = 4


class MissingSourceError(IcslookupError):
    """The data have no answer until the user imports something."""

    exit_code = 4


class ServiceError(IcslookupError):
    """A service on the network gave no answer, or one that icslookup cannot use."""

    exit_code = 4


class MissingExtraError(IcslookupError):
    """A question needs a package from an extra of icslookup.

    `doing` is what needs it, `package` its name, and `extra` the name of the extra.
    """

    exit_code = 4

    def __init__(self, doing: str, package: str, extra: str) -> None:
        self.doing, self.package, self.extra = doing, package, extra
        super().__init__(f'{doing} needs {package}: pip install "icslookup[{extra}]"')
