"""Issue a key with which another system acts as a user."""

from __future__ import annotations

import argparse
import sys

from shouwang.config.cli import DONE
from shouwang.config.commands import _answers


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare whom the key acts for."""
    parser.add_argument("username")
    parser.add_argument("--name", required=True, help="what the key is for")


def run(args: argparse.Namespace) -> int:
    """Print a new key; it is never shown again."""
    from shouwang.accounts.actions.users import system_user
    from shouwang.accounts.models import User
    from shouwang.edge.actions.tokens import issue_token
    from shouwang.kit import clock

    user = User.objects.filter(username=args.username).first()
    if user is None:
        return _answers.fail(_answers.Unusable(f"没有用户 {args.username}"))
    key = issue_token(user=user, name=args.name, by=system_user(), at=clock.now())
    sys.stdout.write(key + "\n")
    return DONE
