"""Whether a template's condition holds; what nobody stated is neither zero nor more."""

from __future__ import annotations

from collections.abc import Mapping

from shouwang.briefs.language import Condition, Test
from shouwang.briefs.places import Place
from shouwang.briefs.sourcing import Source


def holds(
    source: Source,
    condition: Condition,
    place: Place | None = None,
    words: Mapping[str, str] | None = None,
) -> bool:
    """Return whether a condition holds for the figures of a source, or of one of its parts."""
    words = source.words if words is None else words
    return any(all(_test(source, one, place, words) for one in row) for row in condition.either)


def _test(source: Source, test: Test, place: Place | None, words: Mapping[str, str]) -> bool:
    if test.word == "changed":
        return source.differs(test.name)
    if test.word == "all":
        return source.all_of(test)
    if test.word == "compare":
        return source.compare(test, place)
    if test.name in words:
        return bool(words[test.name]) == (test.word in ("is", "known"))
    value = source.number(test.name, place)
    if test.word in ("known", "unknown"):
        return (value is None) == (test.word == "unknown")
    return bool(value) == (test.word == "is")
