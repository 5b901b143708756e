"""What the inbox's page shows, at a desk and on a phone."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.access import SignedInRequest
from shouwang.desk import queries
from shouwang.desk.models import Entry

PER_PAGE = 30


def page_of(request: SignedInRequest, here: str) -> dict[str, Any]:
    """Return the context of the page at the address ``here``; ``?state=`` chooses the tab."""
    asked = request.GET.get("state", "")
    state = asked if asked in Entry.State.values else Entry.State.WAITING.value
    found = Paginator(queries.entries(request.user, state), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    tabs = [
        (label, f"{here}?state={value}", value == state, 0) for value, label in Entry.State.choices
    ]
    return {
        "page": page,
        "lines": queries.shown(list(page.object_list)),
        "state": state,
        "has_unread": any(e.read_at is None for e in page) and state != Entry.State.DONE,
        "tabs": tabs,
        "here": here,
        "empty": _EMPTY[state],
    }


_EMPTY = {
    Entry.State.WAITING.value: (
        _("没有等您办的事"),
        _("催报、退回、批复等送到您这里的，会列在这一页。"),
    ),
    Entry.State.READ.value: (_("没有已读的消息"), _("只需知晓的消息，看过之后移到这里。")),
    Entry.State.DONE.value: (
        _("还没有办结的事"),
        _("报表报送之后、事情办结之后，会从待办移到这里。"),
    ),
}
