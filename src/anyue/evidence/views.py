"""Pictures and documents, for the people who may see them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from anyue.organisations.http import SignedInRequest

from .models import Evidence
from .responses import TURNS, file_response


@require_GET
def file(request: SignedInRequest, pk: UUID) -> HttpResponseBase:
    """The file itself; `?turn=90` (180, 270) turns a picture clockwise."""
    turn = request.GET.get("turn", "0")
    if turn not in {"0", *map(str, TURNS)}:
        raise Http404
    evidence = _in_sight(request, pk)
    name = evidence.original_name or "佐证材料"
    return file_response(request, evidence.file, name=name, turn=int(turn))


@require_GET
def thumbnail(request: SignedInRequest, pk: UUID) -> HttpResponseBase:
    """The small picture of a photo; a document has none."""
    evidence = _in_sight(request, pk)
    if evidence.thumbnail is None:
        raise Http404
    return file_response(request, evidence.thumbnail, name="缩略图.jpg")


def _in_sight(request: SignedInRequest, pk: UUID) -> Evidence:
    files = Evidence.objects.visible_to(request.user).select_related("file", "thumbnail")
    return get_object_or_404(files, pk=pk)
