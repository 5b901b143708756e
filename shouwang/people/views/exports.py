"""All that is held about one person, handed out with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.kit.downloads import workbook_answer
from shouwang.orgs.views.attempt import attempt, shown, typed
from shouwang.people import moving, privacy, queries, words
from shouwang.people.actions import persons
from shouwang.people.forms import ExportForm


@access.page(words.EXPORT_PERSON)
@never_cache
def export(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask for what and in which form; then hand the file out."""
    scope, now = request.scope, clock.now()  # type: ignore[attr-defined]
    one = queries.get(scope, person_id)
    scope.require(words.EXPORT_PERSON, one.unit)
    form = ExportForm(typed(request))
    done: Any = attempt(form, persons.note_export, person=one, by=request.user, at=now)
    if done is None:
        found = moving.page(scope, one, _("导出本人全部信息"))
        return shown(request, "people/export.html", form, **found)
    if form.cleaned_data["form"] == "json":
        return JsonResponse(privacy.as_data(one, at=now), json_dumps_params={"ensure_ascii": False})
    return workbook_answer(privacy.as_workbook(one, at=now), _("个人信息副本.xlsx"))
