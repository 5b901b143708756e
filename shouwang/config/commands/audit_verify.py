"""Verify the audit trail: every link of the sealed chain against its event.

Exit code 0: sound; 1: something was edited, removed or inserted. Keep the head that is printed
somewhere else (on paper, at another office): --expect compares it, and so finds an end cut off.
"""

from __future__ import annotations

import argparse
import json

from shouwang.accounts.actions import seals
from shouwang.accounts.actions.users import system_user
from shouwang.config.cli import DONE, WANTING
from shouwang.kit import clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how much to walk, what to compare, how to answer."""
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--last", type=int, metavar="N", help="only the newest N links")
    parser.add_argument(
        "--expect", type=_head, metavar="NUMBER:HASH", help="a head that was kept elsewhere"
    )
    parser.add_argument(
        "--record", action="store_true", help="put the result into the trail (the page shows it)"
    )


def run(args: argparse.Namespace) -> int:
    """Print what was found; 1 when anything is wrong."""
    verdict = seals.verify(last=args.last, expected=args.expect)
    if args.record:
        seals.record_verdict(verdict=verdict, by=system_user(), at=clock.now())
    if args.json:
        said = {
            "sound": verdict.is_sound,
            "sealed": verdict.sealed,
            "pending": verdict.pending,
            "checked": verdict.checked,
            "head": verdict.head,
            "problems": list(verdict.problems),
        }
        print(json.dumps(said, ensure_ascii=False))
    else:
        print(f"{'sound' if verdict.is_sound else 'BROKEN'}: {verdict.checked} links verified")
        print(f"sealed {verdict.sealed}, pending {verdict.pending}")
        print(f"head {verdict.sealed}:{verdict.head}")
        for problem in verdict.problems:
            print(f"  {problem}")
    return DONE if verdict.is_sound else WANTING


def _head(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdigit() or len(digest) < 8:
        raise argparse.ArgumentTypeError("expected NUMBER:HASH with at least 8 signs of the hash")
    return int(number), digest
