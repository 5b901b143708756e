"""What the parameters of addresses name: a table to add to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from shouwang.briefs.models import Brief
from shouwang.briefs.queries import content
from shouwang.ledger import spans
from shouwang.reporting.models import Item
from tests.architecture.walk.as_ruled import (
    bundled,
    excepted,
    guided,
    ordered,
    planned,
    reopening,
    self_checked,
)
from tests.architecture.walk.at_the_office import (
    answering,
    asked_for,
    drawn,
    kept_text,
    on_its_way,
    opened,
    owed,
    sent_up,
    signed,
    taught,
    templated,
    travelling,
)
from tests.architecture.walk.in_the_house import (
    came,
    fallen_ill,
    held_back,
    isolated,
    left_there,
    measured,
    moving,
    outside,
    tallied,
    walked,
    warned,
)
from tests.architecture.walk.world import World
from tests.cast import DAY, at

# Parameters that name a thing of some unit: each world has one of each.
THINGS: dict[str, Callable[[World], Any]] = {
    "unit_id": lambda w: w.unit.pk,
    "unit": lambda w: w.unit.code,
    "form_id": lambda w: w.form.pk,
    "figure_id": lambda w: Item.objects.filter(version__form=w.form).earliest("order").figure_id,
    "report_id": lambda w: w.report.pk,
    "user_id": lambda w: w.person.pk,
    "post_id": lambda w: w.holding.post_id,
    "holding_id": lambda w: w.holding.pk,
    "event_id": lambda w: w.event.pk,
    "work_id": lambda w: w.work.pk,
    "entry_id": lambda w: w.entry.pk,
    "run_id": lambda w: w.run.pk,
    "brief_id": lambda w: w.brief.pk,
    "template_id": lambda w: templated(w).pk,
    "leader_id": lambda w: answering(w).leader_id,
    "responsibility_id": lambda w: answering(w).pk,
    "handover_id": lambda w: on_its_way(w).pk,
    "sign_id": lambda w: signed(w).pk,
    "opening_id": lambda w: opened(w).pk,
    "alarm_id": lambda w: warned(w).pk,
    "case_id": lambda w: fallen_ill(w).pk,
    "note_id": lambda w: fallen_ill(w).steps.get(step="written_first").pk,
    "alias_id": lambda w: taught(w).pk,
    "checked_id": lambda w: kept_text(w).pk,
    "request_id": lambda w: asked_for(w).pk,
    "paper_id": lambda w: travelling(w).pk,
    "step_id": lambda w: travelling(w).steps.get().pk,
    "file_id": lambda w: travelling(w).files.get().pk,
    "recipient_id": lambda w: travelling(w).recipients.get().pk,
    "addressee_id": lambda w: sent_up(w).recipient_id,
    "dispatch_id": lambda w: sent_up(w).pk,
    "scan_id": lambda w: sent_up(w).scans.get().pk,
    "task_id": lambda w: owed(w).pk,
    "held_id": lambda w: held_back(w).pk,
    "visit_id": lambda w: came(w).pk,
    "parcel_id": lambda w: left_there(w).pk,
    "place_id": lambda w: walked(w).places[0],
    "routine_id": lambda w: walked(w).pk,
    "movement_id": lambda w: moving(w).pk,
    "isolation_id": lambda w: isolated(w).pk,
    "room_id": lambda w: isolated(w).room_id,
    "order_id": lambda w: ordered(w).pk,
    "bundle_id": lambda w: bundled(w).pk,
    "item_id": lambda w: bundled(w).items.get().pk,
    "exemption_id": lambda w: excepted(w).pk,
    "reopening_id": lambda w: reopening(w).pk,
    "person_id": lambda w: outside(w).person_id,
    "stay_id": lambda w: outside(w).stay_id,
    "absence_id": lambda w: outside(w).pk,
    "guide_id": lambda w: guided(w).pk,
    "list_id": lambda w: self_checked(w).checklist_id,
    "sheet_id": lambda w: self_checked(w).pk,
    "question_id": lambda w: self_checked(w).answers.get().item_id,
    "version_id": lambda w: planned(w).pk,
    "contact_id": lambda w: outside(w).person.contacts.get().pk,
    "round_id": lambda w: tallied(w).pk,
    "reading_id": lambda w: measured(w).pk,
}


# Parameters that name nothing of anybody's.
NEUTRAL: dict[str, Any] = {
    "day": DAY,
    # a span of the ledger
    "since": spans.written(at(DAY, 16) - timedelta(days=1)),
    "until": spans.written(at(DAY, 16)),
    "counter": "temp_done",
    "number": 1,
    "case_step": "written_follow",
    "done": 50,
    "revision": 1,
    "form": "docx",
    "stage": "county",
    "page": "filing",
    "picture": "phone-home",
    "pack": "routines.places",
    "side": "resident",
    "deed": "post",
    "code": "people.staff",
}


# Parameters that only the session that made them knows.
NEVER_OURS: dict[str, Any] = {"key": UUID(int=7)}


# What an address asks in its query to have anything to show: made of the parameters' values.
QUERIES: dict[str, Callable[[dict[str, Any]], dict[str, str]]] = {
    "isolation/case/": lambda values: {"case": str(values.get("case_id", ""))},
    "docs/<int:brief_id>/figures/": lambda values: {
        "key": list(content(Brief.objects.get(pk=values["brief_id"])).quotes)[-1]
    },
    "docs/<int:brief_id>/charts/": lambda values: {"key": drawn(values["brief_id"])},
}


# Addresses at which only the bureau's own desk can be sat: asked with the bureau, not a home.
AT_THE_BUREAU = {"reports/today/sign/<day:day>/<int:unit_id>/<str:stage>/"}


# What neighbours under one bureau share.
SHARED = {"form_id", "figure_id"}


def values_of(world: World) -> dict[str, Any]:
    """Return a value for every parameter."""
    return {name: value(world) for name, value in THINGS.items()} | NEUTRAL | NEVER_OURS
