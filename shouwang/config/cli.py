"""The command line: ``shouwang COMMAND …``; see ``shouwang --help``.

Exit codes: 0 done; 1 done in part or found wanting (rows refused, a check failed); 2 unusable
input or a wrong call; 3 Shouwang itself cannot run here (no database); 130 interrupted.
No command needs a running server: the embedded database is started on demand.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shouwang.config import env, postgres

DONE, WANTING, UNUSABLE, CANNOT_RUN, INTERRUPTED = 0, 1, 2, 3, 130
COMMANDS = Path(__file__).with_name("commands")
NEEDS_DATABASE = "database"
NEEDS_DJANGO = "django"


@dataclass(frozen=True)
class Command:
    """One command as its file describes it: its words, its one-line help, what it needs."""

    words: tuple[str, ...]
    help: str
    needs: str
    module: str


def discover() -> list[Command]:
    """Return all commands by reading, not importing, their files: help stays quick."""
    found = []
    for path in sorted(COMMANDS.glob("[a-z]*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        needs = NEEDS_DATABASE
        for node in tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id="NEEDS")], value=ast.Constant(value=word)):
                    needs = str(word)
        found.append(
            Command(
                words=tuple(path.stem.split("_")),
                help=(ast.get_docstring(tree) or "").split("\n")[0],
                needs=needs,
                module=f"shouwang.config.commands.{path.stem}",
            )
        )
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the process's exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwang.config.settings")
    try:
        if words[:1] == ["django"]:
            return _django(words[1:])
        return _run(words)
    except postgres.PostgresError as error:
        _say(str(error))
        return CANNOT_RUN
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except SystemExit as leaving:  # argparse and Django leave this way
        return leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))


def start_database() -> None:
    """Start the embedded database unless a bureau's own server is set."""
    surroundings = env.read()
    if surroundings.database_url is None:
        postgres.ensure_running(postgres.place_for(surroundings.data))


def _run(words: list[str]) -> int:
    """Find the command that the first words name, prepare what it needs, run it."""
    commands = discover()
    chosen = max(
        (command for command in commands if tuple(words[: len(command.words)]) == command.words),
        key=lambda command: len(command.words),
        default=None,
    )
    if chosen is None:
        return _unknown(words, commands)
    if chosen.needs in {NEEDS_DJANGO, NEEDS_DATABASE}:
        import django

        django.setup()
    module = importlib.import_module(chosen.module)
    parser = argparse.ArgumentParser(
        prog="shouwang " + " ".join(chosen.words),
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    arguments = parser.parse_args(words[len(chosen.words) :])
    if chosen.needs == NEEDS_DATABASE:
        start_database()
        from shouwang.config import schema

        schema.bring_up_to_date()
    return int(module.run(arguments))


def _overview(commands: list[Command]) -> str:
    """Return the page that names every command."""
    lines = [f"  {' '.join(command.words):<18}{command.help}" for command in commands]
    lines.append(f"  {'django':<18}Django's own management commands, such as `django shell`.")
    return "\n".join(
        ["usage: shouwang COMMAND [options]", ""]
        + ["Shouwang 守望: epidemic prevention for civil affairs bureaus."]
        + ["Every command has its own --help.", "", *lines, ""]
    )


def _unknown(words: list[str], commands: list[Command]) -> int:
    """Answer a call that names no command."""
    if words[:1] in (["--help"], ["-h"]):
        sys.stdout.write(_overview(commands))
        return DONE
    if not words:
        sys.stderr.write(_overview(commands))
        return UNUSABLE
    near = [" ".join(command.words) for command in commands if command.words[0] == words[0]]
    wanted = f"one of: {', '.join(near)}" if near else "see `shouwang --help`"
    _say(f"no such command: {' '.join(words[:2])}; {wanted}")
    return UNUSABLE


def _django(words: list[str]) -> int:
    """Hand over to Django's management commands, with the database running."""
    start_database()
    from django.core.management import ManagementUtility

    ManagementUtility(["shouwang django", *words]).execute()
    return DONE


def _say(message: str) -> None:
    sys.stderr.write(f"shouwang: {message}\n")


if __name__ == "__main__":
    sys.exit(main())
