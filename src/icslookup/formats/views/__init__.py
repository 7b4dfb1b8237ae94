"""The views: how each class of answer is shown. A module has the name of that of its question."""
