"""A paper as PDF/A-2b, set by typst from our own template.

The data goes in as JSON and is placed as strings, so nothing a person types is read as markup.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from .. import fonts
from . import measures as m
from .charts import drawn
from .model import (
    Appendix,
    Block,
    BulletinHead,
    Chart,
    Fields,
    Heading,
    Imprint,
    Mark,
    PaperLayout,
    Paragraph,
    Runs,
    Table,
)
from .parts import head_lines, imprint_last, imprint_rows, signature_rows
from .tables import FIELD_EM, is_form, lies_down, plan, room_of, room_of_front
from .text import cleaned, numbered, showable, title_lines
from .watermark import svg

TEMPLATE = Path(__file__).resolve().parents[1] / "assets" / "typst"
_OURS = {
    "biaosong": ("Noto Serif SC", "LXGW WenKai"),
    "fang": ("Noto Serif SC", "LXGW WenKai"),
    "hei": ("Noto Sans SC", "LXGW WenKai"),
    "song": ("Noto Serif SC", "LXGW WenKai"),
}
_DRAWN = (*m.PDF_FONTS["fang"], *_OURS["fang"])  # of these, a drawing takes the first at hand
PICTURE_PPI = 300
Data = dict[str, Any]


class Press:
    """A typst compiler with its typefaces loaded once; one paper at a time."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.characters = fonts.characters(folders)
        loaded = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(folder) for folder in folders],
        )
        self._inputs = {
            "measures": json.dumps(_measures()),
            "fonts": json.dumps(_families(set(loaded.families()))),
        }
        self.mark = _mark(folders)
        self._lock = threading.Lock()
        self._compiler, self._drawer = (
            typst.Compiler(
                input=TEMPLATE / name, root=TEMPLATE, font_paths=loaded, ignore_system_fonts=True
            )
            for name in ("paper.typ", "picture.typ")
        )

    def print(self, data: Data, dated: datetime) -> bytes:
        """The PDF's bytes. Raises typst.TypstError when the template itself is wrong."""
        paper = showable(json.dumps(data, ensure_ascii=False), self.characters)
        with self._lock:
            made = self._compiler.compile(
                format="pdf",
                pdf_standards="a-2b",
                timestamp=dated,
                sys_inputs={**self._inputs, "paper": paper},
            )
        if not isinstance(made, bytes):
            raise TypeError("typst gave no single file")
        return made

    def picture(self, drawing: str, width: float) -> bytes:
        """A drawing in SVG as PNG of `PICTURE_PPI`, `width` in points."""
        told = {"svg": showable(drawing, self.characters), "width": str(width)}
        with self._lock:
            made = self._drawer.compile(format="png", ppi=PICTURE_PPI, sys_inputs=told)
        if not isinstance(made, bytes):
            raise TypeError("typst gave no single picture")
        return made


@lru_cache(maxsize=4)
def _press(folders: tuple[Path, ...], _print: tuple[tuple[str, int, int], ...]) -> Press:
    return Press(folders)


def press(site_fonts: Path | None = None) -> Press:
    """The press for our typefaces and the site's own, kept until a font file changes.

    Call it once at start-up to take the first 0.5 s there. Raises fonts.FontsMissingError.
    """
    folders = (fonts.FONTS_DIR, *((site_fonts,) if site_fonts else ()))
    files = [path for folder in folders for path in fonts.font_files(folder)]
    if not fonts.font_files(fonts.FONTS_DIR):
        raise fonts.FontsMissingError("no typefaces: run python -m shouwang.papers.fonts")
    told = tuple((str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in files)
    return _press(folders, told)


def to_pdf(layout: PaperLayout, *, site_fonts: Path | None = None) -> bytes:
    """The paper as PDF/A-2b with its typefaces embedded; the same layout gives the same bytes.

    `site_fonts` is a folder of typefaces licensed to the site. A character that no typeface has
    is printed as 〓 (see `unshowable`). Raises fonts.FontsMissingError.
    """
    layout = cleaned(layout)
    moment = datetime(layout.dated.year, layout.dated.month, layout.dated.day, tzinfo=UTC)
    return press(site_fonts).print(_paper(layout), moment)


def fingerprint(layout: PaperLayout, *, site_fonts: Path | None = None) -> str:
    """What names the paper as it is printed: of two with the same one, one need not be set.

    Words, our template and the typefaces go into it. Raises as `to_pdf`, and sets nothing.
    """
    layout = cleaned(layout)
    told = json.dumps([str(layout.dated), _paper(layout)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{press(site_fonts).mark}\n{told}".encode()).hexdigest()


def _mark(folders: tuple[Path, ...]) -> str:
    """What names our template and the typefaces: another product or font may set more pages."""
    parts = [path.read_text(encoding="utf-8") for path in sorted(TEMPLATE.rglob("*.typ"))]
    files = [path for folder in folders for path in fonts.font_files(folder)]
    parts += [f"{path.name} {path.stat().st_size}" for path in files]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def picture(chart: Chart, *, site_fonts: Path | None = None) -> bytes:
    """A chart's drawing as PNG, for Word; the same as in the PDF. Raises as `to_pdf`."""
    drawing = drawn(chart)
    return press(site_fonts).picture(drawing.svg(_DRAWN), drawing.width)


def unshowable(layout: PaperLayout, *, site_fonts: Path | None = None) -> set[str]:
    """The characters of the paper that the PDF would show as 〓."""
    text = json.dumps(_paper(cleaned(layout)), ensure_ascii=False)
    known = press(site_fonts).characters
    return {c for c in text if ord(c) not in known and c not in "\n "}


def _families(present: set[str]) -> dict[str, list[Any]]:
    """For each role, the families to try in order; typst looks glyph by glyph."""
    found: dict[str, list[Any]] = {}
    for role, names in m.PDF_FONTS.items():
        found[role] = [name for name in names if name in present]
        found[role] += _OURS.get(role, ())
    # Its quotation marks and dashes are narrow Latin ones: those come from the body's typeface.
    found["kai"] += [
        {"name": "LXGW WenKai", "covers": "latin-in-cjk"},
        "Noto Serif SC",
        "LXGW WenKai",
    ]
    return found


def _measures() -> dict[str, Any]:
    return {
        name.lower(): value
        for name, value in vars(m).items()
        if name.isupper() and isinstance(value, float | int | str)
    }


def _paper(layout: PaperLayout) -> Data:
    """The whole paper as the template reads it."""
    return {
        "name": layout.title.replace("\n", "") or head_lines(layout),
        "author": [layout.author] if layout.author else [],
        "keywords": list(layout.keywords),
        "dated": [layout.dated.year, layout.dated.month, layout.dated.day],
        "marks": [str(mark) for mark in layout.marks],
        "watermark": _watermark(layout.marks),
        "footer": layout.footer,
        "head": _head(layout),
        "sideways": layout.sideways,
        "is_form": is_form(layout),
        "title": title_lines(layout.title, 30 if layout.sideways else 20) if layout.title else [],
        "addressee": layout.addressee,
        "body": _blocks(layout.body, *room_of_front(layout)),
        "attachments": list(layout.attachments),
        "signature": layout.signature
        and {"rows": signature_rows(layout.signature), "sealed": layout.signature.sealed},
        "annotation": layout.annotation,
        "imprint": layout.imprint and _imprint(layout.imprint),
        "imprint_last": imprint_last(layout),
        "appendices": [_appendix(appendix) for appendix in layout.appendices],
    }


def _watermark(marks: tuple[Mark, ...]) -> Data | None:
    """The marks drawn, at 73 points a character; None without marks."""
    if not marks:
        return None
    words = tuple(str(mark) for mark in marks)
    drawn = svg(words, fonts.FONTS_DIR / "NotoSansSC-Medium.ttf")
    return {"svg": drawn, "width": 73 * max(len(word) for word in words)}


def _head(layout: PaperLayout) -> Data:
    if layout.head is None:
        return {"kind": "plain"}
    kind = "bulletin" if isinstance(layout.head, BulletinHead) else "red"
    return {"kind": kind, **asdict(layout.head)}


def _imprint(imprint: Imprint) -> Data:
    return {
        "sends": imprint_rows(imprint),
        "printed_by": imprint.printed_by,
        "printed_on": imprint.printed_on,
    }


def _appendix(appendix: Appendix) -> Data:
    sideways = lies_down(appendix)
    return {
        "label": appendix.label,
        "title": title_lines(appendix.title, 30 if sideways else 20),
        "sideways": sideways,
        "blocks": _blocks(appendix.blocks, *room_of(appendix)),
    }


def _blocks(blocks: tuple[Block, ...], room: float, height: float | None = None) -> list[Data]:
    return [_block(block, label, room, height) for block, label in numbered(blocks)]


def _runs(runs: Runs) -> list[tuple[str, str, Data | None]]:
    return [(run.text, run.emphasis, asdict(run.note) if run.note else None) for run in runs]


def _block(block: Block, label: str, room: float, height: float | None) -> Data:
    match block:
        case Heading():
            tail = _runs(block.tail)
            return {
                "kind": "heading",
                "level": block.level,
                "label": label,
                "text": block.text,
                "tail": tail,
            }
        case Paragraph():
            runs = _runs(block.runs)
            return {"kind": "paragraph", "runs": runs, "align": block.align, "indent": block.indent}
        case Table():
            return {
                **asdict(block),
                **asdict(plan(block, room, height)),
                "kind": "table",
                "aligns": [column.align for column in block.columns],
            }
        case Chart():
            return _chart(block)
        case Fields():
            return {**asdict(block), "kind": "fields", "pitch": FIELD_EM * block.size}
    return {"kind": "pagebreak"}


def _chart(chart: Chart) -> Data:
    drawing = drawn(chart)
    return {
        "kind": "chart", "svg": drawing.svg(_DRAWN), "width": drawing.width,
        "caption": chart.caption, "notes": list(chart.notes), "alt": chart.alt,
    }  # fmt: skip
