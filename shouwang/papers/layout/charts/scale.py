"""Where the ticks of an axis stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

TICKS = 4  # about as many steps
NARROW = 0.25  # values within so small a part of their size are shown without zero


@dataclass(frozen=True)
class Scale:
    """An axis from ``low`` to ``high`` with a tick each ``step``."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """Return the values that carry a tick."""
        count = round((self.high - self.low) / self.step)
        return [self.low + n * self.step for n in range(count + 1)]

    def share(self, value: float) -> float:
        """Return where a value stands between the ends, 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def scale(values: Sequence[float], *, whole: bool) -> Scale:
    """Return a scale with round ticks for all values; ``whole`` allows no halves.

    It begins at zero unless the values lie so close together that nothing could be seen:
    whoever draws it tells so.
    """
    least, most = min(values, default=0), max(values, default=0)
    low = least if most > 0 and least > 0 and most - least < NARROW * most else min(0, least)
    if low and most == least:
        low = 0  # a level line needs no glass
    step = _step((most - low) / TICKS, whole=whole)
    bottom = math.floor(low / step) * step
    if low and bottom == low and bottom - step >= 0:
        bottom -= step
    top = math.ceil(most / step) * step
    return Scale(bottom, top if top > bottom else bottom + step, step)


def _step(rough: float, *, whole: bool) -> float:
    if rough <= 0:
        return 1
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * n for n in (1, 2, 5, 10) if size * n >= rough * 0.999)
    return max(1, step) if whole else step


def tick_words(value: float) -> str:
    """Return a tick's words: 9,000; 0.5."""
    return f"{value:,.0f}" if abs(value - round(value)) < 1e-9 else f"{value:,.10g}"
