from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from shouwang.accounts import access
from shouwang.edge import checks  # noqa: F401 (its calls belong to the API)
from shouwang.edge.api import api
from shouwang.edge.errors import say
from shouwang.edge.views import envelopes, held

app_name = "edge"

_PUBLIC = {"openapi-json", "api-root"}


def _in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say a wrong method in JSON like every other refusal: ninja says it in plain English."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code != 405:
            return answer
        refusal = say(405, _("这个地址不接受 %(method)s") % {"method": request.method})
        refusal.headers["Allow"] = answer.headers["Allow"]
        return refusal

    return answered


_routes = api.urls
for _route in _routes[0]:
    if not isinstance(_route, URLPattern) or _route.callback is None:
        continue
    if _route.name in _PUBLIC:
        access.public(_route.callback)
    else:
        _route.callback = access.by_key(_in_json(_route.callback))

urlpatterns = [
    path("api/v1/", _routes),
    path("m/envelopes/", envelopes.envelopes, name="envelopes"),
    path("m/packs/<str:pack>/<int:unit_id>/", envelopes.pack, name="pack"),
    path("m/outbox/", envelopes.outbox, name="outbox"),
    path("held/", held.listing, name="held"),
    path("held/<uuid:held_id>/", held.one, name="held_one"),
]
