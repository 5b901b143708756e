"""Words the finder knows, read from data/words.txt: measure words, set phrases, names of places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "words.txt"


@cache
def words(section: str) -> tuple[str, ...]:
    """Return the words of a section of the file, in its order. Raises KeyError for none such."""
    return _sections()[section]


@cache
def _sections() -> dict[str, tuple[str, ...]]:
    sections: dict[str, list[str]] = {}
    name = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            sections[name] = []
        elif line and not line.startswith("#"):
            sections[name] += line.split()
    return {name: tuple(listed) for name, listed in sections.items()}


def any_of(listed: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(set(listed), key=lambda w: (-len(w), w)))) + ")"


MEASURE = any_of(words("measures"))
