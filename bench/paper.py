"""P8: the daily brief of a prefecture: drafted from live figures, as Word, as PDF."""

from __future__ import annotations

import time
from typing import Any

from bench import demonstration
from bench.arithmetic import median
from bench.result import Result, expect

ROUNDS = 7
FIGURES = 60
MUST_S, AIM_S = 1.0, 0.5


def measure(rounds: int = ROUNDS) -> dict[str, Any]:
    """Return the seconds of draft, Word and PDF, each the median; the first round warms up."""
    from shouwang.accounts.actions.users import system_user
    from shouwang.briefs import exporting
    from shouwang.briefs.actions import briefs
    from shouwang.briefs.queries import content
    from shouwang.figures.models import Rollup
    from shouwang.kit import clock
    from shouwang.orgs.models import Unit
    from shouwang.orgs.scope import SYSTEM

    demonstration.ready()
    by, unit = system_user(), Unit.objects.get(depth=1)
    day = Rollup.objects.filter(unit=unit).order_by("-day").values_list("day", flat=True)[1]
    took: dict[str, list[float]] = {"draft": [], "docx": [], "pdf": []}
    paper = briefs.create_draft(unit=unit, day=day, by=by, at=clock.now())
    for _ in range(rounds + 1):
        started = time.perf_counter()
        paper = briefs.redraft(brief=paper, by=by, at=clock.now())
        drafted = time.perf_counter()
        word = exporting.export(SYSTEM, paper, "docx", by=by, at=clock.now()).content
        worded = time.perf_counter()
        pdf = exporting.export(SYSTEM, paper, "pdf", by=by, at=clock.now()).content
        printed = time.perf_counter()
        expect((word[:2], pdf[:5]), (b"PK", b"%PDF-"), "beginnings of the files")
        took["draft"].append(drafted - started)
        took["docx"].append(worded - drafted)
        took["pdf"].append(printed - worded)
    told = content(paper)
    # the first cell of a row is a name
    cells = sum(len(row.cells) - 1 for annex in told.annexes for row in annex.rows)
    figures = len(told.quotes) + cells
    expect(figures >= FIGURES, True, f"figures of the paper ({figures}) at least {FIGURES}")
    parts = {name: median(times[1:]) for name, times in took.items()}
    return {
        **parts, "together": sum(parts.values()), "figures": figures,
        "cold": sum(times[0] for times in took.values()), "pages": pdf.count(b"/Type /Page\n"),
    }  # fmt: skip


def run() -> Result:
    """Measure P8."""
    found = measure()
    return Result(
        "P8",
        f"daily brief of {found['figures']} figures: draft, Word, PDF",
        f"{found['together']:.2f} s ({found['draft']:.2f} + {found['docx']:.2f} + "
        f"{found['pdf']:.2f})",
        must=f"≤{MUST_S:g} s together", aims=f"≤{AIM_S:g} s",
        met=found["together"] <= MUST_S, aims_met=found["together"] <= AIM_S, more=found,
    )  # fmt: skip
