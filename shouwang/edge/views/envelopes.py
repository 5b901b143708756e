"""What phones ask for: taking entries, packs, the page of the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope, SignedInRequest
from shouwang.edge.actions.envelopes import receive
from shouwang.edge.reading import Unreadable, packet
from shouwang.kit import clock, offline
from shouwang.kit.context import person_of
from shouwang.orgs.models import Unit


@require_http_methods(["GET", "POST"])
@access.signed_in
@never_cache
def envelopes(request: SignedInRequest) -> HttpResponse:
    """Take a packet of entries and answer each; a GET gives whom the session is and a token.

    409 when the session is another person's than the entries: they wait for their author.
    """
    me, now = person_of(request.user.pk), clock.now()
    if request.method == "GET":
        get_token(request)
        return _say({"user": me, "now": now.isoformat()})
    if request.POST.get("user") != me:
        return _say({"why": _("登录的是另一位用户")}, status=409)
    return _answered(request, now)


@require_GET
@access.signed_in
@never_cache
def pack(request: SignedInRequest, pack: str, unit_id: int) -> HttpResponse:
    """Answer a pack of a unit: ``at`` and ``data``."""
    found, now = offline.packs().get(pack), clock.now()
    if found is None:
        raise OutOfScope("pack")
    unit = access.one(Unit.objects.filter(request.scope.q()), pk=unit_id)
    request.scope.require(found.permission, unit)
    data = found.build(scope=request.scope, unit=unit, at=now)
    return _say({"at": now.isoformat(), "data": data})


@require_GET
@access.signed_in
def outbox(request: SignedInRequest) -> HttpResponse:
    """Show the outbox: the page holds nothing of anybody, the phone fills it."""
    return render(request, "edge/outbox.html")


def _answered(request: SignedInRequest, now: datetime) -> HttpResponse:
    """Answer a packet: each entry by itself."""
    try:
        sent = packet(request.POST, request.FILES, now=now)
    except Unreadable:
        return _say({"why": _("上传的内容读不懂，请刷新页面后再试")}, status=400)
    answers = [receive(one, by=request.user, scope=request.scope, at=now) for one in sent]
    return _say({"now": now.isoformat(), "answers": [answer.plain() for answer in answers]})


def _say(what: dict[str, Any], *, status: int = 200) -> JsonResponse:
    answer = JsonResponse(what, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    return answer
