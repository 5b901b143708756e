"""Pieces of SVG with presentation attributes alone: a browser's policy forbids styles in place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

Point = tuple[float, float]
Anchor = str  # start, middle, end

INK, GREY, PALE, BAND = "#000000", "#5c5c5c", "#c8c8c8", "#ececec"
SMALL, LABEL = 9.0, 10.5
BASE = 0.36  # from a character's middle down to its baseline, in em


@dataclass
class Drawing:
    """A drawing of ``width`` by ``height`` points and its shapes in order."""

    width: float
    height: float
    shapes: list[str] = field(default_factory=list)

    def line(self, start: Point, end: Point, *, ink: str = INK, thick: float = 0.6) -> None:
        """Draw a straight line."""
        (x1, y1), (x2, y2) = start, end
        self.shapes.append(
            f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{ink}" '
            f'stroke-width="{thick}"/>'
        )

    def path(self, points: Iterable[Point], *, ink: str, thick: float, dash: str) -> None:
        """Draw a broken line through points; ``dash`` is empty for a whole one."""
        route = " L ".join(f"{x:.2f} {y:.2f}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.shapes.append(
            f'<path d="M {route}" fill="none" stroke="{ink}" stroke-width="{thick}"{dashed} '
            'stroke-linejoin="round"/>'
        )

    def polygon(self, points: Iterable[Point], *, fill: str, ink: str = INK) -> None:
        """Draw a closed shape."""
        corners = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
        self.shapes.append(
            f'<polygon points="{corners}" fill="{fill}" stroke="{ink}" stroke-width="0.9"/>'
        )

    def circle(self, middle: Point, radius: float, *, fill: str, ink: str = INK) -> None:
        """Draw a circle."""
        x, y = middle
        self.shapes.append(
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{fill}" stroke="{ink}" '
            'stroke-width="0.9"/>'
        )

    def rect(self, corner: Point, size: Point, *, fill: str, ink: str = "none") -> None:
        """Draw a rectangle."""
        (x, y), (width, height) = corner, size
        self.shapes.append(
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" '
            f'fill="{fill}" stroke="{ink}" stroke-width="0.9"/>'
        )

    def text(
        self, at: Point, words: str, *, size: float = SMALL, anchor: Anchor = "start",
        halo: bool = False,
    ) -> None:  # fmt: skip
        """Write words whose middle line stands at a height; ``halo`` clears what lies behind."""
        x, y = at[0], at[1] + BASE * size
        place = f'x="{x:.2f}" y="{y:.2f}" font-size="{size}" text-anchor="{anchor}"'
        if halo:
            self.shapes.append(
                f'<text {place} fill="#ffffff" stroke="#ffffff" stroke-width="2.4" '
                f'stroke-linejoin="round" aria-hidden="true">{escape(words)}</text>'
            )
        self.shapes.append(f'<text {place} fill="{INK}">{escape(words)}</text>')

    def svg(self, families: Iterable[str] = (), *, name: str = "") -> str:
        """Return the drawing as SVG set in the first of ``families`` at hand.

        With a ``name`` it is a picture of that name to a reader of the screen.
        """
        fonts = ", ".join(f"'{family}'" for family in families) or "serif"
        told = f' role="img" aria-label={quoteattr(name)} class="paper-drawing"' if name else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width:.2f}" '
            f'height="{self.height:.2f}" viewBox="0 0 {self.width:.2f} {self.height:.2f}" '
            f"font-family={quoteattr(fonts)}{told}>{''.join(self.shapes)}</svg>"
        )
