"""Every door of the house: each address declares who may open it, and opens to nobody else.

The walk finds addresses by itself. An address with a parameter that is not in a table of
``walk.things`` fails with a word on what to add.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from django.test import Client

from shouwang.accounts import words
from shouwang.accounts.access import KEY, PUBLIC, SIGNED_IN
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.chasing.models import ChaseRun
from shouwang.desk.models import Entry
from shouwang.edge.actions.tokens import issue_token
from shouwang.jobs.models import Work
from shouwang.kit import registry
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.actions import forms
from tests.architecture.walk.doors import DOORS, KNOWN, WALKED, WITH_THINGS
from tests.architecture.walk.things import (
    AT_THE_BUREAU,
    NEUTRAL,
    NEVER_OURS,
    SHARED,
    THINGS,
    values_of,
)
from tests.architecture.walk.visitors import CAST, Visitor, refused
from tests.architecture.walk.world import World, world
from tests.cast import DAY, MORNING, START, at, make_unit, make_user


@pytest.fixture
def away(system: User) -> World:
    """A home of another prefecture, with its own form."""
    top = make_unit("XX", "远山市", Kind.PREFECTURE, None)
    home = make_unit("XX/FAR", "远山敬老院", Kind.PUBLIC_RURAL_HOME, top)
    form = forms.create_form(
        owner=top, code="away_daily", zh="远山日报", period="daily",
        kinds=[Kind.PUBLIC_RURAL_HOME], starts_on=START, by=system, at=MORNING,
    )  # fmt: skip
    spec = forms.FigureSpec("in_house", "在院", "stock")
    clock = {"statistics": "16:00", "lock": "22:00", "filing": {"institution": "16:30"}}
    draft = forms.FormDraft(items=[forms.ItemDraft(spec)], rules=[], clock=clock)
    forms.save_draft(form=form, draft=draft, starts_on=START, by=system, at=MORNING)
    forms.publish(form=form, by=system, at=MORNING)
    far = make_user("far", "远填报", home, Role.REPORTER)
    return world(home, form, far, far)


@pytest.fixture
def cast_of(request: pytest.FixtureRequest, zhao_home: Unit) -> Callable[[str], Visitor]:
    """Return a member of the cast as a visitor; ``director`` is made here."""

    def member(name: str) -> Visitor:
        if name == "director":
            user = make_user("director", "赵院长", zhao_home, Role.DIRECTOR)
        else:
            user = request.getfixturevalue(name)
        key = issue_token(user=user, name="walk", by=system_user(), at=MORNING)
        return Visitor(user, key)

    return member


def test_every_address_declares_who_may_open_it():
    bare = [door.route for door in DOORS if not door.access]
    assert not bare, (
        f"no access declared: {bare}; put @access.page(…), @access.signed_in or @access.public"
        " before the view, or wrap a view of the API in access.by_key"
    )


def test_every_declared_permission_exists():
    known = {PUBLIC, SIGNED_IN, KEY, *registry.permissions()}
    odd = {door.route: door.access for door in DOORS if set(door.access or ()) - known}
    assert odd == {}


def test_every_parameter_is_known_to_this_walk():
    unknown = {door.route: set(door.parameters) - KNOWN for door in DOORS}
    unknown = {route: names for route, names in unknown.items() if names}
    assert not unknown, (
        f"new parameters: {unknown}; add them to THINGS in tests/architecture/walk/things.py with"
        " a way to find one in a world, or to NEUTRAL if they name nothing of anybody's"
    )


def test_who_is_not_signed_in_sees_only_what_is_public(away):
    wrong = []
    values = values_of(away)
    for door, method in product(WALKED, ("GET", "POST")):
        client = Client(raise_request_exception=False)
        answer = client.generic(method, door.path(values))
        if door.access == (PUBLIC,):
            if answer.status_code >= 500:
                wrong.append(f"{method} {door.route}: {answer.status_code}")
        elif answer.status_code not in {401, 405} and not (
            answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")
        ):
            wrong.append(f"{method} {door.route}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("name", CAST)
def test_no_address_opens_anything_of_another_prefecture(
    name, away, cast_of, form, zhao_home, qian
):
    visitor = cast_of(name)
    person = make_user("wang", "王填报", zhao_home, Role.REPORTER)
    own = values_of(world(zhao_home, form, person, visitor.user))
    foreign, wrong = values_of(away), []
    for door in WITH_THINGS:
        if door.access == (PUBLIC,):
            continue
        wrong += refused(visitor, door, foreign)
        things = set(door.parameters) & set(THINGS)
        if visitor.may_knock(door) and len(things) > 1:
            # one foreign thing among one's own: the unit checked and the form forgotten, say
            for thing in sorted(things):
                wrong += refused(visitor, door, own | {thing: foreign[thing]})
    assert wrong == []


@pytest.mark.parametrize(("name", "neighbour"), [("zhao", "qian"), ("tang", "sun")])
def test_no_address_opens_anything_of_a_neighbour(name, neighbour, cast_of, form, request):
    visitor = cast_of(name)
    person = request.getfixturevalue(neighbour)
    home = request.getfixturevalue(f"{neighbour}_home")
    foreign, wrong = values_of(world(home, form, person, person)), []
    for door in WITH_THINGS:
        if door.access != (PUBLIC,) and set(door.parameters) - set(NEUTRAL) - SHARED:
            wrong += refused(visitor, door, foreign)
    assert wrong == []


@pytest.mark.parametrize("name", CAST)
def test_without_the_permission_a_page_is_refused_and_with_it_never_breaks(name, cast_of, system):
    visitor, wrong = cast_of(name), []
    for door, method in product(WALKED, ("GET", "POST")):
        if set(door.parameters) - set(NEUTRAL) or door.access in {(PUBLIC,), (KEY,), None}:
            continue
        status, left = visitor.knock(door, NEUTRAL, method)
        line = f"{method} /{door.route} as {name}: {status}"
        if status >= 500:
            wrong.append(line)
        elif not visitor.may_knock(door) and (
            status != 405 and (status != 403 or words.NOT_PERMITTED.code not in left)
        ):
            wrong.append(f"{line} {left}, not 403 on record")
    assert wrong == []


def test_every_address_opens_to_somebody_for_their_own(cast_of, form, zhao_home, qian):
    """The refusals above mean something: with one's own things the same doors open."""
    person = make_user("wang", "王填报", zhao_home, Role.REPORTER)
    ours = world(zhao_home, form, person, person)
    closed = {
        door.route: set() for door in WITH_THINGS if set(door.parameters).isdisjoint(NEVER_OURS)
    }
    for name in CAST:
        visitor = cast_of(name)
        work = Work.objects.create(kind="none", title="一件工作", by=visitor.user, asked_at=at(DAY))
        ChaseRun.objects.create(
            unit=zhao_home, day=DAY, kind="chase", by=visitor.user, at=at(DAY), work=work
        )
        note = Entry.objects.create(
            to=visitor.user, kind="note", key="own", text="一条消息", url="/", at=at(DAY)
        )
        values = values_of(ours) | {"work_id": work.pk, "entry_id": note.pk}
        for door in WITH_THINGS:
            if door.route in closed and visitor.may_knock(door):
                there = {"unit_id": zhao_home.get_parent().pk}
                asked = values | (there if door.route in AT_THE_BUREAU else {})
                statuses = {visitor.knock(door, asked, method)[0] for method in ("GET", "POST")}
                closed[door.route] |= statuses
                if statuses - {403, 404, 405, 500}:
                    del closed[door.route]
    assert closed == {}
