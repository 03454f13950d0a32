"""Who may open pages of the bureau's desk at all?"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from anyue.organisations.http import SignedInRequest

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def desk_page(capability: str) -> Callable[[View[P]], View[P]]:
    """Only for people of a government unit who may do `capability` (see roles.toml)."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            unit = request.user.unit
            if unit is None or not unit.is_government or not request.user.can(capability):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard
