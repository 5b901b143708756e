"""The typefaces of printed papers, made from npm packages when assets are built.

Run as ``python -m shouwang.papers.fonts``. The official typefaces (小标宋, 仿宋, 楷体) are
proprietary, so the PDF is set in open ones (SIL Open Font License): Noto Serif SC for the body
and the title, Noto Sans SC for 黑体, LXGW WenKai for 楷体. They come as web fonts cut into about
a hundred pieces each; one TrueType file per weight is put together from the pieces, because the
common piece alone lacks a thousand characters of GB 2312 that stand in names of places and people.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, TTLibError

RECIPE = "1"  # raise it when the output of `build_face` changes, so that old files are made anew
FONTS_DIR = Path(__file__).resolve().parent / "assets" / "fonts"
NODE_MODULES = Path(__file__).resolve().parents[2] / "node_modules"

ROMAN = {0x2160 + n: text for n, text in enumerate(("I", "II", "III", "IV", "V", "VI", "VII"))}


class FontsMissingError(RuntimeError):
    """The typefaces were not built, or their npm packages are not installed."""


@dataclass(frozen=True, slots=True)
class Face:
    """One file to build: `package` is the npm package, `weight` both the source's and OS/2's."""

    file: str
    package: str
    family: str
    weight: int
    style: str
    whole: bool = False  # the package ships the font uncut


FACES = (
    Face("NotoSerifSC-Regular.ttf", "noto-serif-sc", "Noto Serif SC", 400, "Regular"),
    Face("NotoSerifSC-Bold.ttf", "noto-serif-sc", "Noto Serif SC", 700, "Bold"),
    Face("NotoSansSC-Medium.ttf", "noto-sans-sc", "Noto Sans SC", 500, "Medium"),
    Face("LXGWWenKai-Medium.ttf", "lxgw-wenkai", "LXGW WenKai", 500, "Medium", whole=True),
)


def pieces(face: Face, node_modules: Path) -> list[Path]:
    """The woff files a face is made of, the most used first. Raises FontsMissingError."""
    folder = node_modules / "@fontsource" / face.package / "files"
    first = "latin" if face.whole else "chinese-simplified"
    base = folder / f"{face.package}-{first}-{face.weight}-normal.woff"
    if not base.is_file():
        raise FontsMissingError(f"@fontsource/{face.package} is not installed: run npm ci")
    if face.whole:
        return [base]
    ends = re.compile(rf"{face.package}-(latin|latin-ext|cyrillic|\d+)-{face.weight}-normal\.woff")
    return [base, *sorted(p for p in folder.iterdir() if ends.fullmatch(p.name))]


def stamp(face: Face, sources: Sequence[Path]) -> str:
    """Digest that changes with the recipe, the face or the package's files."""
    told = [RECIPE, repr(face), *(f"{p.name}:{p.stat().st_size}" for p in sources)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def build_face(face: Face, node_modules: Path, out: Path) -> bool:
    """Write one TrueType file into `out`; False when it was already up to date."""
    sources = pieces(face, node_modules)
    target, mark = out / face.file, out / f"{face.file}.stamp"
    wanted = stamp(face, sources)
    if target.is_file() and mark.is_file() and mark.read_text() == wanted:
        return False
    # Bounds are kept, not worked out anew: glyphs then pass through as bytes (40 s become 3 s).
    font = TTFont(sources[0], recalcTimestamp=False, recalcBBoxes=False)
    _join(font, sources[1:])
    if not face.whole:
        _chinese_widths(font)
    _rename(font, face)
    font.flavor = None
    part = target.with_suffix(".part")  # a reader must never see half a font
    font.save(part, reorderTables=False)
    part.replace(target)
    mark.write_text(wanted)
    return True


def _join(font: TTFont, sources: Sequence[Path]) -> None:
    """Add the glyphs of `sources` for the characters that `font` does not have yet."""
    cmap = dict(font.getBestCmap())
    order = list(font.getGlyphOrder())
    glyf, hmtx, vmtx = font["glyf"], font["hmtx"], font["vmtx"]

    def add(name: str, glyph: object, across: object, down: object) -> None:
        order.append(name)
        glyf.glyphs[name], hmtx.metrics[name], vmtx.metrics[name] = glyph, across, down

    for source in sources:
        piece = TTFont(source, lazy=True, recalcBBoxes=False)
        _widen(font, piece)
        for code, old in piece.getBestCmap().items():
            if code in cmap:
                continue
            glyph = piece["glyf"].glyphs[old]
            if glyph.isComposite():  # its parts carry the piece's names: draw it out instead
                glyph = _outlined(piece, old)
            name = f"u{code:05X}"
            add(name, glyph, piece["hmtx"][old], piece["vmtx"][old])
            cmap[code] = name
    for code, letters in ROMAN.items():
        if code not in cmap and ord("I") in cmap:
            name = f"u{code:05X}"
            glyph = _roman(font, [cmap[ord(letter)] for letter in letters])
            add(name, glyph, (1000, glyph.xMin), vmtx.metrics[cmap[ord("I")]])
            cmap[code] = name
    font.setGlyphOrder(order)
    glyf.glyphOrder = order
    for table in font["cmap"].tables:
        if table.isUnicode():
            fits = table.format in (12, 13)
            table.cmap = {c: n for c, n in cmap.items() if fits or c <= 0xFFFF}


def _widen(font: TTFont, piece: TTFont) -> None:
    """Let the limits that font programs allocate by cover the piece's glyphs too."""
    for field in ("maxPoints", "maxContours", "maxStackElements", "maxSizeOfInstructions"):
        value = max(getattr(font["maxp"], field), getattr(piece["maxp"], field))
        setattr(font["maxp"], field, value)
    for field, wider in (("xMin", min), ("yMin", min), ("xMax", max), ("yMax", max)):
        setattr(
            font["head"], field, wider(getattr(font["head"], field), getattr(piece["head"], field))
        )


def _outlined(font: TTFont, name: str) -> Any:
    """The glyph with its components drawn in."""
    glyphs = font.getGlyphSet()
    record = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(record)
    pen = TTGlyphPen(None)
    record.replay(pen)
    return pen.glyph()


def _roman(font: TTFont, letters: Sequence[str]) -> Any:
    """A full-width Roman numeral (Ⅰ级响应) set from capitals: the packages leave it out."""
    glyphs = font.getGlyphSet()
    total = sum(glyphs[letter].width for letter in letters)
    squeeze = min(1.0, 960 / total)
    pen, left = TTGlyphPen(None), (1000 - total * squeeze) / 2
    for letter in letters:
        glyphs[letter].draw(TransformPen(pen, (squeeze, 0, 0, 1, left, 0)))
        left += glyphs[letter].width * squeeze
    glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    return glyph


def _chinese_widths(font: TTFont) -> None:
    """Digits of one width, so that columns align; a dash that joins; a half-width middle dot."""
    cmap, hmtx = font.getBestCmap(), font["hmtx"].metrics
    digit = max(hmtx[cmap[ord(c)]][0] for c in "0123456789")
    for char in "0123456789":
        _reset(font, cmap[ord(char)], width=digit)
    _reset(font, cmap[ord("·")], width=500)
    _reset(font, cmap[ord("—")], width=1000, fill=True)


def _reset(font: TTFont, name: str, *, width: int, fill: bool = False) -> None:
    """Give a glyph another width: centred in it, or stretched to touch both its edges."""
    glyf, old, pen = font["glyf"], font["hmtx"].metrics[name][0], TTGlyphPen(None)
    left, right = glyf[name].xMin, glyf[name].xMax
    stretch = width / (right - left) if fill else 1.0
    shift = -left * stretch if fill else round((width - old) / 2)
    font.getGlyphSet()[name].draw(TransformPen(pen, (stretch, 0, 0, 1, shift, 0)))
    glyph = pen.glyph()
    glyph.recalcBounds(glyf)
    glyf.glyphs[name] = glyph
    font["hmtx"].metrics[name] = (width, glyph.xMin)


def _rename(font: TTFont, face: Face) -> None:
    """Give the file its own family and weight: the pieces call every weight 'ExtraLight'."""
    names = font["name"]
    postscript = f"{face.family}-{face.style}".replace(" ", "")
    full = f"{face.family} {face.style}"
    names.names = [n for n in names.names if n.nameID not in (1, 2, 3, 4, 6, 16, 17, 21, 22, 25)]
    ids = {1: face.family, 2: face.style, 3: postscript, 4: full, 6: postscript}
    for name_id, text in ids.items():
        names.setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight
    for table in ("STAT", "FFTM", "morx", "feat", "prop", "bsln"):
        if table in font:
            del font[table]


def build(node_modules: Path = NODE_MODULES, out: Path = FONTS_DIR) -> list[str]:
    """Build what is missing or old; the names of the files written. Raises FontsMissingError."""
    out.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        pieces(face, node_modules)
    with ProcessPoolExecutor(max_workers=2) as pool:
        jobs = [pool.submit(build_face, face, node_modules, out) for face in FACES]
        return [face.file for face, job in zip(FACES, jobs, strict=True) if job.result()]


def characters(folders: Iterable[Path]) -> frozenset[int]:
    """Every code point that some font file in `folders` can show; unreadable files are left out."""
    found: set[int] = set()
    for path in (path for folder in folders for path in font_files(folder)):
        collection = path.suffix.lower() in (".ttc", ".otc")
        with suppress(TTLibError):
            found |= set(TTFont(path, lazy=True, fontNumber=0 if collection else -1).getBestCmap())
    return frozenset(found)


def font_files(folder: Path) -> list[Path]:
    """The font files in a folder, in a fixed order; none when the folder is not there."""
    if not folder.is_dir():
        return []
    ends = (".ttf", ".otf", ".ttc", ".otc")
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in ends)


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; exit code 0, or 2 when the npm packages are not there."""
    parser = argparse.ArgumentParser(prog="python -m shouwang.papers.fonts", description=__doc__)
    parser.add_argument("--node-modules", type=Path, default=NODE_MODULES)
    parser.add_argument("--out", type=Path, default=FONTS_DIR)
    args = parser.parse_args(argv)
    began = time.perf_counter()
    try:
        written = build(args.node_modules, args.out)
    except FontsMissingError as missing:
        sys.stderr.write(f"{missing}\n")
        return 2
    took = time.perf_counter() - began
    sys.stdout.write(f"fonts: {', '.join(written) or 'up to date'} ({took:.1f} s)\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
