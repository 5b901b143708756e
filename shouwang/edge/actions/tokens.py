"""Issuing and revoking keys."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.edge import words
from shouwang.edge.models import Token
from shouwang.kit import prepared
from shouwang.orgs import scope
from shouwang.orgs.scope import Scope


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


# binds ``digest`` and ``at``; public for the statement that files in the same breath
BEARER = f"""
edge_token t JOIN accounts_user a ON a.id = t.user_id
LEFT JOIN ({scope.HELD}) ON h.user_id = a.id AND {scope.HELD_THEN}
"""
BEARER_COLUMNS = f"{prepared.columns(User, 'a')}, {scope.HELD_COLUMNS}"
BEARER_STANDS = "t.digest = %(digest)s AND t.revoked_at IS NULL AND a.is_active"
_BEARER = f"""
SELECT {BEARER_COLUMNS} FROM {BEARER} WHERE {BEARER_STANDS} ORDER BY {scope.HELD_ORDER}
"""  # noqa: S608


def bearer_of(key: str, *, at: datetime) -> tuple[User, Scope] | None:
    """Return whom a key acts for and what they may see then, in one round trip.

    None for an unknown or revoked key or a disabled user.
    """
    return bearer_in(prepared.fetch(_BEARER, {"digest": digest_of(key), "at": at}), at=at)


def bearer_in(rows: Sequence[tuple[Any, ...]], *, at: datetime) -> tuple[User, Scope] | None:
    """Return the user and their scope from rows of ``BEARER_COLUMNS``, None from no rows."""
    if not rows:
        return None
    end = prepared.width(User)
    user = prepared.instance(User, rows[0][:end])
    held = (row[end : end + scope.HELD_WIDTH] for row in rows if row[end] is not None)
    return user, scope.scope_from(user, held, at=at)
