"""A report as its page shows it: lines in groups, with what was, what is typed, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _

from shouwang.figures.models.figure import Nature
from shouwang.figures.rules import DAILY, Number
from shouwang.reporting import ledgered, rules, typed
from shouwang.reporting.queries import Sheet
from shouwang.reporting.rules import Finding, ItemSpec
from shouwang.reporting.typed import Typed


@dataclass(frozen=True)
class Line:
    """One item on the page; ``question`` is what asks for a reason, ``warning`` only tells."""

    item: ItemSpec
    help: str
    text: str
    before: Number | None
    standing: Number | None
    is_carried: bool
    # whether 数据与昨日一致 speaks of it: the period before is known, none stands
    may_carry: bool = False
    is_confirmed: bool = False
    # what the ledger counts, and where its records are
    counted: Number | None = None
    rows_url: str = ""
    error: str = ""
    question: str = ""
    reason: str = ""
    warning: str = ""

    @property
    def field(self) -> str:
        """Return the name and id of its field."""
        return typed.ITEM + self.item.code

    @property
    def reason_field(self) -> str:
        """Return the name and id of the field for its reason."""
        return typed.REASON + self.item.code

    @property
    def is_event(self) -> bool:
        """Return whether it counts what happens, of which an unchanged day has none."""
        quiet = self.item.carries or self.item.zero_when_quiet or self.counted is not None
        return not quiet and self._is_flow

    @property
    def _is_flow(self) -> bool:
        return self.item.nature == Nature.FLOW

    @property
    def counted_text(self) -> str:
        """Return what the ledger counts as it would be typed."""
        return typed.write(self.counted)

    @property
    def is_otherwise(self) -> bool:
        """Return whether what is typed, or stands, is not what the ledger counts."""
        values, _slips = typed.read({"x": self.text})
        return self.counted is not None and "x" in values and values["x"] != self.counted

    @property
    def is_as_before(self) -> bool:
        """Return whether a value that carries stands as it was in the period before."""
        carries = self.item.carries and self.counted is None
        return carries and self.standing is not None and self.standing == self.before

    @property
    def before_text(self) -> str:
        """Return the period before as it would be typed."""
        return typed.write(self.before)

    @property
    def standing_text(self) -> str:
        """Return what stands as it would be typed."""
        return typed.write(self.standing)

    @property
    def change(self) -> Number | None:
        """Return the change against the period before, None where either is blank or no number."""
        return self._less(self.before)

    @property
    def correction(self) -> Number | None:
        """Return the change against what stands, None where either is blank or no number."""
        return self._less(self.standing)

    def _less(self, base: Number | None) -> Number | None:
        values, _slips = typed.read({"x": self.text})
        return values["x"] - base if "x" in values and base is not None else None


@dataclass(frozen=True)
class Group:
    """Lines under one heading; the heading may be empty."""

    name: str
    lines: list[Line]


def shown(sheet: Sheet) -> Typed:
    """Return what the fields hold when the page opens: the draft, what stands, or else what the
    ledger counts and what carries.

    A stock that carries shows the period before as a suggestion; it is stated only when the clerk
    hands the page in.
    """
    if sheet.draft:
        kept = typed.from_draft(sheet.draft.values)
        # a form renewed since has items that this draft never had
        return replace(kept, texts={**_offered(sheet), **kept.texts})
    if sheet.current:
        return stated(sheet)
    return Typed(texts=_offered(sheet))


def _offered(sheet: Sheet) -> dict[str, str]:
    carried = {
        i.code: typed.write(sheet.previous.get(i.code))
        for i in sheet.version.items
        if i.carries and i.nature == Nature.STOCK
    }
    counted = {code: typed.write(value) for code, value in sheet.counted.items()}
    return {**carried, **counted}


def stated(sheet: Sheet) -> Typed:
    """Return the values that stand, as if they had just been typed."""
    current = sheet.current
    if current is None:
        return Typed(texts={})
    return Typed(
        texts={code: typed.write(value) for code, value in sheet.values.items()},
        reasons=current.reasons,
        is_zero=current.is_zero,
    )


def findings(sheet: Sheet, filled: Typed) -> list[Finding]:
    """Return everything wrong or remarkable in what was typed, slips of the pen first."""
    values, slips = typed.read(filled.texts)
    names = {i.code: i.zh for i in sheet.version.items}
    found = [
        Finding(code, rules.ERROR, f"{names[code]}：{why}")
        for code, why in slips.items()
        if code in names
    ]
    checked = rules.check(values, sheet.previous, sheet.version.items, sheet.version.rules, _)
    found += [f for f in checked if f.code not in slips]
    found += ledgered.findings(values, sheet.counted, sheet.version.items)
    if filled.is_zero:
        found += [
            Finding(i.code, rules.ERROR, _("%(item)s不为 0，不能零报告") % {"item": i.zh})
            for i in rules.forbids_zero(values, sheet.version.items)
        ]
    return found


def of_draft(sheet: Sheet, filled: Typed) -> list[Finding]:
    """Return what a draft is told: slips, and checks with their values there; blanks are fine."""
    values, slips = typed.read(filled.texts)
    return [
        f
        for f in findings(sheet, filled)
        if f.severity != rules.ERROR or f.code in values or f.code in slips
    ]


def unanswered(found: Sequence[Finding], filled: Typed) -> list[Finding]:
    """Return the findings that ask for a reason which was not given."""
    return [
        f
        for f in found
        if f.severity == rules.REASON and not filled.reasons.get(f.code, "").strip()
    ]


def groups(sheet: Sheet, filled: Typed, found: Sequence[Finding] = ()) -> list[Group]:
    """Return the page's lines in the order and under the headings of the form."""
    said = {s: by_code([f for f in found if f.severity == s], sheet) for s in _SEVERITIES}
    lines = [
        (group, _line(sheet, item, help_, filled, {s: said[s].get(item.code, "") for s in said}))
        for item, group, help_ in zip(
            sheet.version.items, sheet.version.groups, sheet.version.helps, strict=True
        )
    ]
    return [
        Group(name, [line for _group, line in pairs])
        for name, pairs in groupby(lines, key=lambda pair: pair[0])
    ]


