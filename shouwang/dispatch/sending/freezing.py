"""What stands behind a paper's numbers, kept for good: values, breakdown, the ids of the rows."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.dispatch.models import Dispatch, DispatchFigure
from shouwang.dispatch.tables.composing import Composed
from shouwang.figures import freezing
from shouwang.figures.actions import freezing as keeping
from shouwang.figures.actions.freezing import Counted

COUNTED_STATES = ("due", "filed", "zero", "late", "missing")


def counted(composed: Composed) -> list[Counted]:
    """Return every figure of a table, and the report states, as they are counted now.

    Raises ``ValidationError`` where the rows do not make the total: a report is just being added.
    """
    found, total = composed.found, composed.found.total
    rows = freezing.behind(found, composed.figures)
    made = []
    for figure in composed.figures:
        behind = rows.get(figure.key, freezing.NOTHING)
        value = total.values.get(figure.pk)
        if behind.total != value:
            raise ValidationError(_("数字正在汇总，请稍候再试"))
        made.append(
            Counted(
                code=figure.key,
                value=value,
                expected=total.due,
                filed=total.filed,
                row_count=behind.count,
                digest=behind.digest,
                rows=behind.ids,
                breakdown=freezing.breakdown(found, [figure]),
                figure=figure,
            )
        )
    if rows.get("filed", freezing.NOTHING).count != total.filed:
        raise ValidationError(_("数字正在汇总，请稍候再试"))
    return made + [_state(composed, word, rows) for word in COUNTED_STATES]


def _state(composed: Composed, word: str, rows: dict[str, freezing.Behind]) -> Counted:
    found, total = composed.found, composed.found.total
    behind = rows.get(word, freezing.NOTHING)
    ids, count, digest = behind.ids, behind.count, behind.digest
    if word == "missing":
        ids = tuple(sorted(gap.unit_id for gap in composed.gaps))
        count, digest = len(ids), freezing.digest_of(ids)
    return Counted(
        code=word,
        value=getattr(total, word),
        expected=total.due,
        filed=total.filed,
        row_count=count,
        digest=digest,
        rows=ids,
        breakdown=freezing.breakdown(found, [], state=word),
    )


def keep(made: Dispatch, figures: list[Counted], *, at: datetime) -> None:
    """Keep what was counted for a paper."""
    kept = keeping.freeze(
        figures, unit=made.unit, day=made.day, as_of_at=made.as_of_at, at=at
    )  # fmt: skip
    DispatchFigure.objects.bulk_create(
        DispatchFigure(dispatch=made, key=one.code, frozen=frozen)
        for one, frozen in zip(figures, kept, strict=True)
    )
