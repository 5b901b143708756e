"""The embedded PostgreSQL comes back after anything, and many starters agree on one server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shouwang.config import postgres
from shouwang.config.place import LONGEST_SOCKET_PATH

START = (
    "import sys, pathlib; from shouwang.config import postgres; "
    "postgres.ensure_running(postgres.place_for(pathlib.Path(sys.argv[1])))"
)


@pytest.fixture
def place() -> Iterator[postgres.Place]:
    """A server's place of its own, in a folder short enough for its socket."""
    folder = Path(tempfile.mkdtemp(prefix="sw-"))
    folder.chmod(0o755)
    yield from _used(postgres.place_for(folder))
    shutil.rmtree(folder)


def _used(place: postgres.Place) -> Iterator[postgres.Place]:
    yield place
    postgres.stop(place)
    shutil.rmtree(place.home, ignore_errors=True)


def _connect(place: postgres.Place) -> psycopg.Connection:
    return psycopg.connect(
        host=str(place.socket_dir), user="shouwang", dbname="shouwang", autocommit=True
    )


def _one(place: postgres.Place, sql: str) -> object:
    with _connect(place) as connection:
        return connection.execute(sql).fetchone()[0]


def _server_pid(place: postgres.Place) -> int:
    return int((place.cluster / "postmaster.pid").read_text().split("\n")[0])


def test_four_starters_at_once_end_up_with_one_server(place):
    starters = [subprocess.Popen([sys.executable, "-c", START, str(place.data)]) for _ in range(4)]
    assert [starter.wait(120) for starter in starters] == [0, 0, 0, 0]
    assert postgres.is_alive(place)  # it outlives everyone who started it
    pid = _server_pid(place)
    postgres.ensure_running(place)
    assert _server_pid(place) == pid


def test_committed_rows_survive_kill_9_of_the_server(place):
    postgres.ensure_running(place)
    with _connect(place) as connection:
        connection.execute("CREATE TABLE receipts (n int)")
        for n in range(20):
            connection.execute("INSERT INTO receipts VALUES (%s)", [n])
        os.kill(_server_pid(place), signal.SIGKILL)
        postgres.ensure_running(place)
    assert _one(place, "SELECT count(*) FROM receipts") == 20


def test_a_stranger_with_the_remembered_process_id_does_not_stop_a_start(place):
    postgres.ensure_running(place)
    remembered = place.cluster / "postmaster.pid"
    lines = remembered.read_text().split("\n")
    os.kill(int(lines[0]), signal.SIGKILL)
    stranger = subprocess.Popen(["sleep", "60"])
    remembered.write_text("\n".join([str(stranger.pid), *lines[1:]]))
    try:
        postgres.ensure_running(place)
        assert postgres.is_alive(place)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_that_lost_its_socket_is_replaced(place):
    postgres.ensure_running(place)
    before = _server_pid(place)
    place.socket.unlink()
    assert not postgres.is_alive(place)
    postgres.ensure_running(place)
    assert _server_pid(place) != before


def test_a_cluster_left_half_made_is_made_anew(place):
    postgres.ensure_running(place)
    postgres.stop(place)
    place.cluster.rename(place.home / "data.new")
    (place.home / "data.new" / "PG_VERSION").unlink()
    postgres.ensure_running(place)
    assert _one(place, "SELECT current_user") == "shouwang"


def test_the_server_listens_on_no_network_and_keeps_its_promises_on_power_cuts(place):
    postgres.ensure_running(place)
    assert _one(place, "SHOW listen_addresses") == ""
    assert _one(place, "SHOW fsync") == "on"
    assert _one(place, "SHOW synchronous_commit") == "on"
    assert place.home.stat().st_mode & 0o777 == 0o700


def test_stopping_a_server_that_is_not_running_says_so(place):
    assert postgres.stop(place) is False
    postgres.ensure_running(place)
    assert postgres.stop(place) is True
    assert not postgres.is_alive(place)


def test_a_long_path_gets_a_short_socket_folder_of_its_own(place):
    deep = place.data / ("d" * 60) / ("e" * 60)
    distant = postgres.place_for(deep)
    for _ in _used(distant):
        assert len(os.fsencode(distant.socket)) <= LONGEST_SOCKET_PATH
        postgres.ensure_running(distant)
        assert _one(distant, "SELECT 1") == 1
        assert distant.socket_dir.stat().st_mode & 0o777 == 0o700
        assert postgres.place_for(deep) == distant
    distant.socket_dir.rmdir()


def test_a_socket_folder_that_someone_else_laid_is_refused(place):
    if os.geteuid() != 0:
        pytest.skip("only root can lay a folder in another's name")
    distant = postgres.place_for(place.data / ("d" * 60) / ("e" * 60))
    distant.socket_dir.mkdir()
    os.chown(distant.socket_dir, 12345, 12345)
    try:
        with pytest.raises(postgres.PostgresError, match="belongs to another user"):
            postgres.ensure_running(distant)
    finally:
        distant.socket_dir.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="PostgreSQL needs no service account here")
def test_a_folder_closed_to_the_service_account_is_not_opened_for_it(place):
    closed = place.data / "closed"
    closed.mkdir(mode=0o700)
    apart = postgres.place_for(closed / "var")
    for _ in _used(apart):
        postgres.ensure_running(apart)
        assert _one(apart, "SELECT 1") == 1
        assert closed.stat().st_mode & 0o777 == 0o700
        assert not apart.home.is_relative_to(closed)
        assert postgres.place_for(closed / "var") == apart


@pytest.mark.skipif(os.geteuid() != 0, reason="PostgreSQL needs no service account here")
def test_a_deleted_data_folder_starts_empty_even_where_its_cluster_lay_elsewhere(place):
    closed = place.data / "closed"
    closed.mkdir(mode=0o700)
    apart = postgres.place_for(closed / "var")
    for _ in _used(apart):
        postgres.ensure_running(apart)
        with _connect(apart) as connection:
            connection.execute("CREATE TABLE old_secrets (n int)")
        shutil.rmtree(closed / "var")
        again = postgres.place_for(closed / "var")
        postgres.ensure_running(again)
        assert _one(again, "SELECT to_regclass('old_secrets') IS NULL")
    for left in apart.home.parent.glob(f"{apart.home.name}.left-*"):
        shutil.rmtree(left)