_SEVERITIES = (rules.ERROR, rules.REASON, rules.WARNING)


def _line(sheet: Sheet, item: ItemSpec, help_: str, filled: Typed, said: dict[str, str]) -> Line:
    before, standing = sheet.previous.get(item.code), sheet.values.get(item.code)
    text = filled.texts.get(item.code, "")
    counted = sheet.counted.get(item.code)
    carries = item.carries and before is not None and sheet.report is None and counted is None
    carried = carries and text == typed.write(before)
    return Line(
        item=item,
        help=help_,
        text=text,
        before=before,
        standing=standing,
        is_carried=carried,
        may_carry=carries,
        is_confirmed=carried and filled.same,
        counted=counted,
        rows_url=ledgered.rows_url(sheet.unit.pk, sheet.version, sheet.day, item.code)
        if counted is not None
        else "",
        error=said[rules.ERROR],
        question=said[rules.REASON],
        reason=filled.reasons.get(item.code, ""),
        warning=said[rules.WARNING],
    )


def by_code(found: Sequence[Finding], sheet: Sheet) -> dict[str, str]:
    """Return what is said of each item, in words that stand beside its name."""
    names = {i.code: f"{i.zh}：" for i in sheet.version.items}
    said: dict[str, str] = {}
    for f in found:
        words = f.message.removeprefix(names.get(f.code, ""))
        said[f.code] = said[f.code] + _("；") + words if f.code in said else words
    return said


def summary(
    found: Sequence[Finding], filled: Typed, names: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return (field id, words) of everything that keeps the report from being taken.

    ``names`` are those of the items by code: every line says which one it speaks of.
    """
    errors = [
        (typed.ITEM + f.code if f.code else "", f) for f in found if f.severity == rules.ERROR
    ]
    asked = [(typed.REASON + f.code, f) for f in unanswered(found, filled)]
    lines: dict[str, str] = {}
    told = []
    for where, f in errors + asked:
        if where in lines:
            name = names.get(f.code, "")
            lines[where] += _("；") + f.message.removeprefix(f"{name}：")
        elif where:
            lines[where] = _named(f, names)
        else:
            told.append((where, f.message))
    return told + list(lines.items())


def zero_bars(sheet: Sheet, filled: Typed) -> list[str]:
    """Return which of the day's values say that it was not quiet: each item with its number."""
    values, _slips = typed.read(filled.texts)
    loud = rules.forbids_zero(values, sheet.version.items)
    return [f"{item.zh} {typed.write(values[item.code])}" for item in loud]


def _named(found: Finding, names: Mapping[str, str]) -> str:
    """Return a finding's words with the name of its item before them, unless they begin so."""
    name = names.get(found.code, "")
    plain = found.message.startswith(name)
    return found.message if plain else _("%(item)s：%(why)s") % {"item": name, "why": found.message}


def before_word(period: str) -> str:
    """Return what the period before is called."""
    return _("昨日") if period == DAILY else _("上期")


def now_word(period: str) -> str:
    """Return what the period being filled is called."""
    return _("今日") if period == DAILY else _("本期")
