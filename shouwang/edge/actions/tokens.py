"""Issuing and revoking keys."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.edge import words
from shouwang.edge.models import Token
from shouwang.kit import prepared


def digest_of(key: str) -> str:
    """Return what is kept of a key. Keys are long and random: a plain digest cannot be guessed."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def issue_token(*, user: User, name: str, by: User, at: datetime) -> str:
    """Issue a key for a user and return it; it is never shown again."""
    key = secrets.token_urlsafe(32)
    token = Token.objects.create(user=user, name=name, digest=digest_of(key), made_at=at)
    audit.record(words.TOKEN_ISSUED, by=by, at=at, about=token, user=user.username)
    return key


@transaction.atomic
def revoke_token(*, token: Token, by: User, at: datetime) -> None:
    """Revoke a key at once."""
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    audit.record(words.TOKEN_REVOKED, by=by, at=at, about=token, user=token.user.username)


_USER = f"""
SELECT {prepared.columns(User, "u")}
FROM edge_token t JOIN accounts_user u ON u.id = t.user_id
WHERE t.digest = %s AND t.revoked_at IS NULL AND u.is_active
"""  # noqa: S608


def user_of(key: str) -> User | None:
    """Return whom a key acts for, None for an unknown or revoked one or a disabled user."""
    return prepared.first(User, _USER, [digest_of(key)])
