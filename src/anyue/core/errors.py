"""How does a rule say no? Views show it, the API returns it, nobody swallows it."""


class Refused(Exception):
    """A rule said no. The message is a Chinese sentence for the person who asked."""

    status_code = 422


class Stale(Refused):
    """The record moved on since the person last saw it; the message says who was first."""

    status_code = 409


class TooFast(Refused):
    """Asked again too soon. `wait` is the number of seconds until the next try counts."""

    status_code = 429

    def __init__(self, message: str, *, wait: int) -> None:
        super().__init__(message)
        self.wait = wait
