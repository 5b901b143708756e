"""Encrypt personal data anew with the present key, after one was put in front of the others.

Put the new key first in SHOUWANG_PERSONAL_KEYS (or first in the file personal-key) and restart;
then run this. The oldest key stays last: equal numbers are found by digests made with it.
"""

from __future__ import annotations

import argparse

from shouwang.config.cli import DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to declare: the keys are in the settings."""


def run(args: argparse.Namespace) -> int:
    """Seal anew and say how many values that was."""
    from shouwang.kit import resealing

    print(f"{resealing.reseal()} values encrypted anew with the present key")
    return DONE
