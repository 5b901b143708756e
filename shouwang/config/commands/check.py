"""Check the installation; with --deploy, whether it is fit for a bureau's real data."""

from __future__ import annotations

import argparse
import sys

from django.core.management import call_command
from django.core.management.base import SystemCheckError

from shouwang.config import checks
from shouwang.config.cli import DONE, WANTING

__all__ = ["checks"]  # importing them registers them


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how strict to be."""
    parser.add_argument("--deploy", action="store_true", help="refuse what is fit for trying only")


def run(args: argparse.Namespace) -> int:
    """Print what was found; 1 when anything must be changed."""
    try:
        call_command("check", deploy=args.deploy, databases=["default"])
    except SystemCheckError as found:
        print(found, file=sys.stderr)
        return WANTING
    return DONE
