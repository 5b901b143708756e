"""What one county asks its homes beside the daily report: of the night, every morning since the
snow; about heating, once, on the last day. Who files it, when and what, and who signs it before.

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
from shouwang.accounts.roles import Role
from shouwang.demo import posts
from shouwang.demo.accounts import ACCOUNTS
from shouwang.demo.forms import drafted
from shouwang.demo.prefecture import DATA
from shouwang.demo.story import DAY_1, DAYS, FEVER_HOME, SEED, SNOWED_IN, Place
from shouwang.figures.rules import Number
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs.kinds import ELDERLY_HOMES, Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting import signers
from shouwang.reporting.actions import forms, signing
from shouwang.reporting.actions.forms import FormDraft
from shouwang.reporting.actions.reports import Filing, file_report
from shouwang.reporting.models import Form, Handover, Step, Submission

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
# each signs at most so many minutes after the one before: all have by 16:40
_SIGNED_WITHIN = 10
_LARGE = (Kind.PUBLIC_URBAN_HOME, Kind.PRIVATE_URBAN_HOME)
_POSTS = {Step.CHECKER: ("审核人", Role.CHECKER), Step.DIRECTOR: ("院长", Role.DIRECTOR)}


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


@dataclass(frozen=True)
class Signed:
    """Somebody of a home signs what was filled in there: after the last it is filed."""

    place: Place
    step: Step
    at: datetime


Told = Asked | Answer | Signed


def steps(kind: str) -> list[Step]:
    """Return who signs at a home of a kind: a small one has its director alone."""
    return [Step.CHECKER, Step.DIRECTOR] if kind in _LARGE else [Step.DIRECTOR]


def found_signers(made: Mapping[str, Unit], by: User, at: datetime) -> None:
    """Appoint who signs at the county's homes, but for the home of the accounts; none of them can
    sign in."""
    taken = {account.unit for account in ACCOUNTS}
    mine = [u for code, u in made.items() if code.startswith(f"{COUNTY}/")]
    homes = [u for u in mine if u.kind in ELDERLY_HOMES and u.name not in taken]
    for number, home in enumerate(homes, 1):
        for step in steps(home.kind):
            post, role = _POSTS[step]
            username, name = f"{step.value[0]}{number:03d}", f"{post}{number:03d}"
            posts.colleague(username, name, home, post, role, by=by, at=at)


def drafts() -> dict[str, tuple[dict[str, Any], FormDraft]]:
    """Return the county's forms by code: their heads as written down, and their drafts."""
    told = tomllib.loads((DATA / "county.toml").read_text(encoding="utf-8"))
    return {code: (form, drafted(form, {}, form["clock"])) for code, form in told.items()}


def tell(number: int, places: Sequence[Place]) -> Iterator[Told]:
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


def _heated(day: date, homes: Sequence[Place]) -> Iterator[Answer | Signed]:
    """Return who has answered about heating by now, and signed it; the home of the accounts has
    not."""
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
        pause = Random(f"{SEED} signing {place.code}")  # noqa: S311
        for step in steps(place.kind):
            at += timedelta(minutes=pause.randint(2, _SIGNED_WITHIN), seconds=pause.randint(0, 59))
            yield Signed(place, step, at)


def _moment(day: date, start: time, minutes: int, rng: Random) -> datetime:
    late = timedelta(minutes=rng.randint(0, minutes), seconds=rng.randint(0, 59))
    return clock.at(day, start) + late


class Desk:
    """The county's forms, once they are published, and who files and signs them."""

    def __init__(self, reporters: Mapping[str, User], by: User) -> None:
        self.reporters, self.by = reporters, by
        self.forms: dict[str, Form] = {}

    def do(self, told: Told) -> None:
        """Publish a form, fill it in for a home, or sign it there."""
        if isinstance(told, Asked):
            self.forms[told.code] = self._publish(told)
        elif isinstance(told, Answer):
            self._answer(told)
        else:
            self._sign(told)

    def _answer(self, told: Answer) -> None:
        """File a form; one that is to be signed is handed over to be signed."""
        unit = Unit.objects.get(code=told.place.code)
        sent = Filing(
            values=told.values,
            client_id=uuid7(told.at - timedelta(seconds=50)),
            is_zero=told.is_zero,
            source=Submission.Source.PHONE,
        )
        by = self.reporters[told.place.code]
        form = self.forms[told.code]
        if told.code != HEATING:
            file_report(unit=unit, form=form, day=told.day, filing_=sent, by=by, at=told.at)
            return
        scope = scope_of(by, at=told.at)
        signing.hand_over(
            unit=unit, form=form, day=told.day, filing_=sent, by=by, at=told.at, scope=scope
        )

    def _sign(self, told: Signed) -> None:
        waiting = Handover.objects.select_related("unit").get(
            unit__code=told.place.code, form=self.forms[HEATING], state=Handover.State.OPEN
        )
        (by,) = signers.holders(waiting.unit, told.step, at=told.at)
        signing.sign(handover=waiting, by=by, at=told.at)

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
