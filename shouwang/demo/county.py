"""What one county asks its homes beside the daily report: of the night, every morning since the
snow; about heating, once, on the last day. Who files it, when and what.

Neither completes a day: who owes and has filed the daily report stays as the story tells.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from shouwang.accounts.models import User
from shouwang.demo.forms import drafted
from shouwang.demo.prefecture import DATA
from shouwang.demo.story import DAY_1, DAYS, FEVER_HOME, SEED, SNOWED_IN, Place
from shouwang.figures.rules import Number
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs.kinds import ELDERLY_HOMES
from shouwang.orgs.models import Unit
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.forms import FormDraft
from shouwang.reporting.actions.reports import Filing, file_report
from shouwang.reporting.models import Form, Submission

COUNTY = "LC/YN"
NIGHT, HEATING = "night", "heating"
# the form is asked for on this day, published when
FROM = {NIGHT: 20, HEATING: DAYS}
_PUBLISHED = {NIGHT: (19, time(17, 50)), HEATING: (DAYS, time(9, 10))}
# after the forms of the prefecture: what is still to be filed before what was filed at dawn
_ORDER = {HEATING: 50, NIGHT: 60}
# one home is late in the morning, one silent on the last; of the heating some have filed by 16:40
_NIGHT_LATE, _NIGHT_SILENT, _HEATED = 1, 1, 11
_BACK_ONLINE = time(14, 40)


@dataclass(frozen=True)
class Asked:
    """A form of the county is published."""

    code: str
    at: datetime


@dataclass(frozen=True)
class Answer:
    """A home files one of the county's forms for a day."""

    code: str
    place: Place
    day: date
    at: datetime
    values: Mapping[str, Number]
    is_zero: bool


def drafts() -> dict[str, tuple[dict[str, Any], FormDraft]]:
    """Return the county's forms by code: their heads as written down, and their drafts."""
    told = tomllib.loads((DATA / "county.toml").read_text(encoding="utf-8"))
    return {code: (form, drafted(form, {}, form["clock"])) for code, form in told.items()}


def tell(number: int, places: Sequence[Place]) -> Iterator[Asked | Answer]:
    """Return what the county asks and its homes answer on day ``number`` (from 1)."""
    day = DAY_1 + timedelta(days=number - 1)
    for code, (on, at) in _PUBLISHED.items():
        if number == on:
            yield Asked(code, clock.at(day, at))
    mine = [p for p in places if p.code.startswith(f"{COUNTY}/") and p.kind in ELDERLY_HOMES]
    homes = sorted(mine, key=lambda p: p.code)
    if number >= FROM[NIGHT]:
        yield from _nights(number, day, homes)
    if number == FROM[HEATING]:
        yield from _heated(day, homes)


def _nights(number: int, day: date, homes: Sequence[Place]) -> Iterator[Answer]:
    """Return the mornings' answers; on day 20 those without a network answer when it is back."""
    rng = Random(f"{SEED} night {number}")  # noqa: S311
    others = [p for p in homes if p.name != FEVER_HOME and p.township not in SNOWED_IN]
    slow = [p.code for p in rng.sample(others, _NIGHT_LATE + _NIGHT_SILENT)]
    for place in homes:
        snowed_in = number == FROM[NIGHT] and place.township in SNOWED_IN
        at = _moment(day, time(7, 12), 44, rng)
        if snowed_in:
            at = _moment(day, _BACK_ONLINE, 25, rng)
        elif place.code in slow[:_NIGHT_LATE]:
            at = _moment(day, time(8, 4), 9, rng)
        elif place.code in slow and number == DAYS:
            continue
        values = {
            "night_staff": Random(place.code).randint(2, 4),  # noqa: S311
            "night_rounds": rng.randint(3, 5),
            "night_gaps": 0,
            "night_fever": 0,
            "night_sent": 0,
        }
        yield Answer(NIGHT, place, day, at, values, is_zero=True)


def _heated(day: date, homes: Sequence[Place]) -> Iterator[Answer]:
    """Return who has answered about heating by now; the home of the accounts has not."""
    rng = Random(f"{SEED} heating")  # noqa: S311
    others = [p for p in homes if p.name != FEVER_HOME]
    for place in rng.sample(others, _HEATED):
        devices, found = rng.randint(6, 22), rng.randint(0, 3)
        values = {
            "heat_devices": devices,
            "heat_checked": devices,
            "heat_found": found,
            "heat_fixed": max(0, found - rng.randint(0, 1)),
            "generators": rng.randint(0, 1),
        }
        at = _moment(day, time(13, 5), 190, rng)
        yield Answer(HEATING, place, day, at, values, is_zero=False)


def _moment(day: date, start: time, minutes: int, rng: Random) -> datetime:
    late = timedelta(minutes=rng.randint(0, minutes), seconds=rng.randint(0, 59))
    return clock.at(day, start) + late


class Desk:
    """The county's forms, once they are published, and who files them."""

    def __init__(self, reporters: Mapping[str, User], by: User) -> None:
        self.reporters, self.by = reporters, by
        self.forms: dict[str, Form] = {}

    def do(self, told: Asked | Answer) -> None:
        """Publish a form, or file it for a home."""
        if isinstance(told, Asked):
            self.forms[told.code] = self._publish(told)
            return
        unit = Unit.objects.get(code=told.place.code)
        sent = Filing(
            values=told.values,
            client_id=uuid7(told.at - timedelta(seconds=50)),
            is_zero=told.is_zero,
            source=Submission.Source.PHONE,
        )
        by = self.reporters[told.place.code]
        form = self.forms[told.code]
        file_report(unit=unit, form=form, day=told.day, filing_=sent, by=by, at=told.at)

    def _publish(self, told: Asked) -> Form:
        head, draft = drafts()[told.code]
        starts_on = DAY_1 + timedelta(days=FROM[told.code] - 1)
        form = forms.create_form(
            owner=Unit.objects.get(code=COUNTY), code=f"yn_{told.code}", zh=head["zh"],
            period=head["period"], kinds=sorted(ELDERLY_HOMES), starts_on=starts_on,
            number=head["number"], paper=head["paper"], order=_ORDER[told.code], completes=False,
            by=self.by, at=told.at,
        )  # fmt: skip
        forms.save_draft(form=form, draft=draft, starts_on=starts_on, by=self.by, at=told.at)
        forms.publish(form=form, by=self.by, at=told.at)
        return form
