"""Test databases: migrated once per state of the migrations, then copied in a blink.

A template database is kept for the present migrations; each test process copies it under a name
that it holds a lock on, so several test runs on one machine never meet. ``db`` (of pytest-django)
rolls back; ``committed_db`` lets everything commit and copies the template anew afterwards.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django import VERSION
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections
from django.test.testcases import LiveServerThread
from psycopg.errors import InsufficientPrivilege

from shouwang.reporting import versions

SLOTS = 64
TEMPLATES_KEPT = 4
AUTOVACUUM_PATIENCE_S = 60.0


@contextmanager
def _locked(name: str, *, wait: bool) -> Iterator[bool]:
    """Hold a lock that other test runs see too; yield False when it is taken and we do not wait."""
    handle = os.open(Path(settings.DATA_DIR) / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _migrations_digest() -> str:
    """Return a name for the present state of all migrations, ours and our dependencies'."""
    digest = hashlib.sha256(repr((VERSION, settings.INSTALLED_APPS)).encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _sql(*statements: str) -> list[tuple]:
    """Run statements outside any database of ours; return the rows of the last."""
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _drop(name: str) -> None:
    """Drop a database if it is there, whoever is in it.

    Autovacuum works as the superuser, whom we may not throw out: it is gone in a moment.
    """
    until = time.monotonic() + AUTOVACUUM_PATIENCE_S
    while True:
        try:
            _sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return
        except ProgrammingError as problem:
            not_ours = isinstance(problem.__cause__, InsufficientPrivilege)
            if not not_ours or time.monotonic() > until:
                raise
            time.sleep(0.2)


def _exists(name: str) -> bool:
    return bool(_sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


def _template() -> str:
    """Return the name of a database with all migrations applied, made if there is none yet."""
    name = f"shouwang_tests_{_migrations_digest()}"
    with _locked("template.lock", wait=True):
        if _exists(name):
            return name
        # A few are kept: another run may have begun before a migration changed.
        for (old,) in _sql(
            "SELECT datname FROM pg_database WHERE datname ~ '^shouwang_tests_' "
            f"ORDER BY oid DESC OFFSET {TEMPLATES_KEPT}"
        ):
            _drop(old)
        draft = "shouwang_tests_new"
        _drop(draft)  # of a run that was killed here
        _sql(f"CREATE DATABASE {draft} TEMPLATE template0 ENCODING 'UTF8'")
        _use(draft)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        connections.close_all()
        _sql(f'ALTER DATABASE {draft} RENAME TO "{name}"')
    return name


def _copy(template: str, name: str) -> None:
    connections.close_all()
    with _locked("template.lock", wait=True):  # one copy of a template at a time
        _drop(name)
        _sql(f'CREATE DATABASE {name} TEMPLATE "{template}"')


@pytest.fixture(scope="session")
def database_name() -> Iterator[str]:
    """A database name that no other test run on this machine uses now."""
    for slot in range(SLOTS):
        with _locked(f"slot-{slot}.lock", wait=False) as ours:
            if ours:
                yield f"test_shouwang_{slot}"
                return
    pytest.exit(f"{SLOTS} test runs at once: something leaks")


@pytest.fixture(scope="session")
def template_name(django_test_environment: None, django_db_blocker) -> str:
    """The database that every test database is copied from."""
    with django_db_blocker.unblock():
        return _template()


@pytest.fixture(scope="session")
def django_db_setup(database_name: str, template_name: str, django_db_blocker) -> Iterator[None]:
    """Stand in for pytest-django's own set-up: copy instead of migrate."""
    with django_db_blocker.unblock():
        _copy(template_name, database_name)
        _use(database_name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        _drop(database_name)


@pytest.fixture
def committed_db(
    django_db_setup: None, database_name: str, template_name: str, django_db_blocker
) -> Iterator[str]:
    """A database in which commits are real, visible to other processes and threads.

    Yields its name; afterwards the database is copied from the template again, so that rows laid
    down by migrations are there for the next test (Django's own flush would lose them).
    """
    with django_db_blocker.unblock():
        yield database_name
        _copy(template_name, database_name)
        versions.forget()  # numbers begin again: what is kept in memory belongs to the old copy


@pytest.fixture
def transactional_db(committed_db: str) -> None:
    """Stand in for pytest-django's: its flush would be refused by the append-only tables."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse the one spelling that would still flush."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark is not None and mark.kwargs.get("transaction"):
            raise pytest.UsageError(f"{item.nodeid}: use the fixture committed_db instead")


@pytest.fixture
def database_url(committed_db: str) -> str:
    """What to hand other processes as DATABASE_URL so that they work on this test's database."""
    given = connection.settings_dict
    secret = f":{quote(given['PASSWORD'], safe='')}" if given.get("PASSWORD") else ""
    who = quote(given["USER"], safe="") + secret
    if given["HOST"].startswith("/"):
        return f"postgres://{who}@/{committed_db}?{urlencode({'host': given['HOST']})}"
    return f"postgres://{who}@{given['HOST']}:{given['PORT'] or 5432}/{committed_db}"


@pytest.fixture
def live(committed_db: str) -> Iterator[str]:
    """The address of a web server in this process, on the test database, commits real."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
