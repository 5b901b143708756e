"""The trace of a report: each submission with what it changed, in the words of its own version."""

from __future__ import annotations

from dataclasses import dataclass

from shouwang.figures.rules import Number
from shouwang.orgs.scope import Scope
from shouwang.reporting import queries, versions
from shouwang.reporting.models import Report, Submission
from shouwang.reporting.rules import ItemSpec


@dataclass(frozen=True)
class Change:
    """An item that a correction changed; None is a blank."""

    zh: str
    measure: str
    old: Number | None
    new: Number | None


@dataclass(frozen=True)
class Step:
    """One submission with what it changed against the one before; the first changes nothing."""

    submission: Submission
    changes: list[Change]
    zero_changed: bool
    is_standing: bool


def steps(scope: Scope, report: Report) -> list[Step]:
    """Return every submission of a report, the latest first."""
    made = list(queries.history(scope, report))
    return [
        Step(
            submission,
            _changes(before, submission) if before else [],
            before is not None and before.is_zero != submission.is_zero,
            submission.number == report.current_number,
        )
        for submission, before in zip(made, [*made[1:], None], strict=True)
    ]


def _changes(before: Submission, after: Submission) -> list[Change]:
    items: dict[str, ItemSpec] = {}
    for version_id in (before.version_id, after.version_id):
        version = versions.plain_by_id(version_id)
        items |= {version.key_of[item.code]: item for item in version.items}
    return [
        Change(item.zh, item.measure, before.values.get(key), after.values.get(key))
        for key, item in items.items()
        if before.values.get(key) != after.values.get(key)
    ]
