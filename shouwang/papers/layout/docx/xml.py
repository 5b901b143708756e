"""Building blocks of WordprocessingML: elements, runs, paragraphs. Text only enters as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement

from .. import measures as m

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EARLY = (f"{W}pStyle", f"{W}keepNext")  # the format wants properties in its own order
Element = Any  # an lxml element: the library carries no types


def w(tag: str, *children: Element | None, **attributes: str | int) -> Element:
    """The element `w:tag` with `w:` attributes; children that are None are left out."""
    element: Element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(W + name, str(value))
    element.extend(child for child in children if child is not None)
    return element


def twips(points: float) -> int:
    """Twentieths of a point, the unit of most lengths in Word."""
    return round(points * 20)


def run(
    text: str,
    role: str = "",
    *,
    size: float = 0,
    bold: bool = False,
    color: str = "",
    spacing: float | None = None,
) -> Element:
    """A run of text; a line break in it stays one. `role` names a typeface of WORD_FONTS.

    `spacing` is added to each letter, in points; without it and without `role` the paragraph's
    style decides. Letters of another size than the body's are set without its tracking.
    """
    if size and spacing is None:
        spacing = 0
    made = w(
        "r",
        w(
            "rPr",
            fonts(role) if role else w("rFonts", hint="eastAsia"),
            w("b") if bold else None,
            w("color", val=color.lstrip("#")) if color else None,
            w("spacing", val=twips(spacing or 0)) if spacing is not None else None,
            w("sz", val=round(size * 2)) if size else None,
            w("szCs", val=round(size * 2)) if size else None,
        ),
    )
    for at, line in enumerate(text.split("\n")):
        if at:
            made.append(w("br"))
        part = w("t")
        part.text = line
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(part)
    return made


def fonts(role: str) -> Element:
    """Names the typeface for Chinese and for what is not; quotation marks follow the Chinese."""
    name = m.WORD_FONTS[role]
    latin = name if role in ("song", "hei") else "Times New Roman"
    return w("rFonts", hint="eastAsia", ascii=latin, hAnsi=latin, eastAsia=name, cs=latin)


def tab() -> Element:
    """A tabulator, in a run of its own."""
    return w("r", w("tab"))


def paragraph(
    *content: Element,
    style: str = "",
    align: str = "",
    first: float | None = None,
    left: float = 0,
    right: float = 0,
    line: float = 0,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
    tabs: Iterable[tuple[str, float]] = (),
    border: Element | None = None,
) -> Element:
    """A paragraph. `first`, `left`, `right` are indents in characters of the grid.

    `line` is a fixed height in points; `tabs` are (alignment, position in points).
    """
    stops = [w("tab", val=side, pos=twips(at)) for side, at in tabs]
    spacing = {"before": twips(before), "after": twips(after)} if before or after or line else {}
    if line:
        spacing |= {"line": twips(line)}
    properties = w(
        "pPr",
        w("pStyle", val=style) if style else None,
        w("keepNext") if keep else None,
        border,
        w("tabs", *stops) if stops else None,
        w("spacing", **spacing, **({"lineRule": "exact"} if line else {})) if spacing else None,
        _indent(first, left, right),
        w("jc", val=align) if align else None,
    )
    return w("p", properties if len(properties) else None, *content)


def _indent(first: float | None, left: float, right: float) -> Element | None:
    if first is None and not left and not right:
        return None
    found: dict[str, int] = {}
    if left:
        found["left"] = twips(left * m.CHAR)
    if right:
        found["right"] = twips(right * m.CHAR)
    if first == 2:  # in characters, so that Word keeps it when somebody changes the letters' size
        found |= {"firstLineChars": 200, "firstLine": twips(2 * m.CHAR)}
    elif first is not None and first >= 0:
        found |= {"firstLineChars": round(first * 100), "firstLine": twips(first * m.CHAR)}
    elif first is not None:
        found["hanging"] = twips(-first * m.CHAR)
    return w("ind", **found)


def mark(made: Element, word: str) -> None:
    """Switch a property on (keepNext, pageBreakBefore) for a paragraph already made."""
    properties = made.find(f"{W}pPr")
    if properties is None:
        properties = w("pPr")
        made.insert(0, properties)
    places = [at for at, child in enumerate(properties) if child.tag in _EARLY]
    properties.insert(places[-1] + 1 if places else 0, w(word))


def blank(count: int = 1, *, keep: bool = False) -> list[Element]:
    """Empty lines of the grid."""
    return [paragraph(keep=keep) for _ in range(count)]


def border(side: str, points: float, *, color: str = "000000", space: float = 0) -> Element:
    """A rule along a paragraph; Word counts its width in eighths of a point."""
    rule = w(side, val="single", sz=round(points * 8), space=round(space), color=color)
    return w("pBdr", rule)
