"""Fetches the newest lookup of ONS and puts the data that it makes in the place of those in use.

In this order: ask for the newest lookup, read it page by page, check it, build the boundaries of
its year as a maintainer would, check the whole set, and only then switch. Until the switch nothing
that an answer reads is touched, and the switch is the replacing of one small file.
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
    Pointer,
    bundled,
    in_use,
    is_current,
    pointer,
    reload,
    written,
)
from icslookup.dataset.integrity import validate
from icslookup.dataset.loader import Dataset
from icslookup.errors import DataError, OutputError, ServiceError
from icslookup.lookup.changes import differences
from icslookup.ons import arcgis
from icslookup.ons.http_client import Fetcher
from icslookup.ons.lsoa_lookup import COLUMNS, UnknownRecordsError
from icslookup.refresh import build
from icslookup.refresh.build import roll_back
from icslookup.refresh.download import download
from icslookup.refresh.merge import Evidence
from icslookup.storage import lock, user_dirs
from icslookup.storage.atomic import atomic_replace, remove

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from icslookup.lookup.changes import ChangeRow
    from icslookup.ons.arcgis import Cells, Layer, Service

CENSUS = "ons-census-2021"
"""The source of the residents with which a lookup is counted."""

UNCHANGED = "nothing was changed"

_SHOWN = 5
_MADE = 4
"""The month at the beginning of which the boundaries of a year are made."""


class Callbacks(NamedTuple):
    """How it is told how far the work is: rows read and their share, and lines for people."""

    progress: Callable[[int, float | None], None]
    say: Callable[[str], None]


def update(
    watch: Callbacks, *, dry_run: bool = False, then: Callable[[str], object] | None = None
) -> DataUpdate:
    """Bring the data up to date with the newest lookup of ONS, if they are not.

    Parameters: `watch` is told how far it is; with `dry_run` all is done but the switch; `then`
    is called at the end with the path of the lookup as a CSV in the columns of ONS, which is
    gone afterwards, unless it is a dry run or there was nothing to read.

    Raises `ServiceError` where the lookup cannot be had or is not sound, `DataError` where it
    does not fit the data, `OutputError` where the user's folder cannot be written, `UsageError`
    for an address that is none, and `MissingExtraError` without httpx; nothing was changed then.
    """
    base = arcgis.address()
    with closing(Fetcher(watch.say)) as fetcher, ExitStack() as stack:
        with _nothing_changed():
            beside = tempfile.TemporaryDirectory(prefix="icslookup-", ignore_cleanup_errors=True)
            lookups = stack.enter_context(beside)
            with lock.locked(lambda: watch.say("waiting for another import or update")):
                reload()  # who was waited for may have put other data in use
                service = arcgis.Service(fetcher, base)
                layer = service.newest(dates.today().year)
                lookup = os.path.join(lookups, f"{layer.name}.csv")
                found = _updated(service, layer, lookup, watch, dry_run=dry_run)
        if then and not dry_run and found.lsoas is not None:
            then(lookup)
    return found


@contextmanager
def _nothing_changed() -> Iterator[None]:
    """Say so where a server or the system stops an update, which is before the switch."""
    try:
        yield
    except ServiceError as error:
        raise ServiceError(f"{error}; {UNCHANGED}") from None
    except OSError as error:
        what = error.strerror or error
        raise OutputError(f"the update cannot be written: {what}; {UNCHANGED}") from None


def _updated(
    service: Service, layer: Layer, lookup: str, watch: Callbacks, *, dry_run: bool
) -> DataUpdate:
    data, day = in_use(), date(layer.year, 4, 1)
    found = DataUpdate(
        *("ahead", dates.today(), layer.name, layer.address, day, None),
        *(data.descriptor["version"], None, (), _message(layer)),
    )
    if day < max(data.descriptor["boundaries"], default=day):
        return found
    rows = download(service, layer, watch.progress)
    _write(lookup, layer, rows)
    made = _built(data, layer, lookup)
    found = found._replace(status="current", lsoas=len(rows))
    if set(made.memberships) == set(data.memberships):
        if not dry_run:
            _keep_only(pointer())
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


def _message(layer: Layer) -> str | None:
    """Say what the answer may hide: a set that is not used, and that the newest is an old one."""
    return "; ".join(part for part in (_unused(), _late(layer)) if part) or None


def _late(layer: Layer) -> str | None:
    """Say where there should be a newer lookup: those of April are out in the course of it."""
    today = dates.today()
    if layer.year >= today.year or today.month <= _MADE:
        return None
    return (
        f"no lookup of {today.year} was found: that of {layer.year} is the newest; ONS may be late,"
        " or call it what this icslookup does not know"
    )


def _unused() -> str | None:
    """Say that there is a set that is not used because the package has other data since."""
    known = pointer()
    if known is None or is_current(known):
        return None
    return (
        f"what was fetched on {known.fetched} was built on the data {known.bundled} and is not used"
    )


def _write(path: str, layer: Layer, rows: list[Cells]) -> None:
    """Write a lookup as ONS would: a CSV with its names of columns."""
    yy = f"{layer.year % 100:02}"
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow([pattern.replace(r"\d\d", yy) for pattern in COLUMNS.values()])
        table.writerows(rows)


def _built(data: Dataset, layer: Layer, lookup: str) -> Dataset:
    """Build the boundaries of a lookup on the data from before them, and check the whole set."""
    beside = os.path.dirname(lookup)
    earlier, made = os.path.join(beside, "before"), os.path.join(beside, "data")
    day = date(layer.year, 4, 1)
    os.mkdir(earlier)
    try:
        known = roll_back(data, day, earlier, _described(data, layer))
        evidence = Evidence(f"ons-lookup-{layer.year};{CENSUS}", _certainty(layer))
        build.build(known, day, lookup, None, evidence, made)
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


def _certainty(layer: Layer) -> str:
    """Return A for what ONS itself gives out, B for what another server says it does."""
    return "A" if layer.address.startswith(f"{arcgis.ADDRESS}/") else "B"


def _described(data: Dataset, layer: Layer) -> dict[str, object]:
    """Return what a new set says of itself otherwise than the one that it goes on from."""
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


def _switch(made: Dataset, layer: Layer) -> None:
    """Put a set into the user's folder, and then name it as the one in use."""
    today, old = dates.today(), pointer()
    name = f"{PREFIX}{today:%Y%m%d}-{os.urandom(4).hex()}"
    with atomic_replace(name) as folder:
        shutil.copytree(made.folder, folder, copy_function=shutil.copyfile)
    new = Pointer(name, bundled().descriptor["version"], today, layer.address)
    with atomic_replace(POINTER) as path, open(path, "w", encoding="utf-8") as file:
        file.write(written(new))
    reload()
    _keep_only(new, old)


def _keep_only(*known: Pointer | None) -> None:
    """Remove the pages, and every set but those: who reads the last one may go on reading it.

    Where none of them counts, what names the set in use goes too, and first.
    """
    kept = [found.folder for found in known if found and is_current(found)]
    with suppress(OSError):
        if not kept:
            remove(POINTER)
        for name in os.listdir(user_dirs.folder()):
            if name.startswith(PREFIX) and name not in kept:
                remove(name)


class DataUpdate(NamedTuple):
    """The answer to `data update`.

    `status` is `current` where the newest lookup says what the data say, `updated` where other
    data are in use now, `to_update` where they would be without `--dry-run`, and `ahead` where
    the data have later boundaries than the lookup, which was then not fetched. `lookup` is its
    name, `service` its address, `boundaries` its day and `lsoas` their number, None where it was
    not fetched. `version` is that of the data before and `new_version` that of the new ones.
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
