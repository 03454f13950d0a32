"""The errors of the reader."""


class Unreadable(Exception):
    """The file cannot be read; ``str(error)`` is a Chinese sentence that says what to do."""


class BadWords(Exception):
    """An office's own words cannot be used; ``str(error)`` is a Chinese sentence."""
