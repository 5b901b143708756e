"""What the API answers when it does not do what was asked: Chinese JSON, refusals on record."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.middleware import record_refusal


def answer_in_chinese(api: NinjaAPI) -> None:
    """Let an API answer every refusal as ``{"why": …}`` (422 with ``findings`` by field).

    Ninja answers these exceptions itself, before the middleware that keeps the trail sees them.
    """

    def not_found(request: HttpRequest, refusal: Any) -> HttpResponse:
        record_refusal(request, refusal)
        return say(404, _("没有这项内容，或不在您的范围内"))

    def not_permitted(request: HttpRequest, refusal: Any) -> HttpResponse:
        record_refusal(request, refusal)
        return say(403, _("您没有办理此事的权限"))

    def no_key(_request: HttpRequest, _refusal: Any) -> HttpResponse:
        answer = say(401, _("没有密钥，或密钥已失效"))
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    def unreadable(_request: HttpRequest, refusal: Any) -> HttpResponse:
        return say(refusal.status_code, _("请求内容不是合法的 JSON"))

    def unfit(_request: HttpRequest, refusal: Any) -> HttpResponse:
        findings = [_finding(fault) for fault in refusal.errors]
        return say(422, _("请求内容不合要求"), findings=findings)

    api.add_exception_handler(Http404, not_found)
    api.add_exception_handler(NotPermitted, not_permitted)
    api.add_exception_handler(AuthenticationError, no_key)
    api.add_exception_handler(HttpError, unreadable)
    api.add_exception_handler(ValidationError, unfit)


def say(status: int, why: str, **more: Any) -> HttpResponse:
    """Return an answer that says in Chinese why nothing was done."""
    words = {"ensure_ascii": False}
    return JsonResponse({"why": why, **more}, status=status, json_dumps_params=words)


def _finding(fault: dict[str, Any]) -> dict[str, str]:
    """Return one fault of the request: ``item`` is the field, dotted, as the sender wrote it."""
    # (body, argument, field, key of a mapping, …); alternatives of a type are named in capitals
    places = [str(part) for part in fault["loc"][1:] if str(part) != "body"]
    if len(places) > 2 and places[0] == "values":
        places = places[:2]
    return {"item": ".".join(places), "severity": "error", "why": _why(str(fault["type"]))}


def _why(kind: str) -> str:
    if kind == "missing":
        return _("缺少这一项")
    for part, why in (
        ("uuid", _("应为 UUID")),
        ("datetime", _("应为带时区的日期时间")),
        ("date", _("应为日期，如 2020-02-11")),
        ("int", _("应为数字，不加引号")),
        ("decimal", _("应为数字，不加引号")),
        ("is_instance", _("应为数字，不加引号")),
        ("bool", _("应为 true 或 false")),
        ("string", _("应为文字")),
        ("dict", _("应为一组名称和值")),
    ):
        if kind.startswith(part) or f"_{part}" in kind:
            return why
    return _("内容不合要求")
