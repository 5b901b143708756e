"""What the page of one visit shows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from shouwang.accounts.access import SignedInRequest
from shouwang.gate import pages, words
from shouwang.gate.kinds import Decision
from shouwang.gate.models import Visit
from shouwang.people.names import shown_in_full
from shouwang.response.models import Exemption


def page(request: SignedInRequest, visit: Visit, *, full: bool = False) -> dict[str, Any]:
    """Return one visit, masked unless ``full``, with what may be done about it."""
    scope = request.scope
    may = scope.allows(words.REGISTER, visit.unit) and visit.voided_at is None
    row = pages.row_of(visit, full=shown_in_full(scope, visit.unit))
    exemption = visit.exemption
    return row | {
        "unit": visit.unit,
        "full": _full(visit) if full else {},
        "exemption": exemption,
        "is_approved": exemption is not None and exemption.state == Exemption.State.APPROVED,
        "steps": [
            {"at": step.happened_at, "text": f"{step.get_step_display()} {step.note}".strip(),
             "by": step.recorded_by.name if step.recorded_by else ""}
            for step in visit.steps.select_related("recorded_by").order_by("happened_at", "pk")
        ],
        "may_leave": may and row["is_inside"],
        "may_decide": may and visit.decision == Decision.WAITING,
        "may_supplement": may and visit.needs_details,
        "may_void": may,
        "may_unmask": not full
        and visit.visitor is not None
        and scope.allows(words.UNMASK, visit.unit),
        "crumbs": pages.crumbs(scope, visit.unit, _("来访登记")),
    }  # fmt: skip


def _full(visit: Visit) -> dict[str, str]:
    visitor = visit.visitor
    return {
        "name": str(visitor.name) if visitor else "",
        "phone": str(visitor.phone) if visitor else "",
        "plate": str(visit.plate),
        "note": str(visit.note),
    }
