"""Long work of taking in: what a file of reports would do, and importing it."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.intake.actions.imports import import_reports
from shouwang.intake.actions.mappings import keep_mapping
from shouwang.intake.importing import mapping
from shouwang.intake.importing.mapping import MappingSpec
from shouwang.intake.importing.parse import Outcome
from shouwang.jobs import kinds
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.kit import clock
from shouwang.kit.sheets.read import UnusableFile, open_table
from shouwang.orgs import queries as units
from shouwang.orgs.kinds import Kind
from shouwang.orgs.scope import scope_of

CHECK_REPORTS = "reporting.check_reports"
IMPORT_REPORTS = "reporting.import_reports"
# refused rows and warnings kept with a work, each
MOST_KEPT = 5_000


@kinds.kind(CHECK_REPORTS, result_url="intake:import_check")
def check(work: Work, progress: Progress) -> dict[str, Any]:
    """Tell what the work's file would do; nothing is written."""
    return _summary(_taken(work, progress, _spec(work), dry_run=True))


@kinds.kind(IMPORT_REPORTS, result_url="intake:import_result")
def import_file(work: Work, progress: Progress) -> dict[str, Any]:
    """Import the work's file as the one who asked; beginning twice changes nothing more."""
    spec = _spec(work)
    with transaction.atomic():
        outcome = _taken(work, progress, spec, dry_run=False)
        if outcome.written:
            _keep(work, spec)
    if not outcome.written:
        why = _("有不能导入的行，按“有一行有问题就全部不导入”没有写入")
        raise kinds.Refused({"why": why, **_summary(outcome)})
    return _summary(outcome)


def _spec(work: Work) -> MappingSpec:
    return mapping.load(work.params["mapping"].encode(), unit_kinds=Kind.values)


def _taken(work: Work, progress: Progress, spec: MappingSpec, *, dry_run: bool) -> Outcome:
    try:
        with (
            default_storage.open(work.file) as source,
            open_table(source, filename=work.file_name, expected=spec.expected) as table,  # type: ignore[arg-type]
        ):
            return import_reports(
                table=table, spec=spec, by=work.by, at=clock.now(), dry_run=dry_run,
                all_or_nothing=bool(work.params.get("all_or_nothing")), step=progress.step,
                file_name=work.file_name,
            )  # fmt: skip
    except UnusableFile as unusable:
        raise kinds.Refused({"why": unusable.why_zh}) from None
    except (OutOfScope, NotPermitted):
        raise kinds.Refused({"why": _("您没有在这个单位导入报表的权限")}) from None


def _keep(work: Work, spec: MappingSpec) -> None:
    now = clock.now()
    owner = units.unit_by_code(scope_of(work.by, at=now), spec.root)
    name = f"{spec.form_zh}（{work.params['mapping_name']}）"
    keep_mapping(owner=owner, name=name, text=work.params["mapping"], by=work.by, at=now)


def _summary(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as kept with the work: counts of all, the first refused and doubtful."""
    told = outcome.as_dict()
    told["refused"] = told["refused"][:MOST_KEPT]  # type: ignore[index]
    told["warnings"] = told["warnings"][:MOST_KEPT]  # type: ignore[index]
    return told
