"""What the tests of signed reports share: the form published anew, and the buttons of the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.desk.models import Entry
from shouwang.reporting import blueprint
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.forms import ItemDraft
from shouwang.reporting.models import Form, FormVersion, Handover
from tests.cast import DAY, MORNING


def publish_again(
    form: Form,
    *,
    signing: tuple[str, ...] = (),
    starts_on: date = DAY,
    added: tuple[ItemDraft, ...] = (),
    **changed: Any,
) -> FormVersion:
    """Publish the form anew from a day on, with its drawing or its draft changed."""
    last = form.versions.order_by("-number").first()
    drawn = blueprint.of_version(last, starts_on=starts_on)
    draft, _day, _problems = blueprint.read(replace(drawn, signing=signing))
    by = system_user()
    draft = replace(draft, items=[*draft.items, *added])
    draft = replace(draft, **changed)
    forms.save_draft(form=form, draft=draft, starts_on=starts_on, by=by, at=MORNING)
    return forms.publish(form=form, by=by, at=MORNING)


def press(client: Client, of: Handover, deed: str, **more: str):
    """Press one of the four buttons."""
    address = reverse("reporting:handover", args=(of.pk,))
    return client.post(address, {"deed": deed, **more}, follow=True)


def open_entries(user: User) -> list[str]:
    """Return what waits in an inbox."""
    return list(Entry.objects.filter(to=user, done_at=None).values_list("text", flat=True))
