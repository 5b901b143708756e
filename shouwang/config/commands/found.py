"""Found a site: its top unit and its first three administrators, with passwords shown once."""

from __future__ import annotations

import argparse
import secrets
import sys
from typing import Any

from shouwang.config.cli import DONE
from shouwang.config.commands import _answers

_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the top unit."""
    parser.add_argument("--code", required=True, help="unit code, e.g. LC")
    parser.add_argument("--name", required=True, help="its name, e.g. 澜川市")
    parser.add_argument(
        "--kind", default="prefecture", help="nation, province, prefecture, county …"
    )
    parser.add_argument("--opened", type=_answers.day, required=True, metavar="YYYY-MM-DD")


def run(args: argparse.Namespace) -> int:
    """Create what a new site begins with; 2 when the unit cannot be made."""
    from django.core.exceptions import ValidationError
    from django.db import transaction

    try:
        with transaction.atomic():
            accounts = _found(args)
    except (ValidationError, ValueError) as problem:
        return _answers.fail(
            _answers.Unusable("；".join(getattr(problem, "messages", [str(problem)])))
        )
    for username, role, password in accounts:
        sys.stdout.write(f"{username}\t{role}\t{password}\n")
    return DONE


def _found(args: argparse.Namespace) -> list[tuple[str, Any, str]]:
    from shouwang.accounts.actions.users import create_user, system_user
    from shouwang.accounts.roles import Role
    from shouwang.kit import clock
    from shouwang.orgs.actions.posts import create_post, fill_post
    from shouwang.orgs.actions.units import NewUnit, create_unit
    from shouwang.orgs.kinds import Kind

    by, at = system_user(), clock.now()
    new = NewUnit(args.code, args.name, Kind(args.kind), args.opened)
    unit = create_unit(new, by=by, at=at)
    made: list[tuple[str, Any, str]] = []
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        password = _password()
        user = create_user(
            username=role.value, name=str(role.label), password=password, by=by, at=at
        )
        post = create_post(unit=unit, name=str(role.label), role=role, by=by, at=at)
        fill_post(post=post, user=user, by=by, at=at)
        made.append((user.username, role.label, password))
    return made


def _password() -> str:
    """Return a first password of three classes; it must be changed at the first sign-in."""
    return (
        "".join(secrets.choice(_LETTERS) for _ in range(9)) + "-" + str(secrets.randbelow(90) + 10)
    )
