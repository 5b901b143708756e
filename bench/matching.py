"""How often the figure check knows what a number is of, and that it never says equal wrongly."""

from __future__ import annotations

import time
from functools import partial

from bench import stage
from bench.result import Result
from tests.cast import DAY
from tests.checking.annotated import FOLDER, MatchScore, match_score, read

FLOOR = 0.9
SETS = ("matching.txt", "matching_held_out.txt")
LENGTH, MUST_S = 5_000, 2.0


def run() -> Result:
    """Measure figure and status on both annotated sets, and the time for 5,000 characters.

    The fixed records are made in an empty database of their own.
    """
    stage.copy_of_empty("bench_matching")
    stage.use("bench_matching")
    from tests.checking.world import found_world

    unit = found_world()
    scores = {name: match_score(read(FOLDER / name), _check) for name in SETS}
    took = _seconds(unit)
    low = min(s.figures_right / s.figures_wanted for s in scores.values())
    false = sum(len(s.false_equal) for s in scores.values())
    return Result(
        id="matching",
        work="figure check: figure and status on annotated sentences, 5,000 characters",
        ours=f"{_said(scores.values())}, {false} false equal; {took * 1000:.0f} ms",
        must=f"figure ≥ {FLOOR}, no false equal, ≤ {MUST_S:.0f} s",
        met=low >= FLOOR and false == 0 and took <= MUST_S,
        more={name: _plain(score) for name, score in scores.items()} | {"seconds": took},
    )


def _check(unit: object, text: str) -> object:
    from shouwang.checking.answers import check_numbers
    from shouwang.orgs.scope import SYSTEM

    return check_numbers(SYSTEM, unit, DAY, text)  # type: ignore[arg-type]


def _seconds(unit: object) -> float:
    text = "\n".join(one.text for name in SETS for one in read(FOLDER / name))
    text = (text * (LENGTH // len(text) + 1))[:LENGTH]
    checked = partial(_check, unit, text)
    started = time.perf_counter()
    checked()
    return time.perf_counter() - started


def _said(scores: object) -> str:
    return ", ".join(f"{s.figures_right}/{s.figures_wanted}" for s in scores)  # type: ignore[attr-defined]


def _plain(score: MatchScore) -> dict[str, int]:
    return {
        "figures_right": score.figures_right,
        "figures_wanted": score.figures_wanted,
        "statuses_right": score.statuses_right,
        "statuses_wanted": score.statuses_wanted,
        "false_equal": len(score.false_equal),
    }
