"""The views, which show each class of answer. A module has the name of the question's module."""
