"""Finds the files to scan: those that a user names, and those in folders that Git does not ignore.

In a checkout, `git ls-files` lists the files, because it defines what `.gitignore` means. In other
folders, or without Git, `ignore_rules` reads the `.gitignore` files.
"""

from __future__ import annotations

import os
import subprocess

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.scan.ignore_rules import is_ignored, read_rules
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icslookup.bulk.scan.ignore_rules import Rule

STDIN = "-"

_REPOSITORY = ".git"
_OF_GIT_ITSELF = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Variables that a Git hook sets. They would make Git list the files of another checkout."""


class Unread(NamedTuple):
    """A file or folder that cannot be read, and why."""

    file: str
    message: str


def find_files(
    paths: Iterable[str], extensions: Iterable[str], faults: list[Unread]
) -> Iterator[str]:
    """Yield the path of each file once, in the order of the user, and by name within a folder.

    Only files whose names end with one of `extensions` count, if there are any; `-` always counts.
    Folders that cannot be read are added to `faults`. Raises `DataError` for a missing path.
    """
    given = list(paths)
    for path in given:
        if path != STDIN and not os.path.exists(path):
            raise DataError("is missing: there is no such file or folder", path)
    endings = tuple(f".{extension.lstrip('.').lower()}" for extension in extensions)
    seen = set[str]()
    for path in given:
        found = files_in(path, faults) if path != STDIN and os.path.isdir(path) else [path]
        for file in found:
            identity = os.path.abspath(file)
            wanted = file == STDIN or not endings or file.lower().endswith(endings)
            if wanted and identity not in seen:
                seen.add(identity)
                yield file


def files_in(folder: str, faults: list[Unread]) -> Iterator[str]:
    """Yield the files in a folder that Git does not ignore, without those of `.git`."""
    listed = _listed_by_git(folder)
    if listed is None:
        yield from _walk(folder, _rules_above(folder), faults)
        return
    for name in listed:
        path = _joined(folder, name)
        if os.path.islink(path):
            continue
        if os.path.isdir(path):  # another checkout in this one
            yield from files_in(path.rstrip("/"), faults)
        elif os.path.isfile(path):
            yield path


def _listed_by_git(folder: str) -> list[str] | None:
    """Return the paths that Git lists for a folder, or None if it is not in a checkout.

    Returns None too if Git ignores the whole folder, which the user named nevertheless, or if Git
    could not read some of it.
    """
    done = _git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if done is None or done.returncode or done.stderr:
        return None
    names = sorted(set(os.fsdecode(done.stdout).split("\0")) - {""})
    if not names:
        ignored = _git(folder, "check-ignore", "-q", ".")
        if ignored is not None and not ignored.returncode:
            return None
    return names


def _git(folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    """Run Git in a folder. Returns None if it is not installed."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_GIT_ITSELF}
    command = ["git", "-C", folder, *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=False, env=kept)  # noqa: S603 - no shell, and fixed arguments
    except OSError:
        return None


def _rules_above(folder: str) -> list[Rule]:
    """Return the rules of the folders above one, up to the top of its checkout, if it has one."""
    above = []
    place = os.path.abspath(folder)
    while not os.path.exists(os.path.join(place, _REPOSITORY)):
        parent = os.path.dirname(place)
        if parent == place:
            return []
        place = parent
        above.append(place)
    rules = [rule for place in reversed(above) for rule in read_rules(place)]
    return [] if is_ignored(os.path.abspath(folder), rules, folder=True) else rules


def _walk(folder: str, rules: list[Rule], faults: list[Unread]) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        faults.append(Unread(folder, f"cannot be read: {error.strerror or error}"))
        return
    rules = rules + read_rules(os.path.abspath(folder))
    for entry in found:
        is_folder = entry.is_dir(follow_symlinks=False)
        path = _joined(folder, entry.name)
        if entry.name == _REPOSITORY or entry.is_symlink():
            continue
        if is_ignored(os.path.abspath(path), rules, folder=is_folder):
            continue
        if is_folder and os.path.exists(os.path.join(path, _REPOSITORY)):
            yield from files_in(path, faults)
        elif is_folder:
            yield from _walk(path, rules, faults)
        elif entry.is_file():
            yield path


def _joined(folder: str, name: str) -> str:
    return name if folder == os.curdir else os.path.join(folder, name)
