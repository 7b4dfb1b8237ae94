"""The questions: each is a function that returns an answer and prints nothing."""

from icslookup.records import TYPE_CHECKING

if TYPE_CHECKING:
    from icslookup.lookup.about import cite, data_folder, data_info, validate
    from icslookup.lookup.listings import areas, boards, coverage, splits
    from icslookup.lookup.of_area import area
    from icslookup.lookup.of_board import board
    from icslookup.lookup.of_changes import changes
    from icslookup.lookup.of_history import history, timeline

__all__ = [
    "area",
    "areas",
    "board",
    "boards",
    "changes",
    "cite",
    "coverage",
    "data_folder",
    "data_info",
    "history",
    "splits",
    "timeline",
    "validate",
]

_FROM = {
    "about": ("cite", "data_folder", "data_info", "validate"),
    "listings": ("areas", "boards", "coverage", "splits"),
    "of_area": ("area",),
    "of_board": ("board",),
    "of_changes": ("changes",),
    "of_history": ("history", "timeline"),
}
_MODULES = {name: module for module, names in _FROM.items() for name in names}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        module = _MODULES.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        found = globals()[name] = getattr(import_module(f"icslookup.lookup.{module}"), name)
        return found
