"""The words by which a chat names a form's items: their labels, aliases and plain short forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Wanted:
    """An item that a chat may state: its code, its label and what else it is called; ``is_quiet``
    where it is 0 on a day on which all is well."""

    code: str
    zh: str
    aliases: tuple[str, ...] = ()
    is_quiet: bool = False


@dataclass(frozen=True)
class Labels:
    """Every word that names items; a word that names several names none for certain.

    ``quiet`` are the codes of the items that are 0 where all is well.
    """

    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    quiet: frozenset[str] = frozenset()

    @property
    def longest_first(self) -> list[str]:
        """Return the words, the longest first."""
        return sorted(self.codes, key=len, reverse=True)


_NOTE = re.compile(r"[(（].*?[)）]")
_TIMES = re.compile(r"^(?:今日|当日|本日|现有|正在|目前)")
_NEW = re.compile(r"^(?:新发|新增|新)")
_SHORTEST = 2


def labels_of(items: Sequence[Wanted]) -> Labels:
    """Return the words for a form's items.

    A label or an alias written out goes before a short form of another: with 职工 as an alias of
    在册职工, 职工 is no longer the short form of 今日新发发热：职工.
    """
    written: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    for item in items:
        for word in (item.zh, *item.aliases):
            _add(written, _plain(word), item.code)
        for word in _short_forms(item.zh):
            _add(short, word, item.code)
    merged = short | written
    # what papers call 发热 people call 发烧
    merged = {w.replace("发热", "发烧"): codes for w, codes in merged.items()} | merged
    quiet = frozenset(item.code for item in items if item.is_quiet)
    return Labels({word: tuple(codes) for word, codes in merged.items()}, quiet)


def _add(to: dict[str, list[str]], word: str, code: str) -> None:
    if len(word) >= _SHORTEST and code not in to.setdefault(word, []):
        to[word].append(code)


def _plain(label: str) -> str:
    """Return a label as it stands in a normalised chat: without notes and punctuation."""
    return re.sub(r"[\s:：、,，]|其中", "", _NOTE.sub("", label))


def _short_forms(label: str) -> list[str]:
    """Return what is said for short: 今日新发发热：服务对象 → 新发发热, 发热."""
    found = []
    for base in {_NOTE.sub("", label), re.split("[:：]", _NOTE.sub("", label))[0]}:
        plain = _plain(base)
        timeless = _TIMES.sub("", plain)
        found += [timeless, _NEW.sub("", timeless)]
        found.append(re.sub(r"^(?:在册|核定|离院)", "", plain))
        if base != label:
            found.append(plain)
    return found
