"""Who works in the demonstration: one account for each role, a reporter for every institution."""

from __future__ import annotations

from datetime import datetime

from shouwang.accounts.actions.users import create_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.demo.accounts import ACCOUNTS, PASSWORD
from shouwang.orgs.actions.posts import create_post, fill_post
from shouwang.orgs.models import Unit


def found(made: dict[str, Unit], by: User, at: datetime) -> dict[str, User]:
    """Create one account for each role, and a reporter, who cannot sign in, for every other
    institution; return who files for each, by the institution's code."""
    named = {u.name: u for u in made.values()}
    reporters: dict[str, User] = {}
    for account in ACCOUNTS:
        unit = named[account.unit]
        user = create_user(
            username=account.username,
            name=account.name,
            password=PASSWORD,
            by=by,
            at=at,
            must_change=False,
            is_demo=True,
        )
        _post(unit, account.post, account.role, user, by, at)
        if account.role == Role.REPORTER:
            reporters[unit.code] = user
    institutions = [u for u in made.values() if u.is_institution and u.code not in reporters]
    for number, unit in enumerate(institutions, 1):
        reporters[unit.code] = colleague(
            f"t{number:03d}", f"填报人{number:03d}", unit, "填报人", Role.REPORTER, by=by, at=at
        )
    return reporters


def colleague(
    username: str, name: str, unit: Unit, post: str, role: Role, *, by: User, at: datetime
) -> User:
    """Create somebody who cannot sign in, at a post of their own."""
    user = create_user(username=username, name=name, password=None, by=by, at=at, is_demo=True)
    _post(unit, post, role, user, by, at)
    return user


def _post(unit: Unit, name: str, role: str, user: User, by: User, at: datetime) -> None:
    post = create_post(unit=unit, name=name, role=role, by=by, at=at)
    fill_post(post=post, user=user, by=by, at=at)
