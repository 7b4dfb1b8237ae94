"""Updates the data in use from the newest lookup of ONS.

The steps: find the newest lookup, download and check it, build the boundaries of its year as a
maintainer would, check the whole set, and only then switch to it. Until the switch, no file in use
is changed. The switch replaces one small file.
"""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import date

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import (
    POINTER,
    PREFIX,
    FetchedSet,
    bundled,
    fetched_set,
    in_use,
    is_current,
    pointer_text,
    reload,
)
from icslookup.dataset.integrity import validate
from icslookup.dataset.loader import Dataset
from icslookup.errors import DataError, OutputError, ServiceError
from icslookup.lookup.changes import differences
from icslookup.ons import arcgis
from icslookup.ons.http_client import Fetcher
from icslookup.ons.lsoa_lookup import COLUMNS, SUB_ICB, UnknownRecordsError
from icslookup.refresh import build
from icslookup.refresh.build import roll_back
from icslookup.refresh.download import download
from icslookup.refresh.merge import Evidence
from icslookup.storage import lock, user_dirs
from icslookup.storage.atomic import atomic_replace, remove

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from icslookup.lookup.changes import ChangeRow
    from icslookup.ons.arcgis import Cells, OnlineLookup, Service

CENSUS = "ons-census-2021"
"""The source of the residents of each LSOA."""

UNCHANGED = "nothing was changed"

_SHOWN = 5
_MONTH_MADE = 4
"""The boundaries of a year are made on the first day of this month."""


class Callbacks(NamedTuple):
    """What an update calls: `progress` with rows and their share, `say` with a message."""

    progress: Callable[[int, float | None], None]
    say: Callable[[str], None]


def update(
    callbacks: Callbacks, *, dry_run: bool = False, then: Callable[[str], object] | None = None
) -> DataUpdate:
    """Update the data in use from the newest lookup of ONS, if it differs from them.

    Parameters: with `dry_run`, the update does everything except the switch. `then` is called at
    the end with the path of the lookup, a temporary CSV in the columns of ONS. `then` is not called
    in a dry run, or if no lookup was downloaded.

    After any of these errors, nothing was changed: `ServiceError` if the lookup cannot be fetched
    or is not whole, `DataError` if it does not fit the data, `OutputError` if the user's folder
    cannot be written, `UsageError` if the address is not valid, `MissingExtraError` without httpx.
    """
    base = arcgis.address()
    with closing(Fetcher(callbacks.say)) as fetcher, ExitStack() as stack:
        with _nothing_changed():
            temporary = tempfile.TemporaryDirectory(prefix="icslookup-", ignore_cleanup_errors=True)
            folder = stack.enter_context(temporary)
            with lock.locked(lambda: callbacks.say("waiting for another import or update")):
                reload()  # another update may have changed the data in use
                service = arcgis.Service(fetcher, base)
                layer = service.newest(dates.today().year)
                lookup = os.path.join(folder, f"{layer.name}.csv")
                found = _run_update(service, layer, lookup, callbacks, dry_run=dry_run)
        if then and not dry_run and found.lsoas is not None:
            then(lookup)
    return found


@contextmanager
def _nothing_changed() -> Iterator[None]:
    """Add to errors of the server and the system that nothing was changed."""
    try:
        yield
    except ServiceError as error:
        raise ServiceError(f"{error}; {UNCHANGED}") from None
    except OSError as error:
        what = error.strerror or error
        raise OutputError(f"the update cannot be written: {what}; {UNCHANGED}") from None


def _run_update(
    service: Service, layer: OnlineLookup, lookup: str, callbacks: Callbacks, *, dry_run: bool
) -> DataUpdate:
    """Return the answer, after the switch to a new set if the lookup differs from the data."""
    data, day = in_use(), date(layer.year, 4, 1)
    found = DataUpdate(
        *("ahead", dates.today(), layer.name, layer.address, day, None),
        *(data.descriptor["version"], None, (), _message(layer)),
    )
    if day < max(data.descriptor["boundaries"], default=day):
        return found
    rows = download(service, layer, callbacks.progress)
    _write(lookup, layer, rows)
    made = _build_set(data, layer, lookup)
    found = found._replace(status="current", lsoas=len(rows))
    if set(made.memberships) == set(data.memberships) and _same_lsoas(made, data, layer):
        if not dry_run:
            _keep_only(fetched_set())
        return found
    found = found._replace(
        status="to_update",
        new_version=made.descriptor["version"],
        changes=differences(data, made, day),
    )
    if not dry_run:
        _switch(made, layer)
        found = found._replace(status="updated")
    return found


def _same_lsoas(made: Dataset, data: Dataset, layer: OnlineLookup) -> bool:
    """Return whether two sets have the same LSOAs, as far as the lookup shows."""
    if len(layer.columns) > len(COLUMNS):
        return made.lsoas == data.lsoas
    return [row._replace(sub_icb=None) for row in made.lsoas] == [
        row._replace(sub_icb=None) for row in data.lsoas
    ]


def _message(layer: OnlineLookup) -> str | None:
    """Return notes about a set that is not used and about a late lookup, None if there are none."""
    return "; ".join(part for part in (_unused_note(), _late_note(layer)) if part) or None


