"""Building the data, downloading the newest lookup of ONS, and returning to the bundled data."""
