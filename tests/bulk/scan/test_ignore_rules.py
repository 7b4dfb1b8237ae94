"""The patterns of `.gitignore`, compared with those of Git itself."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk.scan.ignore_rules import is_ignored, parse_rules, read_rules
from tests.support.scans import tree

if TYPE_CHECKING:
    from pathlib import Path

PATHS = """a.log b.txt build/ build/a.log build/sub/ build/sub/b.txt sub/ sub/build/ sub/a.log sub/b.txt
    sub/deep/ sub/deep/a.log sub/deep/b.txt doc/ doc/frotz/ doc/frotz/x a/ a/b/ a/b/c/ a/b/c/d.txt #x !y
    space\\ .txt x1 x2 xa x[ *.z builder x-y X1""".replace("\\ ", "\0").split()

PATTERNS = [
    "*.log", "build", "build/", "/build", "/build/", "sub/build", "**/build", "build/**", "sub/**/b.txt",
    "a/**/d.txt", "**/deep/b.txt", "*.log\n!sub/*.log", "*\n!*/\n!*.txt", "/*\n!/sub", "doc/frotz", "frotz",
    "doc/*", "#x", "\\#x", "!y", "\\!y", "x?", "x[12]", "x[!12]", "x[^1]", "x[a-z]", "x[0-9]", "x\\[",
    "\\*.z", "", "   ", "b.txt   ", "b.txt\\ ", "/", "sub/*", "sub/*/", "*.txt\n!b.txt\nb.txt",
    "**", "a/**", "a/*/c", "x[1-3]", "[xX]1", "x[", "x[]a]", "deep/", "*/deep", "**/a/**", "b*.txt", "?.txt",
    "x[2-1]", "x[\\1]", "x[\\]a]", "x[a-", "[a-z]/b", "a/[a-c]/c", "x[!a-z]", "[[]x", "x[[]", "x[2\\-1]", "sub/deep\n!sub/deep/b.txt", "build*", "x[-a]y", "a/b/c/d.txt", "/a/b", "*.l?g", "x-y\r",
]  # fmt: skip


def make(folder: Path) -> list[str]:
    paths = [path.replace("\0", " ") for path in PATHS]
    for path in paths:
        if path.endswith("/"):
            (folder / path).mkdir(parents=True, exist_ok=True)
    tree(folder, {path: "" for path in paths if not path.endswith("/")})
    return paths


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_means_what_it_means_to_git(tmp_path: Path, pattern: str) -> None:
    paths = make(tmp_path)
    (tmp_path / ".gitignore").write_text(f"{pattern}\n", encoding="utf-8", newline="")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    listed = subprocess.run(
        ["git", "-C", str(tmp_path), "ls-files", "-z", "--others", "--exclude-standard"],
        check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    rules = read_rules(str(tmp_path))

    def kept(path: str) -> bool:
        parts = path.split("/")
        above = ["/".join(parts[: number + 1]) for number in range(len(parts))]
        return not any(
            is_ignored(os.path.join(tmp_path, one), rules, folder=one != path) for one in above
        )

    files = [path for path in paths if not path.endswith("/")]
    assert sorted(filter(kept, files)) == sorted(set(listed) - {"", ".gitignore"})


def test_the_rules_of_a_folder_hold_below_it() -> None:
    rules = parse_rules("/top/sub", ["*.log", "/x"])
    assert is_ignored("/top/sub/deep/a.log", rules, folder=False)
    assert not is_ignored("/top/sub/deep/x", rules, folder=False)


def test_a_folder_without_the_file_has_no_rules(tmp_path: Path) -> None:
    assert read_rules(str(tmp_path)) == []


def test_the_file_may_begin_with_a_mark(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("\ufeff*.log\n", encoding="utf-8")
    assert is_ignored(str(tmp_path / "a.log"), read_rules(str(tmp_path)), folder=False)
