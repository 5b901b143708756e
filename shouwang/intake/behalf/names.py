"""Institutions named in a chat: exactly, probably, or one of several; never taken in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from shouwang.intake.behalf import phrases
from shouwang.kit import pinyin


class Match(StrEnum):
    """How sure it is which institution is meant."""

    EXACT = "exact"
    LIKELY = "likely"
    CHOOSE = "choose"
    NONE = "none"


class Spelt(NamedTuple):
    """A word, what of it tells institutions apart, and the signs that this is made of."""

    word: str
    plain: str
    signs: frozenset[str]


@dataclass(frozen=True)
class Home:
    """An institution that may be meant: its key and the names it goes by, the full one first."""

    key: int
    names: tuple[str, ...]

    @cached_property
    def spelt(self) -> tuple[Spelt, ...]:
        """Return its names, taken apart once for all the lines of a paste."""
        return tuple(map(_spelt, self.names))


@dataclass(frozen=True)
class Named:
    """Where a text names an institution; ``keys`` may be meant, the likeliest first."""

    start: int
    end: int
    match: Match
    keys: tuple[int, ...]


# what may stand right before or after a name without making it another institution
_BEFORE = re.compile(r"(?:[^\u4e00-\u9fff]|报告|汇报|上报|更正|关于|各位|这里是|我是|^)$")
_AFTER = re.compile(
    r"[^\u4e00-\u9fff]|今[日天]|当[日天]|目前|现[有在]?|截[至止]|上报|汇报|报告|日报|更正|全院|"
    r"共|有|无|没有|未|一切|均|都|人员|情况|[\u4e00-\u9fff]{1,3}(?:院长|主任|书记|站长|经理|老师|护士长)|$"
)
# what people leave out of a name, and what tells nothing apart
_DROPPED = re.compile(r"[镇乡村]|街道|社区|有限公司|有限责任公司|[()（）·\s]")
# what every such name is made of: alone it names nobody
_KIND = re.compile(
    r"敬老院|养老院|福利院|托老院|托养院|幸福院|护理院|老年公寓|养老公寓|公寓|养老中心|服务中心|照料中心"
)
_GENERIC = re.compile(
    r"(?:养老|敬老|护理|老年|老人|福利|幸福|服务|中心|照料|日间|社区|公寓|托养|医院|康复|老院|[院所站家园])+"
)
_STRETCH = re.compile(r"[\u4e00-\u9fffA-Za-z·]{2,24}")
_HOME_IN_TEXT = re.compile(
    r"(?:[敬养]老|福利|护理|幸福|托[养老]|疗养)院$|公寓$|(?:养老|服务|照料)中心$"
)
_HEAD = re.compile(r"[\u4e00-\u9fffA-Za-z·()0-9]{2,24}?(?=$|[\s:,;。=、]|\d)")
_SHORTEST = 2


def exact(text: str, homes: Sequence[Home], labels: Sequence[str] = ()) -> list[Named]:
    """Return where a normalised text writes out the name of an institution, in order.

    A name that goes on (拾桥镇敬老院东院区) or begins earlier is only likely. ``labels`` are words
    that may follow a name directly: the form's items.
    """
    taken: list[Named] = []
    known: dict[str, set[int]] = {}
    for home in homes:
        for name in home.names:
            if len(name) >= _SHORTEST and name in text:
                known.setdefault(name, set()).add(home.key)
    for name in sorted(known, key=len, reverse=True):
        for found in re.finditer(re.escape(name), text):
            if any(found.start() < t.end and t.start < found.end() for t in taken):
                continue
            keys = tuple(sorted(known[name]))
            match = Match.CHOOSE if len(keys) > 1 else _clean(text, found, labels)
            taken.append(Named(found.start(), found.end(), match, keys))
    return sorted(taken, key=lambda n: n.start)


def _clean(text: str, found: re.Match[str], labels: Sequence[str]) -> Match:
    before, after = text[: found.start()], text[found.end() :]
    fits_before = not before or _BEFORE.search(before[-4:]) is not None
    fits_after = _AFTER.match(after) or any(after.startswith(label) for label in labels)
    return Match.EXACT if fits_before and fits_after else Match.LIKELY


def mentioned(text: str, homes: Sequence[Home], labels: Sequence[str] = ()) -> list[Named]:
    """Return every institution that a normalised text names, in order: written out, or between
    those in a word of its own that is plainly a name with a slip or shortened."""
    found = exact(text, homes, labels)
    for word in _STRETCH.finditer(text):
        if any(word.start() < n.end and n.start < word.end() for n in found):
            continue
        head = _cut(word[0], labels)
        if len(head) < _SHORTEST or phrases.QUIETS.match(head) or _GENERIC.fullmatch(head):
            continue
        named = _named(head, homes)
        if named is None and len(head) > 3 and _HOME_IN_TEXT.search(head):
            named = Named(0, len(head), Match.NONE, ())
        if named is not None:
            end = word.start() + named.end
            found.append(Named(word.start(), end, named.match, named.keys))
    return sorted(found, key=lambda n: n.start)


def likely(text: str, homes: Sequence[Home], labels: Sequence[str] = ()) -> Named | None:
    """Return the institution that the beginning of a text seems to name with a slip or shortened.

    None where the beginning is no name at all; ``Match.NONE`` where it is one, of nobody here.
    """
    head = _head(text, labels)
    if not head:
        return None
    named = _named(head, homes)
    if named is None and _looks_like_home(head):
        return Named(0, len(head), Match.NONE, ())
    return named


def _named(head: str, homes: Sequence[Home]) -> Named | None:
    """Return whom a word may mean. A slip that sounds otherwise may as well be another's name, a
    short form that fits several tells none apart: then a person chooses."""
    said = _spelt(head)
    ranked = sorted((rank, home.key) for home in homes if (rank := _rank(said, home)) is not None)
    if not ranked:
        return None
    first = ranked[0][0]
    best = [key for rank, key in ranked if rank == first or (first >= _SHORT <= rank)]
    match = Match.LIKELY if len(best) == 1 and first != _OTHER_SOUND else Match.CHOOSE
    return Named(0, len(head), match, tuple(key for _rank_, key in ranked)[:8])


def _head(text: str, labels: Sequence[str]) -> str:
    found = _HEAD.match(text)
    return _cut(found[0], labels) if found else ""


def _cut(head: str, labels: Sequence[str]) -> str:
    """Return what stands before the first item in a word; nothing where it begins with one."""
    cuts = [at for label in labels if (at := head.find(label)) >= 0]
    return head[: min(cuts)] if cuts else head


def _looks_like_home(head: str) -> bool:
    return bool(re.search(r"[院所站馆园家]$|中心$|公寓$|登记处$|陵园$", head))


def _spelt(word: str) -> Spelt:
    plain = _DROPPED.sub("", word)
    return Spelt(word, plain, frozenset(plain))


def _rank(head: Spelt, home: Home) -> int | None:
    """Return how far a head is from a home's names: 0 the nearest, None not to be thought of."""
    ranks = [rank for name in home.spelt if (rank := _distance_rank(head, name)) is not None]
    return min(ranks, default=None)


