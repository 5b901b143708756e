"""Conditions: ``not``, ``known``, ``unknown``, ``changed``, ``all a of b``, ``and``, ``or``,
comparisons of names and numbers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shouwang.briefs.language.nodes import Condition, Number, TemplateError, Test

OPERATORS = ("!=", ">=", "<=", ">", "<", "=")


def condition(text: str) -> Condition:
    """Return the condition that a text describes."""
    rows = [part.split(" and ") for part in text.strip().split(" or ")]
    return Condition(tuple(tuple(_test(one.strip()) for one in row) for row in rows))


def _test(text: str) -> Test:
    words = text.split()
    match words:
        case ["not" | "known" | "unknown" | "changed" as word, name]:
            return Test(word, name)
        case ["all", name, "of", other]:
            return Test("all", name, "", other)
    if len(words) == 3 and words[1] in OPERATORS:
        return Test("compare", words[0], words[1], words[2])
    if len(words) != 1:
        raise TemplateError(_("看不懂这个条件：%(text)s") % {"text": text})
    return Test("is", words[0])


def compare(first: Number | None, operator: str, second: Number | None) -> bool:
    """Return whether a comparison holds; with something nobody stated, never."""
    if first is None or second is None:
        return False
    match operator:
        case ">":
            return first > second
        case "<":
            return first < second
        case ">=":
            return first >= second
        case "<=":
            return first <= second
        case "=":
            return first == second
    return first != second
