"""The tables behind the text: children by main items, and every item with the period before."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from shouwang.briefs.composing import in_cell, main_figures, measure_note
from shouwang.briefs.content import Annex, Column, Row
from shouwang.briefs.sourcing import Known, Source
from shouwang.figures.models.figure import Aggregate, Figure
from shouwang.figures.tally import Tally, merged
from shouwang.kit import numbers
from shouwang.orgs.kinds import JURISDICTIONS, Kind

MOST_COLUMNS = 8
_STATES = (("应报", "due"), ("已报", "filed"), ("未报", "missing"), ("报送率", "rate"))
_BELOW = {
    Kind.NATION: "各省（区、市）",
    Kind.PREFECTURE: "各县（市、区）",
    Kind.COUNTY: "各乡镇（街道）",
    Kind.DEVELOPMENT_ZONE: "各乡镇（街道）",
    Kind.TOWNSHIP: "各机构",
}


def annexes(source: Source) -> list[Annex]:
    """Return the summary of the children, and of all items where the text knows none of them."""
    found = [_by_child(source)] if source.found.children else []
    if source.known("in_house") is None and source.found.figures:
        found.append(_by_item(source))
    return found


def lines_of(source: Source) -> list[tuple[int | None, str, Tally]]:
    """Return each line below the unit: a jurisdiction, the unit's own institutions together.

    Institutions directly under a unit that also has jurisdictions make one line, 本级.
    """
    children = source.found.children
    places = [c for c in children if c.unit.kind in JURISDICTIONS]
    minimums = _minimums(source)
    if not places:
        lines = [(c.unit.pk, c.unit.name, c.tally) for c in children]
    else:
        own = [c.tally for c in children if c.unit.kind not in JURISDICTIONS]
        lines = [(None, f"{source.unit.name[-1]}本级", _together(own, minimums))] if own else []
        lines += [(c.unit.pk, c.unit.name, c.tally) for c in places]
    if source.found.own.filed or source.found.own.values:
        lines.insert(0, (None, "本单位", source.found.own))
    return lines


def _together(tallies: list[Tally], minimums: set[int]) -> Tally:
    return merged(tallies, minimums)


def _minimums(source: Source) -> set[int]:
    return {f.pk for f in source.found.figures if f.aggregate == Aggregate.MIN}


def _by_child(source: Source) -> Annex:
    named = [(c, k) for c in source.template.columns if (k := source.known(c.code)) is not None]
    if not named or source.known("in_house") is None:
        known = [Known(f.code, f.zh, f.measure, (f,)) for f in main_figures(source, MOST_COLUMNS)]
        columns = [Column(measure_note(k.figures[0]), parts=_ids(k)) for k in known]
    else:
        known = [k for _, k in named]
        columns = [Column(c.title, c.group, parts=_ids(k)) for c, k in named]
    states = [Column(title, "报送情况（家）", state) for title, state in _STATES]
    rows = [
        Row((name, *_states(tally), *_values(known, tally)), unit_id)
        for unit_id, name, tally in lines_of(source)
    ]
    total = source.found.total
    cells = ("合计", *_states(total), *_values(known, total))
    rows.append(Row(cells, source.unit.pk, is_total=True))
    head = _BELOW.get(Kind(source.unit.kind), "各单位")
    lowest = [k for k in known if k.aggregate == Aggregate.MIN]
    return Annex(
        f"{head}{'周报' if source.is_weekly else '日报'}汇总表",
        (Column(head.removeprefix("各")), *states, *columns),
        tuple(rows),
        f"截至{source.until}",
        (*_notes(lowest), *_origins(f for k in known for f in k.figures)),
    )


def _origins(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Return the note that another organ's figures carry: where they come from."""
    named = sorted({f.source for f in figures if f.source})
    return (f"数据来源：{'；'.join(named)}。",) if named else ()


def _notes(lowest: list[Known]) -> tuple[str, ...]:
    notes = ["报送率为已报占应报的比例；未报单位不计入各项合计；“—”为没有单位填报，不是0。"]
    if lowest:
        names = "、".join(f"“{k.zh}”" for k in lowest)
        notes.append(f"{names}各栏均为所辖单位的最低值，不相加。")
    return tuple(notes)


def _by_item(source: Source) -> Annex:
    total, before = source.found.total, source.found.before
    rows = []
    for figure in source.found.figures:
        now, then = total.values.get(figure.pk), before.values.get(figure.pk)
        change = source.change(Known(figure.code, figure.zh, figure.measure, (figure,)))
        sign = "+" if change and change > 0 else ""
        cells = (
            figure.zh,
            figure.measure,
            in_cell(now, figure.decimals),
            in_cell(then, figure.decimals),
            sign + in_cell(change, figure.decimals),
            in_cell(total.stated.get(figure.pk), 0),
        )
        rows.append(Row(cells))
    period = source.before_word
    titles = ("项目", "单位", source.now_word, period, "增减", "填报单位数\n（家）")
    notes = ["“填报单位数”为本期填了该项的单位；空白不作0计。"]
    if not source.is_comparable:
        notes.append("“增减”只按两期均填报的单位计算，与两期合计之差不同。")
    notes.extend(_origins(source.found.figures))
    columns = tuple(Column(title) for title in titles)
    return Annex("各项数据汇总表", columns, tuple(rows), f"截至{source.until}", tuple(notes))


def _ids(known: Known) -> tuple[int, ...]:
    return tuple(f.pk for f in known.figures)


def _states(tally: Tally) -> tuple[str, ...]:
    write: Callable[[int], str] = numbers.in_table
    share = numbers.rate(tally.filed, tally.due) if tally.due else "—"
    return write(tally.due), write(tally.filed), write(tally.missing), share


def _values(known: list[Known], tally: Tally) -> tuple[str, ...]:
    return tuple(in_cell(k.value_in(tally), k.places) for k in known)
