"""The page on architecture agrees with the import contract and with the files."""

from __future__ import annotations

import configparser
import re

import pytest

from tests.support.program import TOP

PACKAGE = TOP / "src" / "icslookup"
PAGE = (TOP / "docs" / "architecture.md").read_text(encoding="utf-8")
PAGES = ("docs/architecture.md", "docs/maintaining-data.md", "CONTRIBUTING.md")
EXTENSIONS = ("py", "csv", "json", "md", "toml", "yaml")


def drawn_layers() -> list[set[str]]:
    """Return the layers of the Mermaid picture from the top to the bottom."""
    (picture,) = re.findall(r"```mermaid\n(.*?)```", PAGE, re.DOTALL)
    names = {
        node: set(label.split(" · ")) for node, label in re.findall(r'(\w+)\["([^"]+)"\]', picture)
    }
    arrows = re.findall(r"^ *(\w+)(?:\[[^\]]*\])? --> (\w+)", picture, re.MULTILINE)
    below = dict(arrows)
    assert len(below) == len(arrows) == len(names) - 1, "each layer has one arrow to the next"
    (node,) = names.keys() - below.values()
    layers = [names[node]]
    while node in below:
        node = below[node]
        layers.append(names[node])
    return layers


def contract_layers() -> list[set[str]]:
    """Return the layers of the contract. A layer in brackets may lack its package."""
    contract = configparser.ConfigParser()
    contract.read(TOP / ".importlinter", encoding="utf-8")
    layers = []
    for line in contract["importlinter:contract:layers"]["layers"].split("\n"):
        names = {name.strip() for name in line.split("|")}
        layers.append({
            name.strip("()")
            for name in names
            if name and (name[0] != "(" or (PACKAGE / name.strip("()")).exists())
        })  # fmt: skip
    return [layer for layer in layers if layer]


def test_the_picture_shows_the_layers_of_the_contract() -> None:
    assert drawn_layers() == contract_layers()


def test_the_table_describes_every_package_in_the_order_of_the_layers() -> None:
    table = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    layers = contract_layers()
    assert set(table) == set().union(*layers)
    depth = {name: number for number, layer in enumerate(layers) for name in layer}
    assert table == sorted(table, key=depth.__getitem__)


def test_every_file_that_the_page_names_exists() -> None:
    texts = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL))
    words = [text for text in texts if re.fullmatch(r"[\w./-]+", text)]
    files = {word for word in words if word.rpartition(".")[2] in EXTENSIONS}
    files |= {word for word in words if re.fullmatch(r"[a-z]+/[a-z]+", word)}
    assert len(files) > 40
    assert [f for f in sorted(files) if not (TOP / f).exists() and not (PACKAGE / f).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_the_links_of_pages_for_maintainers_lead_somewhere(name: str) -> None:
    page = TOP / name
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (page.parent / target.partition("#")[0]).exists(), target
