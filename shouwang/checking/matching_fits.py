"""Which figures the words around a number name."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from shouwang.checking.matching_reading import Reading
from shouwang.checking.matching_sides import Side
from shouwang.checking.subjects import Fit, Subjects
from shouwang.checking.subjects_words import CUM, NEW, NOW, RESIDENT, STAFF, same_measure

_WHO = frozenset({RESIDENT, STAFF})


def fits(
    subjects: Subjects,
    left: Side,
    right: Side,
    reading: Reading,
    last: Reading | None,
    *,
    is_part: bool,
) -> tuple[list[Fit] | None, frozenset[str]]:
    """Return how the words fit: both sides, the left, the right, or what went before."""
    if left.close and left.notions:
        return None, frozenset()  # what stands next to the number is unknown to us
    own = left.notions
    if not (own - _WHO) and not left.close:
        handed = _handed_on(subjects, reading, left, right, last, is_part=is_part)
        if handed is not None:
            return handed
    if left.close and not own:
        return _from_right(subjects, left, right)
    tries = [left.terms | right.terms] if right.notions and not right.loose else []
    tries.append(left.terms)
    for terms in tries:
        if terms - {NOW, NEW, CUM} and (found := subjects.fits(terms)) and found[0].is_exact:
            found = [f for f in found if left.said in f.target.labels] or found
            if terms is left.terms and right.notions - found[0].target.allowed(terms) - terms:
                return [replace(f, extra=right.notions) for f in found], terms
            return found, terms
    for terms in tries:
        if terms - {NOW, NEW, CUM} and (found := subjects.fits(terms)):
            if named := [f for f in found if f.is_exact and left.said in f.target.labels]:
                found = named
            return _of_whom(subjects, terms, last) or (found, terms)
    return None, frozenset()


def _of_whom(
    subjects: Subjects, terms: frozenset[str], last: Reading | None
) -> tuple[list[Fit], frozenset[str]] | None:
    """Return how words fit with the people of the number before: 服务对象确诊2例，死亡1例."""
    if last is None or terms & _WHO or not last.terms & _WHO:
        return None
    terms |= last.terms & _WHO
    found = subjects.fits(terms)
    return (found, terms) if len(found) == 1 and found[0].is_exact else None


def _from_right(
    subjects: Subjects, left: Side, right: Side
) -> tuple[list[Fit] | None, frozenset[str]]:
    """Return what the words behind a number say where those before it are not understood."""
    terms = right.notions | (left.terms & {NEW, CUM, NOW})
    if not right.notions or right.loose or right.close:
        return None, frozenset()
    found = subjects.fits(terms)
    if found and found[0].is_exact:
        found = [replace(f, extra=frozenset({"?"})) for f in found]
    return (found or None), terms


def _handed_on(
    subjects: Subjects,
    reading: Reading,
    left: Side,
    right: Side,
    last: Reading | None,
    *,
    is_part: bool,
) -> tuple[list[Fit], frozenset[str]] | None:
    """Return what the number before is of, where this one goes on from it: 其中棠宁区4例."""
    if last is None or last.target is None or right.notions - _WHO:
        return None
    goes_on = is_part or bool(left.places or left.mentions) or left.kinds is not None
    measure, before = reading.found.measure, last.found.measure
    if not goes_on or (measure and before and not same_measure(measure, before)):
        return None
    if right.close or right.loose:
        return None
    terms = last.terms | left.terms | right.terms
    alone = subjects.fits(left.terms | right.terms) if left.notions else []
    found = subjects.fits(terms)
    if alone and alone[0].is_exact and not (found and found[0].is_exact and is_part):
        return alone, left.terms | right.terms
    if left.notions and not (found and found[0].is_exact):
        return None
    if not left.notions and not right.notions:
        return [Fit(last.target, len(last.terms))], last.terms
    return found, terms


def why_near(found: list[Fit]) -> str:
    """Return why fits that are not exact leave a doubt."""
    if len(found) > 1:
        return _("可能是：%(names)s") % {"names": "、".join(f.target.zh for f in found[:4])}
    return _("说法与“%(name)s”不完全一致") % {"name": found[0].target.zh}
