"""Keeping the mappings that imports used."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from shouwang.accounts.models import User
from shouwang.intake import words
from shouwang.intake.models import KeptMapping
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of


@transaction.atomic
def keep_mapping(*, owner: Unit, name: str, text: str, by: User, at: datetime) -> KeptMapping:
    """Keep a mapping that was used, or note that it was used again.

    The import that used it is on record; this is not a deed of its own.
    """
    scope_of(by, at=at).require(words.IMPORT_REPORTS, owner)
    kept, _is_new = KeptMapping.objects.update_or_create(
        owner=owner,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        defaults={"name": name[:120], "text": text, "by": by, "used_at": at},
    )
    return kept
