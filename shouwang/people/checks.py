"""Whether what is told of a person can be so: one check for screens, imports and actions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.kit import encrypted, id_numbers, masking
from shouwang.kit.id_numbers import Fault
from shouwang.orgs.models import Unit
from shouwang.people.models import Contact, Person, Sex, Side
from shouwang.people.models.contact import RELATION_LENGTH
from shouwang.people.models.person import BED_LENGTH, JOB_LENGTH, NAME_LENGTH, ROOM_LENGTH
from shouwang.people.names import CHILDRENS_KINDS

ID_PURPOSE, PHONE_PURPOSE = "id number", "phone"


@dataclass(frozen=True)
class NewContact:
    """A relative or guardian as told."""

    name: str
    phone: str = ""
    relation: str = ""
    is_guardian: bool = False


@dataclass(frozen=True)
class NewPerson:
    """A person as told. ``id`` is the client's key; sex and birth follow from an identity number.

    ``born_on`` is kept for children only, of others the year.
    """

    name: str
    id_number: str = ""
    phone: str = ""
    sex: str = ""
    birth_year: int | None = None
    born_on: date | None = None
    room: str = ""
    bed: str = ""
    job: str = ""
    care: str = ""
    is_destitute: bool = False
    contacts: Sequence[NewContact] = ()
    id: UUID | None = None


@dataclass(frozen=True)
class Finding:
    """What is wrong (or, as a warning, odd) about one field."""

    field: str
    why: str
    is_warning: bool = False


_FAULTS = {
    Fault.LENGTH: lambda: _("身份证号应为 18 位"),
    Fault.SIGNS: lambda: _("身份证号只能是数字，末位可以是 X"),
    Fault.BIRTHDAY: lambda: _("身份证号中的出生日期不存在或晚于今天"),
    Fault.CHECK: lambda: _("身份证号校验位不对，请逐位核对"),
}
_LONGEST = {"name": NAME_LENGTH, "room": ROOM_LENGTH, "bed": BED_LENGTH, "job": JOB_LENGTH}


def tidy(new: NewPerson) -> NewPerson:
    """Return what was told without stray spaces, with sex and birth read from the number."""
    number = masking.normal_id(new.id_number)
    born = masking.birthday_of(number) or new.born_on
    male = masking.is_male(number)
    return replace(
        new,
        name=_plain(new.name),
        room=_plain(new.room),
        bed=_plain(new.bed),
        job=_plain(new.job),
        id_number=number,
        phone=_plain(new.phone),
        sex=new.sex or ("" if male is None else Sex.MALE if male else Sex.FEMALE),
        born_on=born,
        birth_year=born.year if born else new.birth_year,
    )


def findings(new: NewPerson, *, unit: Unit, side: str, today: date) -> list[Finding]:
    """Return what speaks against a tidied person; warnings do not."""
    found = [*_texts(new), *_number(new, today=today)]
    if new.phone and not masking.is_phone(new.phone):
        found.append(Finding("phone", _("不是可以拨打的手机或座机号码")))
    if new.birth_year and not today.year - 130 <= new.birth_year <= today.year:
        found.append(Finding("birth_year", _("出生年份不合理")))
    if side == Side.RESIDENT and unit.kind in CHILDRENS_KINDS and new.born_on is None:
        found.append(Finding("born_on", _("儿童须有出生日期，年龄段人数由它得出")))
    for contact in new.contacts:
        found += contact_findings(contact)
    return found


def contact_findings(contact: NewContact) -> Iterable[Finding]:
    """Yield what speaks against a relative as told."""
    if not contact.name.strip():
        yield Finding("contact_name", _("没有填写家属姓名"))
    if len(contact.name) > NAME_LENGTH or len(contact.relation) > RELATION_LENGTH:
        yield Finding("contact_name", _("家属姓名或关系过长"))
    if contact.phone and not masking.is_phone(contact.phone):
        yield Finding("contact_phone", _("家属电话不是可以拨打的手机或座机号码"))


def refuse(found: Iterable[Finding]) -> None:
    """Raise ``ValidationError`` with the field as its code for the first that is no warning."""
    for finding in found:
        if not finding.is_warning:
            raise ValidationError(finding.why, code=finding.field)


def person_of(new: NewPerson, *, unit: Unit, side: str, **recorded: Any) -> Person:
    """Return the row of a tidied person, not yet written."""
    is_child = side == Side.RESIDENT and unit.kind in CHILDRENS_KINDS
    person = Person(unit=unit, side=side, is_child=is_child, **told(new, is_child=is_child))
    for field, value in recorded.items():
        setattr(person, field, value)
    if new.id:
        person.pk = new.id
    return person


def told(new: NewPerson, *, is_child: bool) -> dict[str, Any]:
    """Return the columns that follow from a tidied person."""
    same = ("name", "phone", "sex", "birth_year", "room", "bed", "job", "care", "is_destitute")
    return {field: getattr(new, field) for field in same} | {
        "id_number": new.id_number,
        "id_digest": encrypted.digest(new.id_number, purpose=ID_PURPOSE),
        "born_on": new.born_on if is_child else None,
    }


def contacts_of(new: NewPerson, person: Person, **recorded: Any) -> list[Contact]:
    """Return the rows of a person's relatives, not yet written; the first is called first."""
    return [
        Contact(
            person=person,
            name=_plain(each.name),
            phone=_plain(each.phone),
            phone_digest=phone_digest(each.phone),
            relation=_plain(each.relation),
            is_guardian=each.is_guardian,
            is_first=place == 0,
            **recorded,
        )
        for place, each in enumerate(new.contacts)
    ]


def phone_digest(phone: str) -> str:
    """Return the digest by which an equal phone is found, however it was spaced."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return encrypted.digest(digits.removeprefix("86"), purpose=PHONE_PURPOSE)


def _texts(new: NewPerson) -> Iterable[Finding]:
    if not new.name:
        yield Finding("name", _("没有填写姓名"))
    for field, most in _LONGEST.items():
        text = getattr(new, field)
        if len(text) > most:
            yield Finding(field, _("过长，最多 %(most)d 个字") % {"most": most})
        if any(unicodedata.category(sign) == "Cc" for sign in text):
            yield Finding(field, _("含有换行或控制字符"))


def _number(new: NewPerson, *, today: date) -> Iterable[Finding]:
    number = new.id_number
    if not number or id_numbers.is_other_document(number):
        return
    wrong = id_numbers.fault(number, today=today)
    if wrong is not None:
        yield Finding("id_number", _FAULTS[wrong]())
        return
    if not id_numbers.region_is_known(number):
        yield Finding("id_number", _("身份证号开头的地区代码少见，请核对"), is_warning=True)
    if new.sex and (new.sex == Sex.MALE) is not masking.is_male(number):
        yield Finding("sex", _("性别与身份证号不符"))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("\u3000", " ").split(" ")).strip()
