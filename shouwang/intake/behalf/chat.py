"""Reading a pasted chat list: which institution each line speaks of, and what it states.

    1. 松鹤敬老院 在院45 职工12 无异常
    王主任 16:05
    2、幸福院：在院 三十八人，职工１４名，发热无

Nothing is decided in silence: a name with a slip is only likely until a person says so, a piece
that is not understood is handed back with the reason, and no line is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shouwang.intake.behalf import clauses, names, plaintext
from shouwang.intake.behalf.clauses import Piece, Stated, Why
from shouwang.intake.behalf.labels import Labels, Wanted, labels_of
from shouwang.intake.behalf.names import Home, Match

__all__ = ["Entry", "Home", "Match", "Piece", "Reading", "Wanted", "Why", "read"]

LONGEST = 20_000


@dataclass
class Entry:
    """One institution's part of a paste.

    ``key`` is the institution, None until a person has chosen one of ``candidates``. ``note`` is
    what is kept of the line; telephone numbers are masked in it.
    """

    number: int
    raw: str
    match: Match
    key: int | None
    candidates: tuple[int, ...]
    stated: Stated

    @property
    def note(self) -> str:
        """Return the pasted words as they may be kept."""
        return plaintext.without_people(self.raw)


@dataclass
class Reading:
    """A paste as it was understood: entries in their order, and the lines that are nobody's."""

    entries: list[Entry] = field(default_factory=list)
    lines: list[Piece] = field(default_factory=list)


@dataclass
class _Part:
    """A stretch of a paste that speaks of one institution, while it is being gathered."""

    raw: list[str]
    texts: list[str]
    match: Match
    keys: tuple[int, ...]


_ORDINAL = re.compile(
    r"^\s*(?:第?\d{1,3}\s*[.、,)）:]|[(（]\d{1,3}[)）]|\d{1,3}(?=\s*[\u4e00-\u9fff]))\s*(?!\d)"
)
_HAN_ORDINAL = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.])\s*"
)
_NEXT_ORDINAL = re.compile(r"(?:^|(?<=[\s,，;；。、)）]))\s*(\d{1,3})\s*[.、)）:]\s*$")
_TOTAL = re.compile(r"^(?:以上|全[镇乡县区街]|本[镇乡])?\s*(?:合计|总计|共计|小计|汇总|累计)")
_EXAMPLE = re.compile(r"^(?:示?例|范例|格式|模板|样板)|.*(?:[XxＸ×*某]{2})(?:敬老|养老|福利)")
_SENDER = re.compile(r"^([^:\d]{1,14}):\s*(?=\S)")
_SPEAKS = re.compile(r"\d|[一二三四五六七八九十百两]")


def read(
    text: str,
    homes: Sequence[Home],
    items: Sequence[Wanted],
    chosen: Mapping[int, int] | None = None,
) -> Reading:
    """Return what a paste states of ``homes``, read against the items of one form.

    ``chosen`` are a person's answers from an earlier reading: the entry's number to the key of the
    institution that is meant. Texts longer than ``LONGEST`` are cut.
    """
    labels = labels_of(items)
    reading = Reading()
    parts: list[_Part] = []
    current: _Part | None = None
    for raw in plaintext.lines(text[:LONGEST]):
        current = _line(raw, current, parts, reading, homes, labels)
    for number, part in enumerate(_told(parts, labels, reading), 1):
        reading.entries.append(_entry(number, part, labels, homes, chosen or {}))
    return _joined(reading, {item.code: item.zh for item in items})


def _line(
    raw: str,
    current: _Part | None,
    parts: list[_Part],
    reading: Reading,
    homes: Sequence[Home],
    labels: Labels,
) -> _Part | None:
    """Take one line to the part it belongs to; return the part that the next line may go on."""
    normal = plaintext.normal(raw)
    if not normal:
        # a blank line may stand between a name and its figures, not after them
        return current if current and not any(current.texts) else None
    line = plaintext.bare(normal)
    if _TOTAL.match(_ORDINAL.sub("", line)) or _EXAMPLE.match(line):
        why = Why.TOTAL if _EXAMPLE.match(line) is None else Why.TALK
        reading.lines.append(Piece(plaintext.without_people(raw), why))
        return None
    begun = _parts_of(raw, line, homes, labels)
    if begun:
        parts += begun
        return begun[-1]
    speaks = _states(line, labels)
    if current is not None and speaks:
        current.raw.append(raw)
        current.texts.append(_without_sender(line, labels))
        return current
    why = Why.NO_UNIT if speaks else Why.TALK
    reading.lines.append(Piece(plaintext.without_people(raw), why))
    return None


