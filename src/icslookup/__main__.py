"""The command line as `python -m icslookup`."""

from icslookup.cli import main

main()