_OTHER_SOUND, _SHORT = 3, 4


def _distance_rank(head: Spelt, name: Spelt) -> int | None:
    if head.word == name.word:
        return 0
    one, other = head.plain, name.plain
    if one == other and len(one) >= _SHORTEST:
        return 1
    most = 2 if len(one) >= 7 else 1 if len(one) >= 3 else 0
    # each sign that the name has not is a slip, and a short form has none: most names end here
    if len(head.signs - name.signs) > most:
        return None
    if most and _distance(one, other, most=most) <= most:
        same_core = _core(one) == _core(other) or _core(head.word) == _core(name.word)
        alike = same_core or pinyin.syllables(one) == pinyin.syllables(other)
        return 2 if alike else _OTHER_SOUND
    if len(one) < _SHORTEST:
        return None
    starts = one[0] == other[:1]
    if one in other or (_within(one, other) and (starts or len(one) >= 3)):
        return _SHORT if starts else _SHORT + 1
    return None


def _core(name: str) -> str:
    """Return a name without what kind of a house it is: 钱村托老院 may be 钱村托养院."""
    core = _KIND.sub("", name)
    return core if len(core) >= _SHORTEST else name


def _within(short: str, long: str) -> bool:
    """Return whether one's characters stand in the other in order: 松鹤院 in 松鹤敬老院."""
    rest = iter(long)
    return len(short) < len(long) and all(sign in rest for sign in short)


def _distance(one: str, other: str, *, most: int) -> int:
    """Return how many slips turn one text into the other, at most ``most`` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return min(row[-1], most + 1)
