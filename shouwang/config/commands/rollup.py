"""The roll-up loop: turns fresh reports into totals at every level, and seals the audit trail."""

from __future__ import annotations

import argparse

from shouwang.config.cli import DONE
from shouwang.figures import loop


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(args: argparse.Namespace) -> int:
    """Run until told to stop."""
    loop.run()
    return DONE
