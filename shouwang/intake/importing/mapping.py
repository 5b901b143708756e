"""The mapping of an import: which column is the unit, the day, the group, and which are figures.

A mapping is a TOML file, so that another file of the same shape needs no code. Its keys are
described at the head of ``tests/data/ky.toml``. Nothing here touches the database.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from shouwang.kit.sheets.heads import clean_name
from shouwang.kit.sheets.problems import UnusableFile

PERIODS = ("daily", "weekly")
NATURES = ("stock", "flow", "cumulative")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,59}")
_ROOT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}(/[A-Za-z0-9_-]{1,40})*")
LARGEST_FILE = 1 << 20
_LONGEST_LABEL = 60

_KEYS: Mapping[str, Collection[str]] = {
    "": ("root", "root_name", "root_kind", "group_kind", "source", "ignored")
    + ("form", "columns", "day", "kinds", "items"),
    "form": ("code", "zh", "period", "nature", "unit"),
    "columns": ("id", "name", "group", "day", "kind"),
    "day": ("formats",),
    "items": ("code", "zh", "unit", "nature", "aliases"),
}


class BadMapping(Exception):
    """The mapping cannot be used; `errors` are Chinese sentences, one per fault."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("；".join(errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """A column of figures: its header, the figure's code and label, measure word and nature.

    `nature` is "stock" (as of a moment), "flow" (within the period) or "cumulative".
    """

    column: str
    code: str
    zh: str
    unit: str
    nature: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MappingSpec:
    """Everything an import must know about a file of this shape.

    `root` is the code of the unit everything lies under; `root_kind`, `group_kind` and
    `default_kind` are unit kinds (orgs.kinds). Rows lie in the group that `group_column` names;
    without one they lie directly under the root. `kinds` turns the text of `kind_column` into a
    unit kind, anything else into `default_kind`. `day_formats` are strptime patterns; with none
    every usual way of writing a day is understood.
    """

    root: str
    root_name: str
    root_kind: str
    group_kind: str
    form_code: str
    form_zh: str
    period: str
    id_column: str
    name_column: str
    group_column: str | None
    day_column: str
    kind_column: str | None
    default_kind: str
    items: tuple[ItemSpec, ...]
    day_formats: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    source: str = ""

    @property
    def key_columns(self) -> tuple[str, ...]:
        """Return the columns without which no row can be placed."""
        found = (self.id_column, self.name_column, self.group_column, self.day_column)
        return tuple(column for column in found if column)

    @property
    def expected(self) -> tuple[str, ...]:
        """Return all columns that the mapping reads, for `open_table(expected=…)`."""
        kind = (self.kind_column,) if self.kind_column else ()
        return self.key_columns + kind + tuple(item.column for item in self.items)

    def kind_of(self, text: str) -> str:
        """Return the unit kind for what stands in the kind column (case and spaces aside)."""
        return self.kinds.get(_folded(text), self.default_kind)

    def check_columns(self, columns: Collection[str]) -> list[str]:
        """Hold a file's columns against the mapping; return those that it does not know.

        A missing column of figures is as wrong as a missing key: its silence would read as blanks.
        Raises UnusableFile naming every missing column.
        """
        there = set(columns)
        missing = [column for column in self.expected if column not in there]
        if missing:
            raise UnusableFile(
                _("文件缺少映射中写明的列：%(columns)s") % {"columns": "、".join(missing)}
            )
        known = set(self.expected) | self.ignored
        return [column for column in columns if column not in known]


def load(source: Path | bytes, *, unit_kinds: Collection[str] = ()) -> MappingSpec:
    """Read and check a mapping; with `unit_kinds` its kinds must be among them.

    Raises BadMapping with every fault found, not only the first.
    """
    try:
        raw = source if isinstance(source, bytes) else source.read_bytes()
        if len(raw) > LARGEST_FILE:
            raise BadMapping([_("映射文件过大，不像是映射")])
        tree = tomllib.loads(raw.decode("utf-8-sig"))
    except OSError:
        raise BadMapping([_("找不到或打不开映射文件")]) from None
    except UnicodeDecodeError:
        raise BadMapping([_("映射文件不是 UTF-8 文本")]) from None
    except (tomllib.TOMLDecodeError, RecursionError) as trouble:
        place = re.search(r"line (\d+)", str(trouble))
        where = _("第 %(line)s 行") % {"line": place[1]} if place else ""
        raise BadMapping([_("映射文件不是合法的 TOML %(where)s") % {"where": where}]) from None
    reader = _Reader(tree)
    spec = reader.read()
    if unit_kinds:
        reader.check_kinds(spec, unit_kinds)
    if reader.errors:
        raise BadMapping(reader.errors)
    return spec


class _Reader:
    """Reads the tree and gathers every fault on the way."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self.errors: list[str] = []
        self.tree = tree
        self._known("", tree)

    def read(self) -> MappingSpec:
        form, columns, day = (self._table(name) for name in ("form", "columns", "day"))
        self._known("form", form)
        self._known("columns", columns)
        self._known("day", day)
        kinds = self._table("kinds")
        spec = MappingSpec(
            root=self._text(self.tree, "root", required=True),
            root_name=self._text(self.tree, "root_name", required=True),
            root_kind=self._text(self.tree, "root_kind") or "province",
            group_kind=self._text(self.tree, "group_kind") or "county",
            form_code=self._text(form, "form.code", required=True),
            form_zh=self._text(form, "form.zh", required=True),
            period=self._choice(form, "form.period", PERIODS),
            id_column=self._column(columns, "columns.id", required=True),
            name_column=self._column(columns, "columns.name", required=True),
            group_column=self._column(columns, "columns.group") or None,
            day_column=self._column(columns, "columns.day", required=True),
            kind_column=self._column(columns, "columns.kind") or None,
            default_kind=self._text(kinds, "kinds.default", required=True),
            items=self._items(form),
            day_formats=self._texts(day, "day.formats"),
            kinds={
                _folded(text): self._text(kinds, f"kinds.{text}", key=text, required=True)
                for text in kinds
                if text != "default"
            },
            ignored=frozenset(clean_name(name) for name in self._texts(self.tree, "ignored")),
            source=self._text(self.tree, "source"),
        )
        if spec.root and not _ROOT.fullmatch(spec.root):
            self.errors.append(_("root 只能用字母、数字、连字符和斜线"))
        self._check_code("form.code", spec.form_code)
        self._check_overlap(spec)
        return spec

    def check_kinds(self, spec: MappingSpec, unit_kinds: Collection[str]) -> None:
        used = {spec.root_kind, spec.group_kind, spec.default_kind, *spec.kinds.values()}
        for kind in sorted(used - set(unit_kinds) - {""}):
            self.errors.append(_("没有“%(kind)s”这种单位类型") % {"kind": kind})

    def _items(self, form: Mapping[str, Any]) -> tuple[ItemSpec, ...]:
        usual_nature = self._choice(form, "form.nature", NATURES)
        usual_unit = self._text(form, "form.unit")
        found = []
        for column, about in self._table("items").items():
            name = f"items.{column}"
            if isinstance(about, str):
                about = {"zh": about}
            if not isinstance(about, dict):
                self.errors.append(_("%(key)s 应为名称，或写成 { zh = … }") % {"key": name})
                continue
            self._known("items", about, at=name)
            nature = usual_nature
            if "nature" in about:
                nature = self._choice(about, f"{name}.nature", NATURES)
            code = self._text(about, f"{name}.code") or column
            self._check_code(f"{name}.code", code)
            zh = self._text(about, f"{name}.zh", required=True)
            unit = self._text(about, f"{name}.unit") or usual_unit
            if len(zh) > _LONGEST_LABEL:
                self.errors.append(
                    _("%(key)s 过长，最多 %(most)d 字") % {"key": name, "most": _LONGEST_LABEL}
                )
            aliases = self._texts(about, f"{name}.aliases")
            found.append(ItemSpec(clean_name(column), code, zh, unit, nature, aliases))
        if not found:
            self.errors.append(_("缺少 items：至少要有一列数字"))
        return tuple(found)

    def _check_overlap(self, spec: MappingSpec) -> None:
        """No column may have two duties, no figure two columns, no label two figures."""
        columns = [*spec.expected, *sorted(spec.ignored)]
        for column in sorted({c for c in columns if c and columns.count(c) > 1}):
            self.errors.append(_("列“%(column)s”用了两次") % {"column": column})
        for attribute in ("code", "zh"):
            values = [getattr(item, attribute) for item in spec.items]
            for value in sorted({v for v in values if v and values.count(v) > 1}):
                self.errors.append(_("“%(value)s”用在了两列上") % {"value": value})

    def _check_code(self, key: str, code: str) -> None:
        if code and not _CODE.fullmatch(code):
            self.errors.append(
                _("%(key)s：“%(code)s”只能用字母、数字、点和下划线，且以字母开头")
                % {"key": key, "code": code}
            )

    def _known(self, table: str, tree: Mapping[str, Any], at: str = "") -> None:
        for key in tree:
            if key not in _KEYS[table]:
                name = ".".join(part for part in (at or table, key) if part)
                self.errors.append(_("不认识的键 %(key)s") % {"key": name})

    def _table(self, name: str) -> Mapping[str, Any]:
        value = self.tree.get(name, {})
        if isinstance(value, dict):
            return value
        self.errors.append(_("%(key)s 应为一节 [%(key)s]") % {"key": name})
        return {}

    def _text(
        self, tree: Mapping[str, Any], name: str, *, key: str = "", required: bool = False
    ) -> str:
        value = tree.get(key or name.rpartition(".")[2], "")
        if not isinstance(value, str):
            self.errors.append(_("%(key)s 应为文字") % {"key": name})
            return ""
        if required and not value.strip():
            self.errors.append(_("缺少 %(key)s") % {"key": name})
        return value.strip()

    def _column(self, tree: Mapping[str, Any], name: str, *, required: bool = False) -> str:
        return clean_name(self._text(tree, name, required=required))

    def _texts(self, tree: Mapping[str, Any], name: str) -> tuple[str, ...]:
        value = tree.get(name.rpartition(".")[2], [])
        if isinstance(value, list) and all(isinstance(text, str) for text in value):
            return tuple(value)
        self.errors.append(_("%(key)s 应为一组文字") % {"key": name})
        return ()

    def _choice(self, tree: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str:
        value = self._text(tree, name, required=True).lower()
        if value and value not in choices:
            self.errors.append(
                _("%(key)s 只能是 %(choices)s") % {"key": name, "choices": "、".join(choices)}
            )
        return value


def _folded(text: str) -> str:
    return clean_name(text).casefold()
