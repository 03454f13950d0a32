"""The one error of the reader."""


class Unreadable(Exception):
    """The file cannot be read; ``str(error)`` is a Chinese sentence that says what to do."""
