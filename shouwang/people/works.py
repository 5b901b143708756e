"""Long work of people: importing a file, and the purge of every night."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from shouwang.jobs import kinds, schedule
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.jobs.schedule import Due
from shouwang.kit import clock, encrypted
from shouwang.kit.sheets.read import UnusableFile
from shouwang.orgs.models import Unit
from shouwang.people.actions import imports, retention
from shouwang.people.importing import waiting

IMPORT_PEOPLE, PURGE = "people.import", "people.purge"
PURGE_AT = time(2, 30)


@kinds.kind(IMPORT_PEOPLE, result_url="people:import_result")
def import_people(work: Work, progress: Progress) -> dict[str, Any]:
    """Import the work's file as the one who asked, then delete it; a second run adds nobody."""
    unit = Unit.objects.get(pk=work.params["unit"])
    try:
        with default_storage.open(work.file) as sealed:
            plain = encrypted.unseal_bytes(sealed.read(), bound_to=waiting.BOUND_TO)
    except FileNotFoundError:
        raise kinds.Refused({"why": _("文件已清理，请重新上传")})
    try:
        plan = imports.import_people(
            BytesIO(plain),
            file_name=work.file_name,
            unit=unit,
            side=work.params["side"],
            by=work.by,
            now=clock.now(),
            key=UUID(work.params["key"]),
            step=progress.step,
        )
    except UnusableFile as unusable:
        raise kinds.Refused({"why": unusable.why_zh})
    default_storage.delete(work.file)
    return imports.summary(plan) | {"unit": unit.pk, "side": work.params["side"]}


@kinds.kind(PURGE)
def purge(work: Work, progress: Progress) -> dict[str, Any]:
    """Remove what is past its day."""
    runs = retention.purge(by=work.by, at=clock.now(), step=progress.step)
    return {run.code: run.rows for run in runs}


@schedule.plan
def nightly(now: datetime) -> Iterable[Due]:
    """Tell that the purge of this night is due, until the next one is."""
    due = clock.at(clock.local_day(now), PURGE_AT)
    if due > now:
        due -= timedelta(days=1)
    yield Due("people.purge", due, PURGE, _("清除到期个人信息"))
