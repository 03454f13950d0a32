"""The menu of the signed-in person."""

from django.http import HttpRequest


def menu(request: HttpRequest) -> dict[str, object]:
    """Context for all templates: `menu`, a list of {label, url, current, count}."""
    return {"menu": []}
