"""A text as tokens: numbers, notions, places, periods, and what is none of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from shouwang.checking.marks import Found
from shouwang.checking.periods import Mention
from shouwang.checking.places import Place, Places
from shouwang.checking.subjects import Subjects
from shouwang.checking.subjects_words import Sort, Word

HARD = "。！？!?\n"
SOFT = "，,；;（）()：:、\t"
_BLANK = " \u3000\u00a0\r"


@dataclass(frozen=True)
class Token:
    """A stretch of text with what it says; ``word`` of known words, ``found`` of numbers."""

    start: int
    end: int
    text: str
    sort: Sort
    word: Word | None = None
    found: Found | None = None
    place: Place | None = None
    mention: Mention | None = None


@dataclass
class Sentence:
    """The tokens between two full stops; ``line`` counts lines of the text from 0."""

    line: int
    tokens: list[Token] = field(default_factory=list)

    @property
    def has_numbers(self) -> bool:
        """Return whether anything is counted in it."""
        return any(token.sort == "number" for token in self.tokens)


def sentences(
    text: str,
    founds: Sequence[Found],
    mentions: Sequence[Mention],
    subjects: Subjects,
    places: Places,
) -> list[Sentence]:
    """Return the sentences of a text with everything in them recognised once."""
    by_start = {found.start: found for found in founds}
    periods = {mention.start: mention for mention in mentions}
    made: list[Sentence] = [Sentence(0)]
    at, line = 0, 0
    while at < len(text):
        char = text[at]
        if char in HARD:
            line += char == "\n"
            made.append(Sentence(line))
            at += 1
            continue
        if char in _BLANK:
            at += 1
            continue
        token = _token(text, at, by_start, periods, subjects, places)
        made[-1].tokens.append(token)
        at = token.end
    return [sentence for sentence in made if sentence.tokens]


def _token(
    text: str,
    at: int,
    founds: dict[int, Found],
    periods: dict[int, Mention],
    subjects: Subjects,
    places: Places,
) -> Token:
    mention = periods.get(at)
    compared = periods.get(at + 1) if text[at] in "比较" else None
    if compared is not None:
        end = compared.end
        return Token(at, end, text[at:end], "before", mention=compared)
    if mention is not None:
        return Token(at, mention.end, text[at : mention.end], "date", mention=mention)
    known = subjects.word_at(text, at)
    found = founds.get(at)
    place = places.at(text, at)
    if known and found and known[1].sort == "term" and at + len(known[0]) >= _end(text, found):
        found = None  # 零报告, 一老一小: a notion that begins like a number
    if found is not None:
        return _number(text, found)
    if place and (known is None or place.end - at >= len(known[0])):
        return Token(at, place.end, place.name, "place", place=place)
    if known:
        word, told = known
        limit = _next_number(founds, at, at + len(word))
        if limit is None or told.sort == "term":
            return Token(at, at + len(word), word, told.sort, told)
    if text[at] in SOFT:
        return Token(at, at + 1, text[at], "cut")
    return Token(at, at + 1, text[at], "other")


def _next_number(founds: dict[int, Found], start: int, end: int) -> int | None:
    return next((at for at in range(start + 1, end) if at in founds), None)


def _number(text: str, found: Found) -> Token:
    if found.kind == "quantity" and found.value is not None:
        end = _end(text, found)
        return Token(found.start, end, text[found.start : end], "number", found=found)
    sort: Sort = "date" if found.kind in ("date", "time") else "filler"
    if found.kind in ("name", "idiom", "code", "quantity"):
        sort = "other"
    return Token(found.start, found.end, found.text, sort, found=found)


def _end(text: str, found: Found) -> int:
    """Return where a number ends with its measure word."""
    measure = found.measure or ""
    if measure and text.startswith(measure, found.end):
        return found.end + len(measure)
    return found.end
