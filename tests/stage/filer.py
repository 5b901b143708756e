"""Somebody who files without end, in a process of its own, and keeps every receipt.

``python -m tests.stage.filer prepare`` makes a prefecture, ``file RECEIPTS`` files and corrects
until told to stop, ``check RECEIPTS`` says whether every receipt is kept and every total is the
sum of its rows. Which database: as the settings say. A filing whose answer was lost is sent again.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

FIRST = date(2020, 2, 1)
DAYS = 6
HOMES = 12


def prepare() -> None:
    """Make three counties with twelve homes and a form."""
    from shouwang.accounts.actions.users import system_user
    from shouwang.orgs.kinds import Kind
    from shouwang.reporting.actions import forms
    from tests.cast import MORNING, START, make_unit

    top = make_unit("LC", "澜川市", Kind.PREFECTURE, None)
    counties = [make_unit(f"LC/{n}", f"第{n}县", Kind.COUNTY, top) for n in range(3)]
    for n in range(HOMES):
        make_unit(f"LC/{n % 3}/{n}", f"{n}号院", Kind.PUBLIC_RURAL_HOME, counties[n % 3])
    by = system_user()
    form = forms.create_form(
        owner=top,
        code="home_daily",
        zh="日报",
        period="daily",
        kinds=[Kind.PUBLIC_RURAL_HOME],
        starts_on=START,
        by=by,
        at=MORNING,
    )
    items = [
        forms.ItemDraft(forms.FigureSpec("masks", "口罩", "flow")),
        forms.ItemDraft(forms.FigureSpec("days_left", "可用", "stock", aggregate="min")),
    ]
    forms.save_draft(
        form=form, draft=forms.FormDraft(items=items), starts_on=START, by=by, at=MORNING
    )
    forms.publish(form=form, by=by, at=MORNING)


def file(receipts: Path) -> None:
    """File and correct at random until SIGTERM; a receipt is written once it was answered."""
    from django.db import DatabaseError, connection

    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
    chance, deed = random.Random(os.getpid()), None
    with receipts.open("a") as kept:
        while not stopped:
            try:
                deed = deed or _next(chance)
                kept.write(f"{_send(deed)}\n")
                kept.flush()
                deed = None
            except DatabaseError:
                connection.close()
                time.sleep(0.05)


def _next(chance: random.Random) -> tuple[int, date, dict[str, int], UUID]:
    from shouwang.kit.ids import uuid7

    values = {"masks": chance.randint(0, 99), "days_left": chance.randint(0, 30)}
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    return chance.randrange(HOMES), day, values, uuid7()


def _send(deed: tuple[int, date, dict[str, int], UUID]) -> str:
    from shouwang.accounts.actions.users import system_user
    from shouwang.orgs.models import Unit
    from shouwang.reporting.actions.reports import Filing, file_report
    from shouwang.reporting.models import Form
    from tests.cast import at

    home, day, values, client_id = deed
    sent = Filing(
        values=values,
        client_id=client_id,
        correction_reason="复核",
        reasons={"masks": "核对", "days_left": "核对"},
    )
    receipt = file_report(
        unit=Unit.objects.get(code=f"LC/{home % 3}/{home}"),
        form=Form.objects.get(),
        day=day,
        filing_=sent,
        by=system_user(),
        at=at(day),
    )
    return f"{receipt.number} {receipt.submission_number} {values['masks']}"


def check(receipts: Path) -> int:
    """Check what was promised against what stands; return how many receipts there were."""
    from shouwang.kit.exact import dumps
    from shouwang.orgs.models import Unit
    from shouwang.orgs.scope import SYSTEM
    from shouwang.reporting.models import Submission
    from tests.figures.truth import agree

    lines = [line.split() for line in receipts.read_text().splitlines()]
    stated = {
        (s.report.receipt, str(s.number)): s.values
        for s in Submission.objects.select_related("report")
    }
    for number, submission, masks in lines:
        values = stated[number, submission]
        assert int(masks) in values.values(), (number, submission, dumps(values))
    for unit in Unit.objects.exclude(kind="section"):
        for n in range(DAYS):
            agree(SYSTEM, unit, FIRST + timedelta(days=n))
    return len(lines)


def main() -> None:
    """Do what the command line says."""
    import django
    from django.core.management import call_command

    django.setup()
    if sys.argv[1] == "prepare":
        call_command("migrate", verbosity=0)
        prepare()
    elif sys.argv[1] == "file":
        file(Path(sys.argv[2]))
    else:
        from shouwang.figures.actions import rollups

        rollups.settle_all()
        sys.stdout.write(f"{check(Path(sys.argv[2]))}\n")


if __name__ == "__main__":
    main()
