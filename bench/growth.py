"""P10: how cost grows with the nation: filing, totals and pages at every size."""

from __future__ import annotations

from typing import Any

from bench import filing, overview, totals, world
from bench.arithmetic import worst_growth
from bench.result import Result

MUST = 0.2
# a county has 14 institutions whatever the nation's size; the nation's own page has one province at
# 400 institutions and 32 at 40,000, and is four times as long
SAME_PAGE = "county"


def run(sizes: list[int]) -> Result:
    """Measure P1, P3 and P4 (the page of a county) at every size with fewer repetitions."""
    p1: dict[int, float] = {}
    p4: dict[int, float] = {}
    p3: dict[int, dict[str, Any]] = {}
    for size in sizes:
        p1[size] = filing.measure(size, reports=2_000, rounds=3, floors=False)["rate"]
        p4[size] = overview.measure(size, pages=25)["levels_p50_ms"][SAME_PAGE]
        found = totals.measure(size, samples=24, flood=600)
        p3[size] = {key: found[key] for key in ("dirty_counties", "whole_day", "alone_p50")}
    filed = worst_growth(p1, lower_is_better=False)
    page = worst_growth(p4, lower_is_better=True)
    is_flat = max(filed, page) <= MUST
    return Result(
        "P10",
        f"growth from {min(sizes):,} to {max(sizes):,} institutions",
        f"P1 −{filed:.0%}, P4 +{page:.0%}",
        must=f"P1 and P4 flat (±{MUST:.0%}), P3 linear in dirty counties",
        met=is_flat if len(sizes) == len(world.SIZES) else None,
        more={"P1_per_s": p1, "P4_county_p50_ms": p4, "P3": p3},
    )
