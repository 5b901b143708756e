"""Reading a pasted chat list: which institution each line speaks of, and what it states.

    1. 松鹤敬老院 在院45 职工12 无异常
    王主任 16:05
    2、幸福院：在院 三十八人，职工１４名，发热无

Nothing is decided in silence: a name with a slip is only likely until a person says so, a piece
that is not understood is handed back with the reason, and no line is lost. A line goes on with the
institution above it only where it holds nothing but items: whoever speaks in it otherwise may be
somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shouwang.intake.behalf import clauses, lines, names, plaintext
from shouwang.intake.behalf.clauses import Piece, Stated, Why
from shouwang.intake.behalf.labels import Labels, Wanted, labels_of
from shouwang.intake.behalf.names import Home, Match

__all__ = ["Entry", "Home", "Match", "Piece", "Reading", "Wanted", "Why", "read"]

LONGEST = 20_000


@dataclass
class Entry:
    """One institution's part of a paste.

    ``key`` is the institution, None until a person has chosen one of ``candidates``. ``head`` is
    the name as it was written, ``note`` what is kept of the line; telephone numbers are masked.
    """

    number: int
    raw: str
    head: str
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
    """A stretch of a paste that speaks of one institution, while it is being gathered.

    ``ordinal`` is its number in the list, ``inner`` the last of a list within it, ``columns`` the
    head of the table that it stands in.
    """

    raw: list[str]
    texts: list[str]
    head: str
    match: Match
    keys: tuple[int, ...]
    ordinal: int | None = None
    inner: int = 0
    columns: tuple[str, ...] = ()


_SPEAKS = re.compile(r"\d|[一二三四五六七八九十百两]")
_STUCK = r"@([^\s@,，:：;；。]{{1,10}}?)(?={})"


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
    reader = _Reader(homes, labels_of(items))
    for raw in plaintext.lines(text[:LONGEST]):
        reader.take(raw)
    return reader.done(chosen or {}, {item.code: item.zh for item in items})


class _Reader:
    """Takes a paste line by line to the part that each belongs to."""

    def __init__(self, homes: Sequence[Home], labels: Labels) -> None:
        self.homes, self.labels = homes, labels
        self.reading = Reading()
        self.parts: list[_Part] = []
        self.current: _Part | None = None
        self.columns: tuple[str, ...] = ()
        known = sorted({n for home in homes for n in home.names if n}, key=len, reverse=True)
        self.stuck = re.compile(_STUCK.format("|".join(map(re.escape, known)) or "$^"))

    def take(self, raw: str) -> None:
        """Take one line."""
        # @王芳松鹤敬老院: the name is not part of the mention
        normal = plaintext.normal(self.stuck.sub(r"@\1 ", raw))
        if not normal:
            # a blank line may stand between a name and its figures, not after them
            if self.current is not None and any(self.current.texts):
                self.current = None
            return
        line = plaintext.bare(normal)
        before, self.current = self.current, None
        if lines.is_total(line) or lines.is_example(line):
            self._leave(raw, Why.TALK if lines.is_example(line) else Why.TOTAL)
        elif columns := lines.header(line, self.labels):
            self.columns = columns
            self._leave(raw, Why.TALK)
        elif (begun := self._parts_of(raw, line)) is not None:
            self.parts += begun
            self.current = begun[-1] if begun else None
        elif before is not None and "@" not in raw and self._goes_on(before, line):
            before.raw.append(raw)
            before.texts.append(lines.without_bullet(line))
            before.inner = lines.number_of(line) or before.inner
            self.current = before
        else:
            self._leave(raw, Why.NO_UNIT if self._states(line) else Why.TALK)

    def _leave(self, raw: str, why: Why) -> None:
        self.reading.lines.append(Piece(plaintext.without_people(raw), why))

    def _goes_on(self, part: _Part, line: str) -> bool:
        """Return whether a line without a name goes on with the part above: items only, and not
        the next of the list."""
        number = lines.number_of(line)
        is_next = number is not None and part.ordinal is not None and number == part.ordinal + 1
        if is_next and number != part.inner + 1:
            return False
        return self._states(line) or lines.is_item(line)

    def _parts_of(self, raw: str, line: str) -> list[_Part] | None:
        """Return the parts that begin in a line: one for each institution that it names; None
        where it names none."""
        named = names.mentioned(line, self.homes, self.labels.longest_first)
        if not named:
            return self._guessed(raw, line)
        parts: list[_Part] = []
        before = line[: named[0].start]
        ordinal = lines.last_number(before)
        for n, name in enumerate(named):
            text, following = line[name.end :], None
            if n + 1 < len(named):
                text = line[name.end : named[n + 1].start]
                expected = n + 2 if ordinal is None else ordinal + 1
                text, following = lines.without_next(text, expected)
            head = line[name.start : name.end]
            own = raw if len(named) == 1 else f"{head} {text.strip()}".strip()
            part = _Part([own], [text], head, name.match, name.keys, ordinal)
            part.columns = self.columns
            parts.append(part)
            ordinal = following or ordinal
        before = lines.without_sender(lines.without_bullet(before), self.labels)
        if len(parts) > 1 and self._states(before):
            # 在院38 颐萱公寓 在院30 幸福院: each figure may be of the name before or after it
            self._leave(raw, Why.UNCLEAR)
            return []
        if self._states(before) and not clauses.read(before, self.labels).pieces:
            parts[0].texts.insert(0, before)
        elif self._states(before) or re.search(r"[\u4e00-\u9fff]\s*\d", before):
            self._leave(before, Why.NO_UNIT)
        return parts

    def _guessed(self, raw: str, line: str) -> list[_Part] | None:
        """Return the part of a line that begins with a name with a slip, or with nobody's."""
        bare, labels = lines.without_ordinal(line), self.labels
        spoken = lines.without_ordinal(lines.without_sender(line, labels))
        for text in dict.fromkeys((bare, spoken)):
            found = names.likely(text, self.homes, labels.longest_first)
            if found is None:
                continue
            rest = text[found.end :]
            # a short head without figures is talk; nobody's head with figures is told as such
            alone = found.match != Match.NONE and len(text) == found.end > 3
            if alone or self._states(rest):
                return [self._part(raw, text[: found.end], rest, line, found.match, found.keys)]
        head = clauses.unknown_head(lines.without_bullet(line), labels)
        if head and self._states(spoken):
            return [self._part(raw, head, lines.without_bullet(line), line)]
        return None

    def _part(
        self,
        raw: str,
        head: str,
        text: str,
        line: str,
        match: Match = Match.NONE,
        keys: tuple[int, ...] = (),
    ) -> _Part:
        number = lines.number_of(line)
        return _Part([raw], [text], head, match, keys, number, columns=self.columns)

    def _states(self, text: str) -> bool:
        """Return whether a text may state something: an item, or that all is well."""
        stated = clauses.read(text, self.labels)
        return bool(
            stated.texts
            or stated.is_quiet
            or stated.is_same
            or stated.disputed
            or (any(p.why != Why.UNKNOWN for p in stated.pieces) and _SPEAKS.search(text))
        )

    def done(self, chosen: Mapping[int, int], zh: Mapping[str, str]) -> Reading:
        """Return the whole reading; what a part without figures says is told as such."""
        told = []
        for part in self.parts:
            part.texts = [lines.under(part.columns, text) for text in part.texts]
            if any(map(self._states, part.texts)):
                told.append(part)
                continue
            has_numbers = any(map(_SPEAKS.search, part.texts))
            self._leave(" ".join(part.raw), Why.UNCLEAR if has_numbers else Why.NO_FIGURES)
        for number, part in enumerate(told, 1):
            self.reading.entries.append(self._entry(number, part, chosen))
        return _joined(self.reading, self.labels, zh)

    def _entry(self, number: int, part: _Part, chosen: Mapping[int, int]) -> Entry:
        stated = clauses.read("\n".join(part.texts), self.labels)
        raw = " ".join(part.raw)
        key = part.keys[0] if part.match == Match.EXACT else None
        match, candidates = part.match, part.keys
        if chosen.get(number) in {home.key for home in self.homes}:
            match, key, candidates = Match.EXACT, chosen[number], (chosen[number],)
        return Entry(number, raw, part.head, match, key, candidates, stated)


def _joined(reading: Reading, labels: Labels, zh: Mapping[str, str]) -> Reading:
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
        clauses.settle(first[entry.key].stated, labels)
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
    one.is_same = one.is_same or two.is_same
    one.pieces += two.pieces
