"""The lock holds when many try at the same moment, in threads and in other processes."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from django.contrib import auth
from django.db import connection, connections

from shouwang.accounts.actions import throttle
from shouwang.accounts.actions.users import create_user, system_user
from shouwang.accounts.models import AuditEvent, SignInThrottle
from shouwang.kit import clock

TRY = """
import sys, django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from django.contrib import auth
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
wrong = {"username": "zhao", "password": "Wrong-2020"}
print(sum(auth.authenticate(None, **wrong) is None for _ in range(4)))
"""


def test_thirty_threads_at_once_get_five_tries(committed_db):
    def attempt(_: int) -> int | None:
        try:
            return throttle.take_attempt(username="zhao", at=clock.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(30) as pool:
        allowed = list(pool.map(attempt, range(30)))
    assert sorted(n for n in allowed if n) == [1, 2, 3, 4, 5]
    row = SignInThrottle.objects.get()
    assert row.failures == 5
    assert row.locked_until is not None


def test_processes_count_together(committed_db):
    create_user(
        username="zhao", name="赵填报", password="Watch-2020", by=system_user(), at=clock.now()
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", TRY, connection.settings_dict["NAME"]], stdout=subprocess.PIPE
        )
        for _ in range(3)
    ]
    assert [p.communicate(timeout=60)[0].split() for p in running] == [[b"4"]] * 3
    assert AuditEvent.objects.filter(word="accounts.sign_in_failed").count() == 5
    assert AuditEvent.objects.filter(word="accounts.sign_in_locked").count() == 1
    assert auth.authenticate(None, username="zhao", password="Watch-2020") is None


def test_a_right_password_gives_its_try_back_without_clearing_the_others(zhao):
    for _ in range(3):
        auth.authenticate(None, username="zhao", password="Wrong-2020")
    assert auth.authenticate(None, username="zhao", password="Watch-2020") == zhao
    assert throttle.standing(username="zhao", at=clock.now()).failures == 3


def test_the_fifth_try_may_be_the_right_one(zhao):
    for _ in range(4):
        auth.authenticate(None, username="zhao", password="Wrong-2020")
    assert auth.authenticate(None, username="zhao", password="Watch-2020") == zhao
    assert not throttle.standing(username="zhao", at=clock.now()).is_locked
