"""The benchmarks' own arithmetic, small enough to be tested by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def median(values: Sequence[float]) -> float:
    """Return the middle of some values, of an even number the mean of the middle two."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile: the least value that ``share`` (0…1] do not exceed."""
    if not values or not 0 < share <= 1:
        raise ValueError("a percentile needs values and a share within (0, 1]")
    # 0.95 * 100 is a little more than 95 as a float
    return sorted(values)[math.ceil(round(share * len(values), 9)) - 1]


def worst_growth(by_size: Mapping[int, float], *, lower_is_better: bool) -> float:
    """Return how much worse the worst size is than the smallest, as a share; 0 where none is.

    A cost that does not grow is what flatness is about: getting better is no fault.
    """
    base = by_size[min(by_size)]
    worse = [
        (value - base) / base if lower_is_better else (base - value) / base
        for value in by_size.values()
    ]
    return max(0.0, *worse)
