"""The tables of a paper: children or kinds by main items, every item with the period before, the
units that have not filed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from shouwang.briefs import asking
from shouwang.briefs.below import lines_of
from shouwang.briefs.composing import in_cell, main_figures, measure_note
from shouwang.briefs.content import Annex, Column, Row
from shouwang.briefs.known import HOMES, STATES
from shouwang.briefs.language import Column as Asked
from shouwang.briefs.language import TableSpec
from shouwang.briefs.places import Place
from shouwang.briefs.sourcing import Known, Source
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.tally import Tally
from shouwang.kit import numbers, words_zh

MOST_COLUMNS = 8
MOST_ROWS = 300
_STATES = (("应报", "due"), ("已报", "filed"), ("未报", "missing"), ("报送率", "rate"))


def annexes(source: Source) -> list[Annex]:
    """Return the tables that the template asks for and that have rows."""
    found = []
    for spec in source.template.tables:
        if spec.condition is None or asking.holds(source, spec.condition):
            found.append(_table(source, spec))
    return [annex for annex in found if annex is not None]


def _table(source: Source, spec: TableSpec) -> Annex | None:
    match spec.over:
        case "child":
            return by_child(source, spec) if source.found.children else None
        case "kind":
            return _by_kind(source, spec)
        case "missing":
            return _of_missing(source, spec)
    return _by_item(source, spec) if source.found.figures else None


def title_of(source: Source, spec: TableSpec) -> str:
    """Return a table's title, its words in place: {below}{report}汇总表."""
    title = spec.title
    for word, said in source.words.items():
        title = title.replace("{" + word + "}", said)
    return title


def _asked(source: Source, spec: TableSpec) -> tuple[list[Known], list[Column]]:
    """Return the figures of a table's columns: those asked for, or the main ones of the period."""
    columns = spec.columns or source.template.columns
    named = [(c, k) for c in columns if (k := source.known(c.code)) is not None]
    if named and (spec.columns or source.known("in_house") is not None):
        return [k for _, k in named], [_column(c, k) for c, k in named]
    known = [Known(f.code, f.zh, f.measure, (f,)) for f in main_figures(source, MOST_COLUMNS)]
    return known, [Column(measure_note(k.figures[0]), parts=_ids(k)) for k in known]


def _column(asked: Asked, known: Known) -> Column:
    if asked.group:
        return Column(asked.title, asked.group, parts=_ids(known))
    return Column(asked.title or measure_note(known.figures[0]), parts=_ids(known))


def by_child(source: Source, spec: TableSpec) -> Annex:
    """Return a line for each unit directly below, and their total."""
    known, columns = _asked(source, spec)
    group = "报送情况（家次）" if source.is_span else "报送情况（家）"
    states = [Column(title, group, state) for title, state in _STATES]
    rows = [
        Row((name, *_states(tally), *_values(known, tally)), unit_id)
        for unit_id, name, tally in lines_of(source)
    ]
    total = source.found.total
    cells = ("合计", *_states(total), *_values(known, total))
    rows.append(Row(cells, source.unit.pk, is_total=True))
    return Annex(
        title_of(source, spec),
        (Column(source.words["below"].removeprefix("各")), *states, *columns),
        tuple(rows),
        _when(source),
        (*_notes(known), *_origins(known)),
    )


def _by_kind(source: Source, spec: TableSpec) -> Annex | None:
    known, columns = _asked(source, spec)
    places = source.repeated("kind")
    if not places:
        return None
    rows = [_kind_row(source, place, known) for place in places]
    count = sum(len(source.institutions("units", place)) for place in places)
    filed = sum(len(place.units) for place in places)
    total = source.found.total
    cells = ("合计", str(count), str(filed), *_values(known, total))
    rows.append(Row(cells, source.unit.pk, is_total=True))
    heads = (Column("类别"), Column("机构数", "机构（家）"), Column("填报", "机构（家）"))
    note = "“填报”为期内填报过的家数；“—”为没有单位填报，不是0。"
    return Annex(
        title_of(source, spec), (*heads, *columns), tuple(rows), _when(source),
        (note, *_origins(known)),
    )  # fmt: skip


