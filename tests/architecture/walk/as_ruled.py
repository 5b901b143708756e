"""What was ordered, allowed, issued and planned for a house."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from shouwang.guides.models import Checklist, Guide, PlanVersion, Sheet
from shouwang.response.models import Bundle, Exemption, Order, Reopening
from tests.architecture.walk.world import World
from tests.cast import DAY, at


def ordered(of: World) -> Order:
    """Return an order in principle for a world's unit, made when first asked for."""
    kept = {"giver": of.unit, "strength": "principle", "starts_at": at(DAY)}
    kept |= {"given_by": of.person, "given_at": at(DAY)}
    return Order.objects.get_or_create(unit=of.unit, measure_id="leave", defaults=kept)[0]


def bundled(of: World) -> Bundle:
    """Return a bundle of a world's bureau with a measure, made when first asked for."""
    bureau = of.unit.get_parent()
    kept = {"standing": "own", "levels": [1]}
    made, is_new = Bundle.objects.get_or_create(unit=bureau, name="自拟措施包", defaults=kept)
    if is_new:
        made.items.create(measure_id="visits", strength="absolute")
    return made


def excepted(of: World) -> Exemption:
    """Return a case of a world's unit that waits for approval, made when first asked for."""
    kept = {"order": ordered(of), "measure_id": "leave", "reason": "病危"}
    kept |= {"asked_by": of.person, "asked_at": at(DAY)}
    return Exemption.objects.get_or_create(unit=of.unit, about="walk:1", defaults=kept)[0]


def reopening(of: World) -> Reopening:
    """Return an application of a world's unit to reopen, made when first asked for."""
    kept = {"measures": ["leave"], "plan": "分批", "applied_by": of.person, "applied_at": at(DAY)}
    return Reopening.objects.get_or_create(unit=of.unit, defaults=kept)[0]


def guided(of: World) -> Guide:
    """Return a guide of a world's bureau for units such as the world's, made when first asked."""
    kept = {"kinds": [of.unit.kind], "made_at": at(DAY)}
    guide, is_new = Guide.objects.get_or_create(
        issuer=of.unit.get_parent(), title=f"{of.unit.name}指南", defaults=kept
    )
    if is_new:
        kept_file = default_storage.save("guides/walk.pdf", ContentFile(b"%PDF-1.4"))
        issued = {"issued_by": of.person, "issued_at": at(DAY), "file": kept_file}
        guide.versions.create(number=1, text="正文", file_name="指南.pdf", **issued)
    return guide


def self_checked(of: World) -> Sheet:
    """Return a self-check of a world's unit by a list of its bureau, made when first asked for."""
    if made := Sheet.objects.filter(unit=of.unit).first():
        return made
    told = {"title": "自查", "kinds": [of.unit.kind], "cadence": "daily", "starts_on": DAY}
    told |= {"due_time": at(DAY, 20).time(), "made_by": of.person, "made_at": at(DAY)}
    asked = Checklist.objects.create(owner=of.unit.get_parent(), **told)
    when = {"happened_at": at(DAY), "recorded_at": at(DAY), "recorded_by": of.person}
    made = Sheet.objects.create(unit=of.unit, checklist=asked, period_on=DAY, no=1, **when)
    photo = default_storage.save("guides/walk.jpg", ContentFile(b"jpeg"))
    item = asked.items.create(order=1, text="测温")
    made.answers.create(item=item, value="no", note="漏测", photo=photo)
    return made


def planned(of: World) -> PlanVersion:
    """Return a plan of a world's unit that waits for approval, made when first asked for."""
    kept = {"state": "submitted", "saved_by": of.person, "saved_at": at(DAY)}
    kept |= {"submitted_by": of.person, "submitted_at": at(DAY)}
    return PlanVersion.objects.get_or_create(unit=of.unit, number=1, defaults=kept)[0]
