"""The Word file around the text: its template from our own parts, and its bytes."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.document import Document as WordDocument

from .. import measures as m

ASSETS = Path(__file__).resolve().parents[2] / "assets" / "docx"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same layout must give the same bytes
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PARTS = ("styles", "settings", "fontTable")


@lru_cache(maxsize=1)
def template() -> bytes:
    """An empty document with our styles, as the bytes of a .docx."""
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_MAIN}.{part}+xml"/>'
        for part in _PARTS
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{part}" Target="{part}.xml"/>'
        for at, part in enumerate(_PARTS, start=1)
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        f'.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{links}</Relationships>",
        "word/document.xml": f"<w:document {_W}><w:body/></w:document>",
        "word/styles.xml": (ASSETS / "styles.xml").read_text(encoding="utf-8"),
        "word/settings.xml": (ASSETS / "settings.xml").read_text(encoding="utf-8"),
        "word/fontTable.xml": _font_table(),
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def _font_table() -> str:
    """For each typeface we name, those that Word may take when the PC does not have it."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/>"
        f'<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, others in m.WORD_FALLBACKS.items()
    )
    return f"<w:fonts {_W}>{fonts}</w:fonts>"


def opened() -> WordDocument:
    """A new empty document."""
    return Document(BytesIO(template()))


def describe(document: WordDocument, *, title: str, author: str, words: str, dated: date) -> None:
    """The file's properties, dated by the paper and not by the clock."""
    moment = datetime(dated.year, dated.month, dated.day)  # noqa: DTZ001 - the format has no zone
    told = document.core_properties
    told.title, told.author, told.keywords, told.language = title, author, words, "zh-CN"
    told.created = told.modified = moment
    told.last_modified_by, told.revision = author, 1


def packed(document: WordDocument) -> bytes:
    """The document's bytes, free of the moment they were written at."""
    first = BytesIO()
    document.save(first)
    second = BytesIO()
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(second, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return second.getvalue()
