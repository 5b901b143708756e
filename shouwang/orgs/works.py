"""Long work of orgs: importing a file of units."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.storage import default_storage

from shouwang.jobs import kinds
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.kit import clock
from shouwang.kit.sheets.read import UnusableFile
from shouwang.orgs.actions import imports

IMPORT_UNITS = "orgs.import_units"


@kinds.kind(IMPORT_UNITS, result_url="orgs:import_result")
def import_units(work: Work, progress: Progress) -> dict[str, Any]:
    """Import the work's file as the one who asked; beginning twice changes nothing more."""
    opened_on = work.params.get("opened_on")
    try:
        with default_storage.open(work.file) as source:
            plan = imports.import_units(
                source,  # type: ignore[arg-type]
                file_name=work.file_name,
                by=work.by,
                at=clock.now(),
                opened_on=date.fromisoformat(opened_on) if opened_on else None,
                all_or_nothing=bool(work.params.get("all_or_nothing")),
                step=progress.step,
            )
    except UnusableFile as unusable:
        raise kinds.Refused({"why": unusable.why_zh})
    except imports.NotAll as refused:
        raise kinds.Refused({"why": str(refused), **imports.summary(refused.plan)})
    return imports.summary(plan)
