"""The page that enters a visit at a desk: what is in force, the form, what was decided."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from shouwang.accounts.access import SignedInRequest
from shouwang.gate import pages
from shouwang.gate.actions import visits
from shouwang.gate.actions.after import Details
from shouwang.gate.forms import VisitForm
from shouwang.gate.kinds import MEASURES, Decision, Purpose, Reason
from shouwang.gate.models import Visit
from shouwang.gate.told import NewVisit, Who
from shouwang.health import rules as thermometer
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.people import queries as people
from shouwang.people.models import Side
from shouwang.response import measures
from shouwang.response.measures import InForce

# what each button of the page says was decided, and why
_DEEDS: dict[str, tuple[str, str]] = {
    "admit": (Decision.ADMITTED, ""),
    "ask": (Decision.WAITING, ""),
    "refuse": (Decision.REFUSED, Reason.MEASURE),
    "refuse_video": (Decision.REFUSED, Reason.MEASURE),
    "refuse_fever": (Decision.REFUSED, Reason.FEVER),
    "refuse_history": (Decision.REFUSED, Reason.HISTORY),
}


class EntryPage:
    """One request to ``/gate/<unit>/new/``."""

    def __init__(self, request: SignedInRequest, unit: Unit) -> None:
        self.request, self.unit, self.at = request, unit, clock.now()
        asked = request.POST.get("purpose") or request.GET.get("purpose", "")
        usual = [one for one in Purpose if one != Purpose.EMERGENCY]
        self.purpose = Purpose(asked) if asked in usual else Purpose.VISIT
        roll = people.roll(request.scope, unit, at=self.at, side=Side.RESIDENT)
        posted = request.POST if request.method == "POST" else None
        self.form = VisitForm(posted, roll=roll)
        # as typed: a finding about it takes it out of the form's own values
        self.measured: int | None = None

    @property
    def status(self) -> int:
        """Return the answer's status."""
        return 422 if self.form.errors else 200

    @cached_property
    def order(self) -> InForce | None:
        """Return the order that forbids the purpose now."""
        return measures.forbidden(MEASURES[self.purpose], unit=self.unit, at=self.at)

    def entered(self) -> Visit | None:
        """Enter what was posted; None with the findings on the form."""
        deed = self.request.POST.get("deed", "")
        if deed not in _DEEDS or not self.form.is_valid():
            return None
        self.measured = self.form.cleaned_data["temperature"]
        try:
            return visits.enter(
                new=self._told(deed), by=self.request.user, at=self.at, scope=self.request.scope
            )
        except ValidationError as why:
            field = {"history": "is_history_clear"}.get(why.code or "", why.code)
            self.form.add_error(field if field in self.form.fields else None, why.messages)
            return None

    def context(self) -> dict[str, Any]:
        """Return what the page shows."""
        mark = thermometer.tenths(measures.value("fever_at", unit=self.unit, at=self.at))
        return {
            "unit": self.unit,
            "form": self.form,
            "purpose": self.purpose,
            "tabs": [
                (one.label, f"?purpose={one.value}", one == self.purpose)
                for one in Purpose
                if one != Purpose.EMERGENCY
            ],
            "order": self.order,
            "is_fever": self.measured is not None and self.measured >= mark,
            "is_history": "is_history_clear" in self.form.errors,
            "crumbs": pages.crumbs(self.request.scope, self.unit, _("来访登记")),
        }

    def _told(self, deed: str) -> NewVisit:
        told = self.form.cleaned_data
        decision, reason = _DEEDS[deed]
        return NewVisit(
            unit=self.unit,
            purpose=self.purpose,
            happened_at=self.at,
            decision=decision,
            reason=reason,
            who=Who(name=told["name"], phone=told["phone"], come_from=told["come_from"]),
            person_id=told["person"],
            heads=told["heads"],
            plate=told["plate"],
            temperature=told["temperature"],
            wears_mask=told["wears_mask"],
            is_history_clear=told["is_history_clear"],
            wants_video=deed == "refuse_video",
            note=told["note"],
        )


def details(request: SignedInRequest) -> Details:
    """Return what is written down of an ambulance afterwards."""
    told = request.POST
    heads = told.get("heads", "")
    return Details(
        who=Who(name=told.get("name", ""), phone=told.get("phone", "")),
        plate=told.get("plate", ""),
        heads=int(heads) if heads.isdecimal() and len(heads) < 3 else 1,
        whom=told.get("whom", ""),
        note=told.get("note", ""),
    )
