"""A chart of a paper as one drawing: SVG, the same in Word, PDF and browser.

Black and grey only, so that it survives the copier: lines differ by their dashes and marks and
carry their names at their ends; a day without any value is a gap, never a zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .. import measures as m
from ..model import Block, Chart
from .bars import bars
from .lines import lines
from .svg import Drawing

__all__ = ["Drawing", "drawn", "numbered_charts"]

WIDTH = m.TEXT_WIDTH  # 156 mm


def drawn(chart: Chart) -> Drawing:
    """Return a chart's drawing: as wide as the text area, as high as it needs, in points."""
    return bars(chart, WIDTH) if chart.form == "bar" else lines(chart, WIDTH)


def numbered_charts(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks with the charts' captions numbered in their order: 图1 …, 图2 …"""
    found: list[Block] = []
    count = 0
    for block in blocks:
        if isinstance(block, Chart):
            count += 1
            block = replace(block, caption=f"图{count}　{block.caption}")
        found.append(block)
    return tuple(found)
