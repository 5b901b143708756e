"""Collect the words of the interface: `setup/messages.py [update|check|missing]`.

Chinese is the source language, so a message's id is the Chinese sentence itself, and the only
catalogue is the English one. No gettext programs are needed: Django turns a template into Python
and Babel reads Python. The catalogue carries no dates and no line numbers, so that its history
shows changed words and nothing else.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "shouwang"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = "# Shouwang 守望 in English. The ids are the sentences of the source: setup/messages.py"
DATES = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator')
KEYWORDS = {
    "_": None,
    "N_": None,
    "say": None,  # in rules, which know no Django, a translator is handed in
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}

Found = tuple[str | tuple[str, ...], str | None]


def sources() -> Iterator[Path]:
    """Yield every file that may hold words of the interface, in a steady order."""
    for path in sorted(SOURCE.rglob("*")):
        within = path.relative_to(SOURCE).parts
        if path.suffix == ".py" and "migrations" not in within:
            yield path
        if path.suffix in {".html", ".txt", ".svg"} and "templates" in within:
            yield path


def messages_in(path: Path) -> Iterator[Found]:
    """Yield the ids (a pair where there is a plural) and contexts that one file asks for."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = templatize(text, origin=str(path.relative_to(ROOT)))
    found = extract_python(io.BytesIO(text.encode()), list(KEYWORDS), [], {"encoding": "utf-8"})
    for _, keyword, words, _ in found:
        parts = [words] if isinstance(words, str) else list(words or ())
        context = parts.pop(0) if keyword.startswith("pgettext") else None
        wanted = 2 if keyword.startswith("ngettext") else 1
        ids = parts[:wanted]
        if all(isinstance(each, str) and each for each in ids) and len(ids) == wanted:
            yield (ids[0] if wanted == 1 else tuple(ids)), context


def wanted() -> Catalog:
    """Return a catalogue of all messages of the source, with the files they stand in."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    catalogue = _empty()
    for path in sources():
        place = (path.relative_to(ROOT).as_posix(), 0)
        for ids, context in messages_in(path):
            if all(ord(letter) < 128 for letter in "".join(ids)):
                continue  # words Django or allauth translate themselves
            catalogue.add(ids, locations=[place], context=context)
    return catalogue


def translated() -> Catalog:
    """Return the English catalogue as it stands; empty where there is none yet."""
    if not CATALOGUE.exists():
        return _empty()
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def merged() -> Catalog:
    """Return the messages of the source with the translations there are; nothing obsolete."""
    old, new = translated(), wanted()
    for message in new:
        known = old.get(message.id, message.context) if message.id else None
        if known:
            message.string = known.string
    return new


def missing(catalogue: Catalog) -> list[Message]:
    """Return the messages that have no English words, or only some of their plural."""
    return [each for each in catalogue if each.id and not _whole(each)]


def written(catalogue: Catalog) -> bytes:
    """Return the catalogue as it is kept: ordered by file, without dates and line numbers."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, include_lineno=False, ignore_obsolete=True)
    return b"".join(line for line in out.getvalue().splitlines(True) if not line.startswith(DATES))


def _whole(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(strings)


def _empty() -> Catalog:
    return Catalog(
        locale="en",
        domain="django",
        header_comment=HEADER,
        project="Shouwang",
        language_team="none",
        fuzzy=False,
    )


def main() -> int:
    """Update the catalogue, check it (1 if it is behind or unfinished), or list what is missing."""
    deed = sys.argv[1] if len(sys.argv) > 1 else "update"
    catalogue = merged()
    lacking = missing(catalogue)
    if deed == "missing":
        for each in lacking:
            sys.stdout.write(f"{each.id!r}  {each.locations[0][0]}\n")
    elif deed == "update":
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_bytes(written(catalogue))
    total = Counter("lacking" if not _whole(each) else "whole" for each in catalogue if each.id)
    sys.stderr.write(f"messages: {total['whole']} in English, {total['lacking']} missing\n")
    behind = not CATALOGUE.exists() or CATALOGUE.read_bytes() != written(catalogue)
    return int(deed == "check" and bool(lacking or behind))


if __name__ == "__main__":
    sys.exit(main())
