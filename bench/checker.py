"""How good the figure check is: precision and recall on the annotated sentences, and its speed.

The floors are those of the goal: 0.97 for finding and kind. What is measured on the held-out part
counts; the part that was tuned on is shown beside it in `more`.
"""

from __future__ import annotations

import time
from pathlib import Path

from bench.result import Result, expect
from tests.checking.annotated import (
    DEV,
    HELD_OUT,
    PLACES,
    Score,
    lint_score,
    number_scores,
    read,
)

FLOOR = 0.97
LENGTH, MUST_S, AIM_S = 5_000, 2.0, 0.5


def scores(path: Path) -> dict[str, Score]:
    """Return the scores of finding, kind, value, measure and lint on a file of sentences."""
    from shouwang.checking.find import find
    from shouwang.checking.lint import lint

    sentences = read(path)
    return {
        **number_scores((one, find(one.text)) for one in sentences),
        "lint": lint_score((one, lint(one.text, places=PLACES)) for one in sentences),
    }


def seconds(length: int = LENGTH) -> float:
    """Return the seconds that finding and lint take for a text of so many characters."""
    from shouwang.checking.find import find
    from shouwang.checking.lint import lint

    text = "\n".join(one.text for path in (DEV, HELD_OUT) for one in read(path))
    text = (text * (length // len(text) + 1))[:length]
    took = []
    for _ in range(5):
        started = time.perf_counter()
        found = find(text)
        lint(text, found=found, places=PLACES)
        took.append(time.perf_counter() - started)
    expect(all(text[one.start : one.end] == one.text for one in found), True, "offsets")
    return min(took)


def run() -> Result:
    """Measure precision and recall, and the time for 5,000 characters."""
    held, dev, took = scores(HELD_OUT), scores(DEV), seconds()
    low = min(min(held[name].precision, held[name].recall) for name in ("finding", "kind"))
    said = ", ".join(f"{name} {_said(score)}" for name, score in held.items())
    return Result(
        id="checker",
        work="figure check: precision/recall on held-out sentences, 5,000 characters",
        ours=f"{said}; {took * 1000:.0f} ms",
        must=f"finding and kind ≥ {FLOOR}, ≤ {MUST_S:.0f} s",
        aims=f"≤ {AIM_S} s",
        met=low >= FLOOR and took <= MUST_S,
        aims_met=took <= AIM_S,
        more={
            "held_out": {name: _plain(score) for name, score in held.items()},
            "dev": {name: _plain(score) for name, score in dev.items()},
            "seconds": took,
        },
    )


def _said(score: Score) -> str:
    return f"{score.precision:.3f}/{score.recall:.3f}"


def _plain(score: Score) -> dict[str, float]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "right": score.right,
        "told": score.told,
        "wanted": score.wanted,
    }