def _late_note(layer: OnlineLookup) -> str | None:
    """Return a note if the lookup of this year is missing after April, when ONS publishes it."""
    today = dates.today()
    if layer.year >= today.year or today.month <= _MONTH_MADE:
        return None
    return (
        f"no lookup of {today.year} was found: that of {layer.year} is the newest; ONS may be late,"
        " or call it what this icslookup does not know"
    )


def _unused_note() -> str | None:
    """Return a note if there is a set that is not used, since the package has other data now."""
    known = fetched_set()
    if known is None or is_current(known):
        return None
    return (
        f"what was fetched on {known.fetched} was built on the data {known.bundled} and is not used"
    )


def _write(path: str, layer: OnlineLookup, rows: list[Cells]) -> None:
    """Write a lookup as a CSV with the names of columns of ONS."""
    yy = f"{layer.year % 100:02}"
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        patterns = [*COLUMNS.values(), SUB_ICB][: len(layer.columns)]
        table.writerow([pattern.replace(r"\d\d", yy) for pattern in patterns])
        table.writerows(rows)


def _build_set(data: Dataset, layer: OnlineLookup, lookup: str) -> Dataset:
    """Build the boundaries of a lookup on the data before them, and check the whole set."""
    folder = os.path.dirname(lookup)
    earlier, made = os.path.join(folder, "before"), os.path.join(folder, "data")
    day = date(layer.year, 4, 1)
    os.mkdir(earlier)
    try:
        known = roll_back(data, day, earlier, _descriptor_changes(data, layer))
        evidence = Evidence(f"ons-lookup-{layer.year};{CENSUS}", _certainty(layer))
        again = data if day in data.descriptor["boundaries"] else None
        build.build(known, day, lookup, None, evidence, made, shipped=again)
        faults = validate(Dataset(made))
    except UnknownRecordsError as error:
        more = len(error.records) - _SHOWN
        shown = "; ".join(error.records[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")
        raise DataError(
            f"{layer.address} names what this icslookup does not know: {shown}; a newer icslookup"
            f" may know it: pip install --upgrade icslookup; {UNCHANGED}"
        ) from None
    except DataError as error:
        what = str(error).replace(lookup, layer.address).replace(earlier, data.folder)
        raise DataError(f"{what}; {UNCHANGED}") from None
    if faults:
        what = "; ".join(f"{fault.file}: {fault.message}" for fault in faults[:_SHOWN])
        raise DataError(f"{layer.address} makes data that do not hold: {what}; {UNCHANGED}")
    return Dataset(made)


def _certainty(layer: OnlineLookup) -> str:
    """Return A for a lookup from the server of ONS, B for a lookup from another server."""
    return "A" if layer.address.startswith(f"{arcgis.ADDRESS}/") else "B"


def _descriptor_changes(data: Dataset, layer: OnlineLookup) -> dict[str, object]:
    """Return the changed values in the descriptor of a new set."""
    today = dates.today()
    name = f"ons-lookup-{layer.year}"
    title = (
        f"ONS: LSOA (2021) to sub-ICB locations to ICBs to local authority districts, {layer.year},"
        f" fetched on {today} from the Open Geography service ({layer.name})"
    )
    source = {"name": name, "title": title, "path": layer.address, "licence": "OGL-UK-3.0"}
    others = [known for known in data.descriptor["sources"] if known["name"] != name]
    return {
        "version": f"{bundled().descriptor['version']}+ons{layer.year}.{today:%Y%m%d}",
        "created": f"{today}T00:00:00Z",
        "sources": [*others, source],
    }


def _switch(made: Dataset, layer: OnlineLookup) -> None:
    """Copy a set to the user's folder, and then name it as the one in use."""
    today, old = dates.today(), fetched_set()
    name = f"{PREFIX}{today:%Y%m%d}-{os.urandom(4).hex()}"
    with atomic_replace(name) as folder:
        shutil.copytree(made.folder, folder, copy_function=shutil.copyfile)
    new = FetchedSet(name, bundled().descriptor["version"], today, layer.address)
    with atomic_replace(POINTER) as path, open(path, "w", encoding="utf-8") as file:
        file.write(pointer_text(new))
    reload()
    _keep_only(new, old)


def _keep_only(*known: FetchedSet | None) -> None:
    """Remove all sets but the given. The set used before stays for programs that still read it.

    If none of the given sets is used, the file that names the set in use is removed first.
    """
    kept = [found.folder for found in known if found and is_current(found)]
    with suppress(OSError):
        if not kept:
            remove(POINTER)
        for name in os.listdir(user_dirs.data_folder()):
            if name.startswith(PREFIX) and name not in kept:
                remove(name)


class DataUpdate(NamedTuple):
    """The answer to `data update`.

    `status` is `current` if the newest lookup agrees with the data, `updated` if new data are in
    use now, `to_update` if they would be without `--dry-run`, and `ahead` if the data have later
    boundaries than the lookup, which is then not fetched. `lookup` is the name of the lookup,
    `service` its address and `boundaries` its day. `lsoas` is how many LSOAs it has, None without a
    download. `version` is the version of the data before, `new_version` that of the new data.
    """

    status: str
    checked: date
    lookup: str
    service: str
    boundaries: date
    lsoas: int | None
    version: str
    new_version: str | None
    changes: tuple[ChangeRow, ...]
    message: str | None
