"""Issue a key with which another system acts as a user, or take it back."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from shouwang.config.cli import DONE
from shouwang.config.commands import _answers

if TYPE_CHECKING:
    from shouwang.accounts.models import User


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare whom the key acts for."""
    parser.add_argument("username")
    parser.add_argument("--name", required=True, help="what the key is for")
    parser.add_argument(
        "--revoke", action="store_true", help="take the user's keys of that name back instead"
    )


def run(args: argparse.Namespace) -> int:
    """Print a new key, which is never shown again; or how many were taken back."""
    from shouwang.accounts.models import User

    user = User.objects.filter(username=args.username).first()
    if user is None:
        return _answers.fail(_answers.Unusable(f"没有用户 {args.username}"))
    return _revoke(user, args.name) if args.revoke else _issue(user, args.name)


def _issue(user: User, name: str) -> int:
    from shouwang.accounts.actions.users import system_user
    from shouwang.edge.actions.tokens import issue_token
    from shouwang.kit import clock

    key = issue_token(user=user, name=name, by=system_user(), at=clock.now())
    sys.stdout.write(key + "\n")
    return DONE


def _revoke(user: User, name: str) -> int:
    from shouwang.accounts.actions.users import system_user
    from shouwang.edge.actions.tokens import revoke_token
    from shouwang.edge.models import Token
    from shouwang.kit import clock

    standing = Token.objects.filter(user=user, name=name, revoked_at=None).order_by("pk")
    tokens = list(standing.select_related("user"))
    if not tokens:
        return _answers.fail(_answers.Unusable(f"{user.username} 没有名为“{name}”的有效密钥"))
    for token in tokens:
        revoke_token(token=token, by=system_user(), at=clock.now())
    sys.stdout.write(f"已收回 {len(tokens)} 个密钥\n")
    return DONE
