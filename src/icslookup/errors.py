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
    """A data file is missing, unreadable or not as its description says."""

    exit_code = 4


class OutputError(IcslookupError):
    """The answer could not be written."""

    exit_code = 4
