"""What is backed up comes back: every table, every file, the audit chain and the secret."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from shouwang.accounts.actions import seals, users
from shouwang.config import cli, postgres
from shouwang.kit import clock

ROOT = Path(__file__).resolve().parents[2]


def _run(*words: str, data: Path, database_url: str = "") -> subprocess.CompletedProcess[str]:
    surroundings = {"SHOUWANG_DATA": str(data), "DATABASE_URL": database_url}
    settings = {"DJANGO_SETTINGS_MODULE": "shouwang.config.settings"}
    return subprocess.run(
        [sys.executable, "-m", "shouwang.config.cli", *words],
        cwd=ROOT,
        env={**os.environ, **settings, **surroundings},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's own user can reach too."""
    made = Path(tempfile.mkdtemp(prefix="sw-"))
    made.chmod(0o755)
    yield made
    if (made / "new").exists():
        postgres.discard(postgres.place_for(made / "new"))
    shutil.rmtree(made)


@pytest.fixture
def backup(folder: Path, database_url: str) -> Path:
    """A backup of a database with sealed and unsealed events, and of two files."""
    system = users.system_user()
    for number in range(5):
        users.create_user(
            username=f"clerk-{number}",
            name=f"填报员{number}",
            password="Lanchuan-2020",
            by=system,
            at=clock.now(),
        )
    seals.seal_pending(at=clock.now())
    users.create_user(
        username="late", name="迟到的", password="Lanchuan-2020", by=system, at=clock.now()
    )
    stored = folder / "old" / "files" / "2020"
    stored.mkdir(parents=True)
    (stored / "通知.txt").write_text("关于做好疫情防控工作的通知")
    (stored / "photo.bin").write_bytes(bytes(range(256)) * 4000)
    done = _run("backup", str(folder / "b.tar"), data=folder / "old", database_url=database_url)
    assert done.returncode == cli.DONE, done.stderr
    return folder / "b.tar"


def _rows(connect: psycopg.Connection) -> dict[str, list[str]]:
    """Return every row of every table as text."""
    tables = connect.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    return {
        table: [row for (row,) in connect.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')]
        for (table,) in tables
    }


def test_a_restore_brings_back_every_row_file_and_the_sealed_chain(backup, folder):
    done = _run("restore", str(backup), data=folder / "new")
    assert done.returncode == cli.DONE, done.stderr

    new = postgres.place_for(folder / "new")
    given = connection.settings_dict
    here = {"host": given["HOST"], "user": given["USER"], "dbname": given["NAME"]}
    there = {"host": str(new.socket_dir), "user": "shouwang", "dbname": "shouwang"}
    with psycopg.connect(**here) as old, psycopg.connect(**there) as restored:
        before, after = _rows(old), _rows(restored)
    assert before == after
    assert len(before["accounts_user"]) == 7

    for path in (folder / "old" / "files").rglob("*.*"):
        twin = folder / "new" / path.relative_to(folder / "old")
        assert twin.read_bytes() == path.read_bytes()
    secret = folder / "new" / "secret-key"
    assert secret.read_text() == (folder / "old" / "secret-key").read_text()
    assert secret.stat().st_mode & 0o777 == 0o600

    sound = "from shouwang.accounts.actions import seals; v = seals.verify(); print(v.is_sound, v)"
    checked = _run("django", "shell", "-v", "0", "-c", sound, data=folder / "new")
    assert checked.stdout.startswith("True"), checked.stdout + checked.stderr


def test_a_backup_is_for_its_owner_only_and_never_overwrites(backup, folder, database_url):
    assert backup.stat().st_mode & 0o777 == 0o600
    before = backup.read_bytes()
    done = _run("backup", str(backup), data=folder / "old", database_url=database_url)
    assert done.returncode == cli.UNUSABLE
    assert backup.read_bytes() == before


def test_a_restore_refuses_a_folder_that_is_in_use(backup, folder):
    (folder / "old" / "note").touch()
    done = _run("restore", str(backup), data=folder / "old")
    assert done.returncode == cli.UNUSABLE
    assert "not empty" in done.stderr


def test_a_damaged_backup_is_refused_and_leaves_the_folder_empty(backup, folder):
    with tarfile.open(backup) as tar:
        offset = tar.getmember("files/2020/photo.bin").offset_data
    with backup.open("r+b") as file:
        file.seek(offset + 1000)
        file.write(b"\xff\x00\xff")
    done = _run("restore", str(backup), data=folder / "new")
    assert done.returncode == cli.UNUSABLE
    assert "photo.bin was changed or damaged" in done.stderr
    assert list((folder / "new").iterdir()) == []


def test_a_backup_cut_short_is_no_backup(backup, folder):
    with backup.open("r+b") as file:
        file.truncate(backup.stat().st_size // 2)
    done = _run("restore", str(backup), data=folder / "new")
    assert done.returncode == cli.UNUSABLE
    assert not (folder / "new").exists()
