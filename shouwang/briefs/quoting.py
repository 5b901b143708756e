"""A slot of a template as it is printed: the number in words, what it is, what stands behind it."""

from __future__ import annotations

from decimal import Decimal

from shouwang.briefs.content import Number, Quote
from shouwang.briefs.known import HOMES, REGISTRY, STATES, Known
from shouwang.briefs.places import Place
from shouwang.briefs.stating import Stating
from shouwang.kit import numbers

TIMES = "家次"
# with these the name of what flows within a day begins
OF_TODAY = ("今日", "当日", "本日", "本周")


def quote(source: Stating, key: str, base: str, place: Place | None) -> Quote:
    """Return a slot as it is printed; ``key`` is ``base`` with its place behind @."""
    if base.startswith("list:"):
        return source.listed(base.removeprefix("list:"))
    if base == "as_of":
        return Quote(key, "word", "截至", source.until)
    if base == "rate":
        total = source.total(place)
        share = numbers.share(total.filed, total.due)
        return Quote(key, "rate", _of(place, "报送率"), numbers.percent(share), "", share)
    code = base.removeprefix("Δ").removeprefix("ratio:").removeprefix("growth:")
    if code in STATES or code == "filed_before":
        value = source.number(code, place)
        measure = TIMES if source.is_span else HOMES
        zh = _of(place, STATES.get(code, "上期已报"))
        return Quote(key, "state", zh, numbers.in_sentence(value, measure), measure, value)
    if code in REGISTRY:
        value = source.number(code, place)
        zh = _of(place, REGISTRY[code])
        return Quote(key, "state", zh, numbers.in_sentence(value, HOMES), HOMES, value)
    if code in source.template.lists:
        made = source.listed(code)
        shown = numbers.in_sentence(made.value, HOMES)
        return Quote(key, "list", made.zh, shown, HOMES, made.value, names=made.names)
    if code in source.template.shares:
        return _share(source, key, code, place)
    return _figure(source, key, base, code, place)


def _of(place: Place | None, zh: str) -> str:
    return f"{place.name}{zh}" if place else zh


def _in_period(source: Stating, zh: str) -> str:
    """Return a figure's name in a paper about several days: 今日新发发热 is 期内新发发热 there."""
    word = next((word for word in OF_TODAY if zh.startswith(word) and zh != word), None)
    if word is None or not source.is_span:
        return zh
    return f"{source.now_word}{zh.removeprefix(word)}"


def _share(source: Stating, key: str, code: str, place: Place | None) -> Quote:
    told = source.template.shares[code]
    share = source.number(code, place)
    known = [k for c in (told.part, told.whole) if (k := source.known(c))]
    parts = tuple(f.pk for k in known for f in k.figures)
    shown = numbers.percent(None if share is None else Decimal(share))
    return Quote(key, "share", _of(place, told.zh), shown, "", share, None, parts)


def _figure(source: Stating, key: str, base: str, code: str, place: Place | None) -> Quote:
    known = source.known(code)
    if known is None:
        zh = source.template.absent.get(code, code)
        return Quote(key, "figure", zh, numbers.in_sentence(None, ""))
    zh = _of(place, _in_period(source, known.zh))
    now, parts = known.value_in(source.total(place)), tuple(f.pk for f in known.figures)
    before = known.value_in(source.found.before) if place is None else source.base(known, place)
    if base.startswith("ratio:"):
        return _ratio(source, key, known, place)
    if base.startswith("growth:"):
        return _growth(source, key, known, place)
    if not base.startswith("Δ"):
        shown = numbers.in_sentence(now, known.measure, known.places)
        return Quote(key, "figure", zh, shown, known.measure, now, before, parts)
    change = source.change(known, place)
    shown = numbers.change(
        change, None if change is None else 0,
        measure=known.measure, since=source.since(known), places=known.places,
    )  # fmt: skip
    shown = shown.strip("（）")  # the template's own brackets stand around it
    return Quote(key, "change", f"{zh}增减", shown, known.measure, change, before, parts)


def _ratio(source: Stating, key: str, known: Known, place: Place | None) -> Quote:
    """Return 增长5.2%, 下降5.2% since the period before; the truth where that was nothing."""
    change, base = source.change(known, place), source.base(known, place)
    parts = tuple(f.pk for f in known.figures)
    zh = f"{_of(place, _in_period(source, known.zh))}环比"
    value: Number | None = None
    if change is None or base is None:
        shown = f"{source.since(known)}无可比数据"
    elif not base:
        shown = f"{source.since(known)}为零"
    else:
        value = Decimal(change) / Decimal(base)
        word = "增长" if change > 0 else "下降"
        size = numbers.percent(abs(value))
        shown = f"{word}{size}" if change else numbers.SAME
    return Quote(key, "change", zh, shown, "", value, base, parts)


def _growth(source: Stating, key: str, known: Known, place: Place | None) -> Quote:
    """Return 较昨日增长5.2%, 较昨日下降5.2%, 与昨日持平: a clause of its own.

    From zero nothing grows by a share: it says that it was zero, and by how much it rose.
    """
    change, base = source.change(known, place), source.base(known, place)
    since = source.since(known)
    value: Number | None = None
    if change is None or base is None:
        shown = f"{since}无可比数据"
    elif not change:
        shown = f"与{since}{numbers.SAME}"
    elif not base:
        rise = numbers.with_measure(abs(Decimal(change)), known.measure, known.places)
        shown = f"{since}为0，{'增加' if change > 0 else '减少'}{rise}，不计增幅"
    else:
        value = Decimal(change) / abs(Decimal(base))
        size = numbers.percent(abs(value))
        shown = f"较{since}{'增长' if change > 0 else '下降'}{size}"
    zh = f"{_of(place, _in_period(source, known.zh))}增长率"
    parts = tuple(f.pk for f in known.figures)
    return Quote(key, "change", zh, shown, "", value, base, parts)