def _parts_of(raw: str, line: str, homes: Sequence[Home], labels: Labels) -> list[_Part]:
    """Return the parts that begin in a line: one for each institution that it names."""
    words = labels.longest_first
    named = names.exact(line, homes, words)
    if not named:
        return _guessed(raw, line, homes, labels)
    parts, ordinal = [], _ordinal_of(line[: named[0].start])
    for n, name in enumerate(named):
        end = named[n + 1].start if n + 1 < len(named) else len(line)
        text = line[name.end : end]
        found = _NEXT_ORDINAL.search(text) if n + 1 < len(named) else None
        # 职工 12.幸福院: twelve staff, unless the list has come to its twelfth
        if found and int(found[1]) == (n + 2 if ordinal is None else ordinal + 1):
            text, ordinal = text[: found.start()], int(found[1])
        own = raw if len(named) == 1 else f"{line[name.start : name.end]} {text}".strip()
        parts.append(_Part([own], [text], name.match, name.keys))
    before = _without_sender(_without_ordinal(line[: named[0].start]), labels)
    if _states(before, labels):
        parts[0].texts.insert(0, before)
    return parts


def _guessed(raw: str, line: str, homes: Sequence[Home], labels: Labels) -> list[_Part]:
    """Return the part of a line that begins with a name that is written with a slip."""
    for text in (_without_ordinal(line), _without_ordinal(_without_sender(line, labels))):
        found = names.likely(text, homes, labels.longest_first)
        if found is None:
            continue
        rest = text[found.end :]
        # a short head without figures is talk; nobody's head with figures is told as such
        alone = found.match != Match.NONE and len(text) == found.end > 3
        if alone or _states(rest, labels):
            return [_Part([raw], [rest], found.match, found.keys)]
    return []


def _ordinal_of(before: str) -> int | None:
    found = re.search(r"(\d{1,3})\s*[.、,)）:]?\s*$", before)
    return int(found[1]) if found else None


def _without_ordinal(line: str) -> str:
    return _HAN_ORDINAL.sub("", _ORDINAL.sub("", line, count=1), count=1)


def _without_sender(line: str, labels: Labels) -> str:
    """Return a line without who says it: 王主任: … ; a colon after an item is no sender's."""
    found = _SENDER.match(line)
    if not found or any(word in found[1] for word in labels.codes):
        return line
    return line[found.end() :]


def _states(text: str, labels: Labels) -> bool:
    """Return whether a text may state something: an item, or that all is well."""
    stated = clauses.read(text, labels)
    return bool(
        stated.texts
        or stated.is_quiet
        or stated.disputed
        or (any(p.why != Why.UNKNOWN for p in stated.pieces) and _SPEAKS.search(text))
    )


def _told(parts: list[_Part], labels: Labels, reading: Reading) -> list[_Part]:
    """Return the parts that state something; a name alone is told as such."""
    kept = []
    for part in parts:
        if any(_states(text, labels) for text in part.texts):
            kept.append(part)
            continue
        raw = plaintext.without_people(" ".join(part.raw))
        reading.lines.append(Piece(raw, Why.NO_FIGURES))
    return kept


def _entry(
    number: int,
    part: _Part,
    labels: Labels,
    homes: Sequence[Home],
    chosen: Mapping[int, int],
) -> Entry:
    stated = clauses.read("\n".join(part.texts), labels)
    raw = " ".join(part.raw)
    known = {home.key for home in homes}
    if chosen.get(number) in known:
        return Entry(number, raw, Match.EXACT, chosen[number], (chosen[number],), stated)
    key = part.keys[0] if part.match == Match.EXACT else None
    return Entry(number, raw, part.match, key, part.keys, stated)


def _joined(reading: Reading, zh: Mapping[str, str]) -> Reading:
    """Put together what several lines say of one institution; where they differ, neither counts."""
    first: dict[int, Entry] = {}
    kept = []
    for entry in reading.entries:
        if entry.key is None or entry.key not in first:
            kept.append(entry)
            if entry.key is not None:
                first[entry.key] = entry
            continue
        _merge(first[entry.key], entry, zh)
    reading.entries = kept
    return reading


def _merge(into: Entry, other: Entry, zh: Mapping[str, str]) -> None:
    into.raw = f"{into.raw} {other.raw}"
    one, two = into.stated, other.stated
    for code, text in two.texts.items():
        if code in one.disputed:
            continue
        if one.texts.setdefault(code, text) != text:
            one.disputed.add(code)
            told = f"{zh[code]} {one.texts.pop(code)} / {text}"
            one.pieces.append(Piece(told, Why.TWICE))
    one.is_quiet = one.is_quiet and two.is_quiet if two.texts else one.is_quiet or two.is_quiet
    one.pieces += two.pieces
