"""The questions: each is a function that returns an answer and prints nothing."""

from icslookup.later import later
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
if not TYPE_CHECKING:
    __getattr__ = later(__name__, _FROM)
