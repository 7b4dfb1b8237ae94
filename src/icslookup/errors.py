"""The errors for users, each with its exit code."""


class IcslookupError(Exception):
    """The base of every error that icslookup raises on purpose.

    The message is for users: what was wrong, where, and what to try.
    """

    exit_code = 4


class UsageError(IcslookupError):
    """A question that cannot be answered as asked: a bad date, a blank name, an unknown region."""

    exit_code = 2


class NotFoundError(IcslookupError):
    """A name in a filter matches nothing."""

    exit_code = 1


class AmbiguousError(IcslookupError):
    """A name in a filter matches several records equally."""

    exit_code = 3


class DataError(IcslookupError):
    """A data file is missing, unreadable or different from its description.

    `what` is the fault; `file`, `line` and `column` say where it is, each None if not known. The
    message has the fault and its place.
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
    """The question needs a file that the user has not imported."""

    exit_code = 4


class ServiceError(IcslookupError):
    """A service on the network did not answer, or icslookup cannot use its answer."""

    exit_code = 4


class MissingExtraError(IcslookupError):
    """A question needs a package from an extra of icslookup.

    `doing` is what needs the package, `package` its name, and `extra` the name of the extra.
    """

    exit_code = 4

    def __init__(self, doing: str, package: str, extra: str) -> None:
        self.doing, self.package, self.extra = doing, package, extra
        super().__init__(f'{doing} needs {package}: pip install "icslookup[{extra}]"')
