"""The words across a page, as outlines: copying or searching the text must not meet them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from . import measures as m

STEP, LINE, EM = 1100, 1350, 1000


@lru_cache(maxsize=8)
def svg(words: tuple[str, ...], font: Path) -> str:
    """An SVG of the words, one above the other, drawn from a typeface of 1000 units."""
    face = TTFont(font, lazy=True)
    glyphs, cmap = face.getGlyphSet(), face.getBestCmap()
    width, height = STEP * max(len(word) for word in words), LINE * len(words)
    paths = []
    for row, word in enumerate(words):
        left = (width - STEP * len(word)) / 2 + (STEP - EM) / 2
        baseline = LINE * row + (LINE - EM) / 2 + 0.88 * EM
        for at, char in enumerate(word):
            pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
            move = (1, 0, 0, -1, left + STEP * at, baseline)
            glyphs[cmap[ord(char)]].draw(TransformPen(pen, move))
            paths.append(pen.getCommands())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<path fill="{m.MARK_GREY}" d="{" ".join(paths)}"/></svg>'
    )