def _kind_row(source: Source, place: Place, known: list[Known]) -> Row:
    count = numbers.in_table(len(source.institutions("units", place)))
    return Row((place.name, count, str(len(place.units)), *_values(known, place.total)))


def _of_missing(source: Source, spec: TableSpec) -> Annex | None:
    gaps = source.gaps[:MOST_ROWS]
    if not gaps:
        return None
    rows = [
        Row((str(n), gap.name, gap.parent, words_zh.short_day(gap.since), gap.phone or "—"))
        for n, gap in enumerate(gaps, 1)
    ]
    left = len(source.gaps) - len(gaps)
    notes = (f"另有{left}{HOMES}未列。",) if left else ()
    heads = ("序号", "单位", "所在地", "何日起未报", "电话")
    columns = tuple(Column(t, is_text=True) for t in heads)
    return Annex(title_of(source, spec), columns, tuple(rows), _when(source), notes)


def _when(source: Source) -> str:
    return source.words["period"] if source.is_span else f"截至{source.until}"


def _origins(known: Iterable[Known]) -> tuple[str, ...]:
    """Return the note that another organ's figures carry: where they come from."""
    named = sorted({k.source for k in known if k.source})
    return (f"数据来源：{'；'.join(named)}。",) if named else ()


def _notes(known: list[Known]) -> tuple[str, ...]:
    notes = ["报送率为已报占应报的比例；未报单位不计入各项合计；“—”为没有单位填报，不是0。"]
    if lowest := [k for k in known if k.aggregate == Aggregate.MIN]:
        names = "、".join(f"“{k.zh}”" for k in lowest)
        notes.append(f"{names}各栏均为所辖单位的最低值，不相加。")
    return tuple(notes)


def _by_item(source: Source, spec: TableSpec) -> Annex:
    wanted = [c.code for c in spec.columns]
    known = [k for code in wanted if (k := source.known(code)) is not None] or [
        Known(f.code, f.zh, f.measure, (f,)) for f in source.found.figures
    ]
    titles = ("项目", "单位", source.now_word, source.before_word, "增减", "填报单位数\n（家）")
    if source.is_span:
        titles = ("项目", "单位", "本期", "上期", "增减", "填报次数")
    notes = [f"“{titles[5].split(chr(10))[0]}”为本期填了该项的单位；空白不作0计。"]
    if not source.is_comparable:
        notes.append("“增减”只按两期均填报的单位计算，与两期合计之差不同。")
    notes.extend(_origins(known))
    columns = tuple(Column(title) for title in titles)
    rows = tuple(_item(source, k) for k in known)
    return Annex(title_of(source, spec), columns, rows, _when(source), tuple(notes))


def _item(source: Source, known: Known) -> Row:
    total, before = source.found.total, source.found.before
    change = source.change(known)
    sign = "+" if change and change > 0 else ""
    stated = [total.stated[f.pk] for f in known.figures if f.pk in total.stated]
    return Row((
        known.zh,
        known.measure,
        in_cell(known.value_in(total), known.places),
        in_cell(known.value_in(before), known.places),
        sign + in_cell(change, known.places),
        in_cell(max(stated) if stated else None, 0),
    ))  # fmt: skip


def _ids(known: Known) -> tuple[int, ...]:
    return tuple(f.pk for f in known.figures)


def _states(tally: Tally) -> tuple[str, ...]:
    write: Callable[[int], str] = numbers.in_table
    share = numbers.rate(tally.filed, tally.due) if tally.due else "—"
    return write(tally.due), write(tally.filed), write(tally.missing), share


def _values(known: list[Known], tally: Tally) -> tuple[str, ...]:
    return tuple(in_cell(k.value_in(tally), k.places) for k in known)


assert {state for _, state in _STATES} <= {*STATES, "rate"}
