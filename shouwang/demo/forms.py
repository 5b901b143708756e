"""The demonstration's forms, read from ``data/forms.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from shouwang.demo.prefecture import DATA
from shouwang.reporting.actions.forms import FigureSpec, FormDraft, ItemDraft, RuleDraft

_NATURES = {"S": "stock", "F": "flow", "C": "cumulative"}


@dataclass(frozen=True)
class DemoForm:
    """A form with whom it is for."""

    code: str
    zh: str
    number: str
    kinds: tuple[str, ...]
    draft: FormDraft


def forms() -> list[DemoForm]:
    """Return the ten forms in their order."""
    told = tomllib.loads((DATA / "forms.toml").read_text(encoding="utf-8"))
    shared = told.pop("shared")
    clock = told.pop("clock")
    return [
        DemoForm(code, f["zh"], f["number"], tuple(f["kinds"]), drafted(f, shared, clock))
        for code, f in told.items()
    ]


def drafted(form: dict[str, Any], shared: dict[str, Any], clock: dict[str, Any]) -> FormDraft:
    """Return a form as it is written down, with the blocks that it shares with others."""
    blocks = [form, *(shared[name] for name in form.get("shared", ()))]
    return FormDraft(
        items=[_item(code, line) for b in blocks for code, line in b["items"].items()],
        rules=[_rule(line) for b in blocks for line in b.get("rules", ())],
        clock=clock,
        signing=form.get("signing", ()),
    )


@cache
def _aliases() -> dict[str, list[str]]:
    return tomllib.loads((DATA / "aliases.toml").read_text(encoding="utf-8"))


def _item(code: str, line: str) -> ItemDraft:
    zh, measure, nature, group, flags = (part.strip() for part in line.split("|"))
    marks = flags.split()
    return ItemDraft(
        FigureSpec(
            code,
            zh,
            _NATURES[nature],
            measure=measure,
            abnormal="bad" in marks,
            aggregate="min" if "min" in marks else "sum",
            aliases=tuple(_aliases().get(code, ())),
        ),
        group=group,
        is_part="part" in marks,
        is_required="opt" not in marks,
        carries="carry" in marks,
        zero_when_quiet="quiet" in marks,
        packs=" ".join(mark for mark in marks if "=" in mark),
    )


def _rule(line: str) -> RuleDraft:
    expression, severity, message, about = (part.strip() for part in line.split("|"))
    return RuleDraft(expression, severity, message, about)
