"""The errors a user can meet, each with the exit code it means."""


class IcslookupError(Exception):
    """Base of every error that icslookup raises on purpose.

    The message is one for people: what was wrong, where, and what to try.
    """

    exit_code = 4


class UsageError(IcslookupError):
    """What was asked cannot be asked: a bad date, a blank name, an unknown region."""

    exit_code = 2


class NotFoundError(IcslookupError):
    """A name given as a filter matches nothing."""

    exit_code = 1


class AmbiguousError(IcslookupError):
    """A name given as a filter matches several records equally."""

    exit_code = 3


class DataError(IcslookupError):
    """A data file is missing, unreadable or not as its description says.

    `what` is wrong; `file`, `line` and `column` say where, each None where it is not known. The
    message has both.
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
    """The answer could not be written."""

    exit_code = 4


class MissingSourceError(IcslookupError):
    """What was asked is in none of the data here, and something must be imported first."""

    exit_code = 4


class ServiceError(IcslookupError):
    """A service on the network gave no answer, or none that can be used."""

    exit_code = 4


class MissingExtraError(IcslookupError):
    """What was asked needs a package that comes with an extra of icslookup.

    `doing` says what for, `package` is its name, and `extra` that of the extra.
    """

    exit_code = 4

    def __init__(self, doing: str, package: str, extra: str) -> None:
        self.doing, self.package, self.extra = doing, package, extra
        super().__init__(f'{doing} needs {package}: pip install "icslookup[{extra}]"')
