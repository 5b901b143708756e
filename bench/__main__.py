"""Run the benchmarks named, or all of the table: `python -m bench [P1 P3 …] [--sizes …]`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench import machine, result, stage, world
from bench.result import Result, WrongAnswer

RESULTS = Path(__file__).with_name("results.json")


def main() -> int:
    """Run; 1 where an answer was wrong, never because a figure was slow."""
    asked = _arguments()
    found: list[Result] = []
    wrong: list[str] = []
    stage.prepare()
    begun = machine.describe()
    try:
        for name, measure in _benchmarks(asked.size, asked.sizes).items():
            if asked.names and name not in asked.names:
                continue
            started = time.perf_counter()
            try:
                found.append(measure())
            except WrongAnswer as problem:
                wrong.append(f"{name}: {problem}")
                print(f"WRONG ANSWER in {wrong[-1]}", file=sys.stderr)
            print(f"{name} took {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    finally:
        stage.stop()
        _keep(found, begun, wrong)
    print(result.table(found))
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="P1", help="which to run, all if none")
    parser.add_argument(
        "--size", type=int, choices=world.SIZES, default=max(world.SIZES),
        help="institutions at which P1 to P5 and P7 are measured (default %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--sizes", type=lambda text: [int(part) for part in text.split(",")],
        default=list(world.SIZES), help="institutions that P10 compares, with commas",
    )  # fmt: skip
    return parser.parse_args()


def _benchmarks(size: int, sizes: list[int]) -> dict[str, Callable[[], Result]]:
    """Return the benchmarks by name, the largest data first so that nothing waits for it twice."""
    from bench import (
        checker,
        filing,
        growth,
        handheld,
        imports,
        matching,
        overview,
        paper,
        peak,
        phone,
        prefill,
        temperatures,
        totals,
    )

    return {
        "P1": lambda: filing.run(size),
        "P2": lambda: peak.run(size),
        "P3": lambda: totals.run(size),
        "P4": lambda: overview.run(size),
        "P7": lambda: temperatures.run(size),
        "P5": lambda: temperatures.run_evidence(size),
        "P13": lambda: prefill.run(size),
        "P6": imports.run,
        "P8": paper.run,
        "P9": phone.run,
        "P14": handheld.run,
        "P10": lambda: growth.run(sizes),
        "checker": checker.run,
        "matching": matching.run,
    }


def _keep(found: list[Result], begun: dict[str, object], wrong: list[str]) -> None:
    """Write the results; those of benchmarks that did not run now stay as they were."""
    kept = {}
    if RESULTS.exists():
        kept = json.loads(RESULTS.read_text(encoding="utf-8")).get("results", {})
    for one in found:
        kept[one.id] = {**one.plain(), "machine": begun}
    told = {
        "results": dict(sorted(kept.items(), key=lambda item: _place(item[0]))),
        "wrong": wrong,
    }
    RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _place(name: str) -> tuple[int, str]:
    """Return where a result stands: P1 to P10 by their numbers, then those with names."""
    return (int(name[1:]), "") if name[1:].isdigit() else (1_000, name)


if __name__ == "__main__":
    sys.exit(main())
