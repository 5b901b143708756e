"""The first page: each person lands where their day begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from shouwang.accounts import access
from shouwang.accounts import words as account_words
from shouwang.accounts.roles import Role
from shouwang.kit import registry
from shouwang.orgs import words as org_words
from shouwang.reporting import words as report_words

# the first permission held decides; a clerk and a leader on a phone start on the phone page
_FIRST_PAGES = (
    (report_words.READ_DAY, "reporting:day"),
    (report_words.FILE_REPORT, "reporting:owed"),
    (report_words.MANAGE_FORMS, "orgs:units"),
    (account_words.READ_AUDIT, "accounts:audit"),
    (account_words.MANAGE_USERS, "orgs:users"),
    (org_words.SEE_UNITS, "orgs:units"),
)
_PHONES = ("Mobile", "Android", "iPhone", "HarmonyOS")


@access.signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Go to the page where the user's day begins; tell who holds no post whom to ask."""
    held = request.scope.permissions  # type: ignore[attr-defined]
    target = next((page for permission, page in _FIRST_PAGES if permission in held), None)
    if target is None:
        return render(request, "config/no_post.html")
    on_phone = any(word in request.headers.get("User-Agent", "") for word in _PHONES)
    # who enters what happens in the house starts where that is done
    has_tiles = target == "orgs:units" and bool(registry.phone_tiles(held))
    is_leader = any(part.role == Role.LEADER for part in request.scope.subtrees)  # type: ignore[attr-defined]
    if has_tiles or (on_phone and (target == "reporting:owed" or is_leader)):
        target = "reporting:phone"
    return redirect(target)
