"""What is on file of a person, changed; families; who looked, and who looked unmasked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit import clock
from shouwang.orgs import records
from shouwang.orgs.scope import scope_of
from shouwang.people import checks, queries, words
from shouwang.people.actions import conditions, holding
from shouwang.people.checks import NewContact, NewPerson
from shouwang.people.models import Contact, Person
from shouwang.people.reasons import Reason

# what the daily counts look at: a change re-opens today
_COUNTED = {"care", "is_destitute", "born_on"}


@dataclass(frozen=True)
class Revealed:
    """A person in the clear, to be shown once; ``contacts`` as (name, relation, phone)."""

    name: str
    id_number: str
    phone: str
    contacts: tuple[tuple[str, str, str], ...]


@transaction.atomic
def change_person(*, person_id: UUID, new: NewPerson, by: User, at: datetime) -> Person:
    """Bring what is on file up to date; a blank number or phone leaves what is there.

    The audit line names the fields that changed, never their values.
    """
    person = holding.lock_people([person_id])[person_id]
    holding.require(words.MANAGE_PEOPLE, [person.unit], by=by, now=at)
    new = checks.tidy(new)
    today = clock.local_day(at)
    checks.refuse(checks.findings(new, unit=person.unit, side=person.side, today=today))
    told = checks.told(new, is_child=person.is_child)
    if not new.id_number:
        for kept in ("id_number", "id_digest"):
            told.pop(kept)
        for kept in ("sex", "birth_year", "born_on"):
            told[kept] = told[kept] or getattr(person, kept)
    if not new.phone:
        told.pop("phone")
    changed = [field for field, value in told.items() if getattr(person, field) != value]
    if not changed:
        return person
    was = conditions.condition(person)
    for field in changed:
        setattr(person, field, told[field])
    try:
        with transaction.atomic():
            person.save(update_fields=changed)
    except IntegrityError:
        raise ValidationError(_("另有一份档案用这个身份证号"), code="id_number")
    conditions.keep(person, was, at=at)
    fields = [field for field in changed if field != "id_digest"]
    about = {"about": person, "unit_id": person.unit_id}
    audit.record(words.PERSON_CHANGED, by=by, at=at, fields=fields, **about)  # type: ignore[arg-type]
    if _COUNTED.intersection(changed):
        records.changed([(person.unit_id, today)])
    return person


@transaction.atomic
def add_contact(
    *, person_id: UUID, new: NewContact, by: User, at: datetime, is_first: bool = False
) -> Contact:
    """Put a relative or guardian on file; the first one is called first."""
    person = holding.lock_people([person_id])[person_id]
    holding.require(words.MANAGE_PEOPLE, [person.unit], by=by, now=at)
    checks.refuse(checks.contact_findings(new))
    others = Contact.objects.filter(person=person)
    first = is_first or not others.filter(is_first=True).exists()
    if first:
        others.update(is_first=False)
    (contact,) = checks.contacts_of(
        NewPerson("", contacts=[new]), person, recorded_at=at, recorded_by=by
    )
    contact.is_first = first
    contact.save(force_insert=True)
    audit.record(words.CONTACT_ADDED, by=by, at=at, about=person, unit_id=person.unit_id)
    return contact


@transaction.atomic
def change_contact(
    *, contact: Contact, new: NewContact, by: User, at: datetime, is_first: bool = False
) -> Contact:
    """Change a relative; a blank phone leaves what is there."""
    person = holding.lock_people([contact.person_id])[contact.person_id]
    holding.require(words.MANAGE_PEOPLE, [person.unit], by=by, now=at)
    checks.refuse(checks.contact_findings(new))
    contact.name, contact.relation = new.name.strip(), new.relation.strip()
    contact.is_guardian = new.is_guardian
    if new.phone.strip():
        contact.phone, contact.phone_digest = new.phone.strip(), checks.phone_digest(new.phone)
    if is_first:
        Contact.objects.filter(person=person).exclude(pk=contact.pk).update(is_first=False)
        contact.is_first = True
    contact.save()
    audit.record(words.CONTACT_CHANGED, by=by, at=at, about=person, unit_id=person.unit_id)
    return contact


@transaction.atomic
def remove_contact(*, contact: Contact, by: User, at: datetime) -> None:
    """Take a relative off the file, in fact."""
    person = holding.lock_people([contact.person_id])[contact.person_id]
    holding.require(words.MANAGE_PEOPLE, [person.unit], by=by, now=at)
    contact.delete()
    audit.record(words.CONTACT_REMOVED, by=by, at=at, about=person, unit_id=person.unit_id)


def note_view(*, person: Person, by: User, at: datetime) -> None:
    """Write down that somebody opened a person's page."""
    audit.record(words.VIEWED, by=by, at=at, about=person, unit_id=person.unit_id)


@transaction.atomic
def unmask(*, person: Person, reason: str, by: User, at: datetime) -> Revealed:
    """Return a person in the clear and write down who looked and for what (a ``Reason``)."""
    scope_of(by, at=at).require(words.UNMASK, person.unit)
    if reason not in Reason.values:
        raise ValidationError(_("请选择用途"), code="reason")
    about: dict[str, Any] = {"about": person, "unit_id": person.unit_id}
    audit.record(words.UNMASKED, by=by, at=at, why=reason, **about)
    family = queries.contacts(person)
    told = tuple((one.name, one.relation, one.phone) for one in family)
    return Revealed(person.name, person.id_number, person.phone, told)


@transaction.atomic
def note_export(*, person: Person, reason: str, form: str, by: User, at: datetime) -> bool:
    """Write down that all held about a person is handed out, and for what.

    Raises ``ValidationError`` for a child: nothing of theirs leaves as a file.
    """
    scope_of(by, at=at).require(words.EXPORT_PERSON, person.unit)
    if person.is_child:
        raise ValidationError(
            _("儿童信息不导出；确需提供的，由监护人到机构当面查阅"), code="reason"
        )
    if reason not in Reason.values:
        raise ValidationError(_("请选择用途"), code="reason")
    about: dict[str, Any] = {"about": person, "unit_id": person.unit_id}
    audit.record(words.EXPORTED, by=by, at=at, why=reason, format=form, **about)
    return True
