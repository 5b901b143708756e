"""The inbox: what waits for me, what I have read, what is done."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.desk import queries
from shouwang.desk.actions import inbox as deeds
from shouwang.desk.listing import page_of
from shouwang.kit import clock


@require_GET
@access.signed_in
def inbox(request: SignedInRequest) -> HttpResponse:
    """Show one's inbox in the desk's frame; ``?state=`` read or done shows those."""
    return render(request, "desk/inbox.html", page_of(request, reverse("desk:inbox")))


@require_GET
@access.signed_in
def phone(request: SignedInRequest) -> HttpResponse:
    """Show one's inbox in the phone's frame."""
    context = page_of(request, reverse("desk:phone_inbox")) | {"is_phone": True}
    return render(request, "desk/phone.html", context)


@require_GET
@access.signed_in
def bell(request: SignedInRequest) -> HttpResponse:
    """Answer the bell, which asks whether anything new waits: 204 where nothing changed."""
    count = queries.waiting(request.user.pk)
    if request.GET.get("seen") == str(count):
        return HttpResponse(status=204)
    return render(request, "kit/bell.html", {"is_live": True})


@require_GET
@access.signed_in
def badges(request: SignedInRequest) -> HttpResponse:
    """Answer with the numbers of the rail, which the page puts in their places."""
    return render(request, "kit/badges.html")


@require_GET
@access.signed_in
def entry(request: SignedInRequest, entry_id: int) -> HttpResponse:
    """Mark one's entry as read and go to what it is about; ``?phone`` to the phone's page."""
    found = deeds.read(entry_id=entry_id, by=request.user, at=clock.now())
    return redirect((found.phone_url if "phone" in request.GET else "") or found.url)


@require_POST
@access.signed_in
def close(request: SignedInRequest, entry_id: int) -> HttpResponse:
    """Close one's entry by hand."""
    deeds.close(entry_id=entry_id, by=request.user, at=clock.now())
    return redirect(_back(request))


@require_POST
@access.signed_in
def read_all(request: SignedInRequest) -> HttpResponse:
    """Mark everything as read."""
    deeds.read_all(by=request.user, at=clock.now())
    return redirect(_back(request))


def _back(request: SignedInRequest) -> str:
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe else reverse("desk:inbox")
