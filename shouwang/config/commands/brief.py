"""每日简报 of a unit and a day: brief.docx, brief.pdf and figures.json in a folder."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from shouwang.config.cli import DONE
from shouwang.config.commands import _answers


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare unit, day and folder."""
    _answers.add_unit_and_day(parser)
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="folder, made where there is none"
    )


def run(args: argparse.Namespace) -> int:
    """Draft the paper from the figures as they stand and write the three files."""
    try:
        unit = _answers.unit(args.unit)
        _folder(args.out)
        _answers.settle(args.day)
        written = _write(unit, args)
    except _answers.Unusable as problem:
        return _answers.fail(problem)
    if args.json:
        _answers.say(written)
    else:
        sys.stdout.write("".join(f"{path}\n" for path in written["files"]))
        sys.stdout.write("".join(f"提示：{note}\n" for note in written["notes"]))
    return DONE


def _write(unit: object, args: argparse.Namespace) -> dict[str, list[str]]:
    from shouwang.briefs import drafting, layouts, tracing
    from shouwang.kit import clock
    from shouwang.orgs.scope import SYSTEM
    from shouwang.papers.layout.docx import to_docx
    from shouwang.papers.layout.pdf import to_pdf

    source = drafting.source_of(SYSTEM, unit, args.day, clock.now())  # type: ignore[arg-type]
    draft = drafting.draft_from(source)
    layout = layouts.layout_of(draft)
    files = {
        "brief.docx": to_docx(layout),
        "brief.pdf": to_pdf(layout),
        "figures.json": json.dumps(
            tracing.as_json(source, draft), ensure_ascii=False, indent=1
        ).encode(),
    }
    for name, content in files.items():
        _put(args.out / name, content)
    return {"files": [str(args.out / name) for name in files], "notes": draft.notes}


def _folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise _answers.Unusable(f"不能写入 {out}：{problem.strerror}") from None


def _put(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as problem:
        raise _answers.Unusable(f"不能写入 {path}：{problem.strerror}") from None
