"""What is offered below: the line of temperatures on a person's page and card."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.health import words
from shouwang.people.links import PersonLink, person_link
from shouwang.people.models import Person


def _temperatures(person: Person) -> str:
    return reverse("health:person", args=[person.unit_id, person.pk])


person_link(PersonLink(_("体温记录"), _temperatures, words.READ_HOUSE, order=10))
