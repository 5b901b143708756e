"""What is offered below: the pages for two steps of a case, the links on a person's page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.epidemic import rules, steps
from shouwang.movements import isolation_pages, isolation_queries, packs, words
from shouwang.movements.kinds import Kind
from shouwang.movements.observing import Observation
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people.links import PersonLink, person_link
from shouwang.people.marks import Mark, person_marks
from shouwang.people.models import Person, Side

_CASE_PAGE = "movements:for_case"


def _outing(person: Person) -> str:
    if person.side != Side.RESIDENT:
        return ""
    new = reverse("movements:new", args=[person.unit_id])
    return f"{new}?kind={Kind.MEDICAL.value}&person={person.pk}"


def _isolation(person: Person) -> str:
    return f"{reverse('movements:begin', args=[person.unit_id])}?person={person.pk}"


def _observed(*, scope: Scope, unit: Unit, at: datetime) -> dict[UUID, Mark]:
    found = isolation_queries.running(scope, unit, at=at)
    return {one.isolation.person_id: _mark(one) for one in found}


def _mark(one: Observation) -> Mark:
    said = _("隔离观察 %(day)s") % {"day": isolation_pages.day_words(one)}
    return Mark(said, "warn", packs.isolation_url(one.isolation))


steps.offer(rules.ISOLATE, _("安排隔离"), _CASE_PAGE)
steps.offer(rules.ROOMMATES, _("同室人员隔离"), _CASE_PAGE)
person_marks(_observed)
person_link(PersonLink(_("申请外出就医"), _outing, words.REQUEST, order=20))
person_link(PersonLink(_("安排隔离"), _isolation, words.ISOLATE, order=30))
