"""What is held about people in cases, how long, and how it is removed (I7)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from shouwang.epidemic import words
from shouwang.epidemic.models import Case, CaseStep
from shouwang.kit import clock
from shouwang.kit.retention import Kept, keep

DAYS = 365


def purge(*, before: date, at: datetime) -> int:
    """Empty the cases that were closed before a day; that there were cases, and when what was
    reported, stays. Returns how many."""
    old = Case.objects.filter(purged_at=None, closed_at__lt=clock.start_of(before))
    gone = list(old.select_for_update().values_list("pk", flat=True))
    CaseStep.objects.filter(case__in=gone).update(
        details="", who="", phone="", temperature=None, void_reason=""
    )
    Case.objects.filter(pk__in=gone).update(
        why="", temperature=None, symptoms=[], place="", outcome_word="", purged_at=at
    )
    return len(gone)


def about(person_id: UUID) -> list[tuple[datetime, str]]:
    """Return all that cases hold about a person, for their export."""
    lines: list[tuple[datetime, str]] = []
    for case in Case.objects.filter(person=person_id, voided_at=None):
        opened = [case.get_cause_display(), case.why, case.place, *map(str, case.symptoms)]
        opened += [f"{case.temperature} ℃"] if case.temperature else []
        lines.append((case.happened_at, "，".join(part for part in opened if part)))
        for step in case.steps.filter(voided_at=None):
            told = [str(words.STEP_ZH[step.step]), step.get_status_display(), step.who]
            told += [step.details, step.phone, f"{step.temperature} ℃" if step.temperature else ""]
            lines.append((step.happened_at, "，".join(part for part in told if part)))
    return sorted(lines)


keep(
    Kept(
        code="epidemic.cases",
        zh=_("病例处置记录"),
        purpose=_("发热等异常的处置、报告和追溯"),
        basis=_("传染病防治法规定的报告义务；个人信息保护法第十三、十九条"),
        days=DAYS,
        purge=purge,
        about=about,
    )
)
