"""The command line: what it answers, and with which exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shouwang.accounts.actions import users
from shouwang.config import cli
from shouwang.kit import clock

ROOT = Path(__file__).resolve().parents[2]
_WELL_SET = {
    "SHOUWANG_SECRET_KEY": "k3J9x" * 12,
    "SHOUWANG_PERSONAL_KEYS": "p8Lq2" * 12,
    "SHOUWANG_HTTPS": "1",
    "SHOUWANG_HOSTS": "shouwang.example.cn",
}


def _shouwang(*words: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, on the tests' own server."""
    return subprocess.run(
        [sys.executable, "-m", "shouwang.config.cli", *words],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "shouwang.config.settings", **surroundings},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_help_names_every_command():
    done = _shouwang("--help")
    assert done.returncode == cli.DONE
    for command in cli.discover():
        assert " ".join(command.words) in done.stdout
        assert command.help, f"{command.words} has no help"


def test_a_call_without_a_command_shows_help_and_counts_as_wrong():
    done = _shouwang()
    assert done.returncode == cli.UNUSABLE
    assert "usage: shouwang" in done.stderr


def test_an_unknown_command_is_refused_by_name():
    done = _shouwang("frobnicate")
    assert done.returncode == cli.UNUSABLE
    assert "frobnicate" in done.stderr


@pytest.mark.parametrize("command", cli.discover(), ids=lambda command: " ".join(command.words))
def test_every_command_explains_itself_and_refuses_unknown_options(command, capsys):
    assert cli.main([*command.words, "--help"]) == cli.DONE
    assert "usage: shouwang " + " ".join(command.words) in capsys.readouterr().out
    assert cli.main([*command.words, "--no-such-option"]) == cli.UNUSABLE


def test_the_status_of_a_server_that_does_not_run_is_an_exit_code(tmp_path):
    done = _shouwang("db", "status", SHOUWANG_DATA=str(tmp_path), DATABASE_URL="")
    assert done.returncode == cli.WANTING
    assert "not running" in done.stdout


def test_a_bureaus_own_server_is_not_ours_to_stop():
    done = _shouwang("db", "stop", DATABASE_URL="postgres://bureau.example/shouwang")
    assert done.returncode == cli.UNUSABLE


def test_django_commands_are_passed_through():
    done = _shouwang("django", "check")
    assert done.returncode == cli.DONE, done.stderr
    assert _shouwang("django", "no-such-command").returncode != cli.DONE


def test_a_local_installation_is_not_fit_for_a_bureau(database_url):
    done = _shouwang("check", "--deploy", DATABASE_URL=database_url)
    assert done.returncode == cli.WANTING
    for refused in ("E001", "E004", "E005", "E006"):
        assert f"shouwang.{refused}" in done.stderr


def test_demonstration_accounts_are_not_fit_for_a_bureau(database_url):
    users.create_user(
        username="demo", name="演示", password="Lanchuan-2020", is_demo=True,
        by=users.system_user(), at=clock.now(),
    )  # fmt: skip
    done = _shouwang("check", "--deploy", DATABASE_URL=database_url, **_WELL_SET)
    assert done.returncode == cli.WANTING
    assert "shouwang.E002" in done.stderr


def test_a_well_set_installation_is_fit_for_a_bureau(database_url):
    done = _shouwang("check", "--deploy", DATABASE_URL=database_url, **_WELL_SET)
    assert done.returncode == cli.DONE, done.stderr


def test_an_unreadable_backup_is_unusable_input(tmp_path):
    broken = tmp_path / "broken.tar"
    broken.write_bytes(b"not a tar at all" * 100)
    done = _shouwang("restore", str(broken), SHOUWANG_DATA=str(tmp_path / "new"))
    assert done.returncode == cli.UNUSABLE
    assert "not a whole backup" in done.stderr
