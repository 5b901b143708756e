"""The audit trail refuses edits, and its chain shows what was done past the refusal."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.backends.utils import CursorWrapper

from shouwang.accounts import audit, words
from shouwang.accounts.actions import seals
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, AuditPending, AuditSeal
from shouwang.kit import clock


def happen(count: int) -> list[AuditEvent]:
    """Put some events on record."""
    by, now = system_user(), clock.now()
    return [audit.record(words.SIGNED_IN, by=by, at=now, number=n) for n in range(count)]


def seal(most: int = 5_000) -> int:
    return seals.seal_pending(at=clock.now(), most=most)


@contextmanager
def as_owner() -> Iterator[CursorWrapper]:
    """Write as the tables' owner can: triggers off, foreign keys dropped."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conrelid::regclass, conname FROM pg_constraint"
            " WHERE confrelid = 'accounts_auditevent'::regclass"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for table in ("accounts_auditevent", "accounts_auditseal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        for table in ("accounts_auditevent", "accounts_auditseal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def sealed(db) -> list[AuditEvent]:
    """Ten sealed events."""
    made = happen(10)
    assert seal() == 10
    return made


@pytest.mark.parametrize("table", ["accounts_auditevent", "accounts_auditseal"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {table} SET id = id", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"],
)
def test_the_tables_refuse_to_be_changed(sealed, table, statement):
    statement = statement.replace("id = id", "number = number") if "seal" in table else statement
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement.format(table=table))


def test_a_sound_chain_is_sound(sealed):
    verdict = seals.verify()
    assert verdict.is_sound
    assert (verdict.sealed, verdict.pending, verdict.checked) == (10, 0, 10)
    assert verdict.head == AuditSeal.objects.get(number=10).hash


def test_an_empty_chain_is_sound(db):
    assert seals.verify() == seals.Verdict(0, 0, seals.GENESIS, (), 0)


def test_events_wait_for_their_seal_and_lengthen_the_same_chain(sealed):
    happen(3)
    assert seals.verify().pending == 3
    assert seal(most=2) == 2
    assert seal() == 1
    assert seal() == 0
    assert seals.verify().sealed == 13
    assert seals.verify().is_sound


@pytest.mark.parametrize(
    "edit",
    [
        "by_name = '别人'",
        "at = at + interval '1 second'",
        "word = 'accounts.signed_out'",
        "detail = '{\"number\": 99}'",
        "unit_id = 7",
        "ip = '10.0.0.1'",
        "about_text = '某人'",
    ],
)
def test_an_edited_event_is_found(sealed, edit):
    with as_owner() as cursor:
        cursor.execute(f"UPDATE accounts_auditevent SET {edit} WHERE id = %s", [sealed[4].pk])
    assert seals.verify().problems == (f"第 5 环的记录（编号 {sealed[4].pk}）被改动",)


@pytest.mark.parametrize("which", [0, 4, 9])
def test_a_removed_event_is_found_wherever_it_stood(sealed, which):
    with as_owner() as cursor:
        cursor.execute("DELETE FROM accounts_auditevent WHERE id = %s", [sealed[which].pk])
    told = f"第 {which + 1} 环的记录（编号 {sealed[which].pk}）被删除"
    assert seals.verify().problems == (told,)


def test_an_event_removed_with_its_link_is_found(sealed):
    with as_owner() as cursor:
        cursor.execute("DELETE FROM accounts_auditseal WHERE number = 5")
        cursor.execute("DELETE FROM accounts_auditevent WHERE id = %s", [sealed[4].pk])
    assert "第 5 环缺失（下一环是第 6 环）" in seals.verify().problems


def test_a_removed_link_with_the_rest_renumbered_is_found(sealed):
    with as_owner() as cursor:
        cursor.execute("DELETE FROM accounts_auditseal WHERE number = 5")
        cursor.execute("DELETE FROM accounts_auditevent WHERE id = %s", [sealed[4].pk])
        cursor.execute("UPDATE accounts_auditseal SET number = number - 1 WHERE number > 5")
    assert "第 5 环与前一环不衔接" in seals.verify().problems


def test_an_event_slipped_in_past_the_queue_is_found(sealed):
    with as_owner() as cursor:
        cursor.execute(
            "INSERT INTO accounts_auditevent (at, word, by_name, about_kind, about_id, about_text,"
            " detail) VALUES (now(), 'accounts.signed_in', '', '', '', '', '{}') RETURNING id"
        )
        slipped = cursor.fetchone()[0]
    assert seals.verify().problems == (f"记录 {slipped} 不在链上，也不在待封存队列",)


def test_two_events_that_changed_places_are_found(sealed):
    one, two = sealed[2].pk, sealed[3].pk
    with as_owner() as cursor:
        swap = "UPDATE accounts_auditseal SET event_id = %s WHERE number = %s"
        for event, number in ((-1, 3), (one, 4), (two, 3)):
            cursor.execute(swap, [event, number])
    assert len(seals.verify().problems) == 2


def test_an_event_taken_out_of_the_queue_is_found(sealed):
    (waiting,) = happen(1)
    AuditPending.objects.filter(pk=waiting.pk).delete()
    assert seals.verify().problems == (f"记录 {waiting.pk} 不在链上，也不在待封存队列",)


def test_a_waiting_event_that_vanished_is_found_and_never_tidied_away(sealed):
    (waiting,) = happen(1)
    with as_owner() as cursor:
        cursor.execute("DELETE FROM accounts_auditevent WHERE id = %s", [waiting.pk])
    seal()
    assert seals.verify().problems == (f"待封存的记录 {waiting.pk} 被删除",)


def test_an_end_cut_off_shows_against_a_head_kept_elsewhere(sealed):
    kept = (10, AuditSeal.objects.get(number=10).hash)
    assert seals.verify(expected=kept).is_sound
    with as_owner() as cursor:
        cursor.execute("DELETE FROM accounts_auditseal WHERE number > 8")
        cursor.execute("DELETE FROM accounts_auditevent WHERE id > %s", [sealed[7].pk])
    assert seals.verify().is_sound
    assert seals.verify(expected=kept).problems == ("第 10 环不在链上：链尾被截去",)


def test_a_chain_made_anew_shows_against_a_head_kept_elsewhere(sealed):
    assert not seals.verify(expected=(10, "0" * 64)).is_sound


def test_verifying_the_newest_links_leaves_the_older_alone(sealed):
    with as_owner() as cursor:
        cursor.execute(
            "UPDATE accounts_auditevent SET ip = '10.0.0.1' WHERE id = %s", [sealed[1].pk]
        )
    assert seals.verify(last=5).is_sound
    assert seals.verify(last=5).checked == 5
    assert not seals.verify(last=9).is_sound


def test_an_unknown_algorithm_in_a_link_is_a_break_not_a_crash(sealed):
    with as_owner() as cursor:
        cursor.execute("UPDATE accounts_auditseal SET algorithm = 'none' WHERE number = 3")
    assert len(seals.verify().problems) == 1


def test_sealers_and_writers_at_once_make_one_sound_chain(committed_db):
    by = system_user()

    def write(number: int) -> None:
        try:
            for n in range(40):
                with transaction.atomic():
                    audit.record(words.SIGNED_IN, by=by, at=clock.now(), writer=number, n=n)
        finally:
            connections.close_all()

    def keep_sealing(_: int) -> int:
        try:
            return sum(seals.seal_pending(at=clock.now(), most=7) for _ in range(40))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        writers = [pool.submit(write, n) for n in range(4)]
        sealers = [pool.submit(keep_sealing, n) for n in range(4)]
        [w.result() for w in writers]
        done = sum(s.result() for s in sealers)
    while AuditPending.objects.exists():
        done += seal()
    assert done == 160
    verdict = seals.verify()
    assert verdict.is_sound
    assert verdict.sealed == 160


def test_an_event_rolled_back_with_its_deed_leaves_nothing(db):
    with transaction.atomic():
        happen(1)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()
    assert not AuditPending.objects.exists()


def run(name: str, *words_: str) -> tuple[int, str]:
    """Run ``shouwang audit verify`` in a process of its own on this test's database."""
    code = (
        "import sys;"
        "import django; django.setup();"
        "from django.db import connection; connection.settings_dict['NAME'] = sys.argv[1];"
        "from shouwang.config import cli; sys.exit(cli.main(['audit', 'verify', *sys.argv[2:]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, name, *words_], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_the_command_answers_soundness_by_its_exit_code(committed_db):
    made = happen(4)
    seal()
    head = AuditSeal.objects.get(number=4).hash
    happen(1)
    code, said = run(committed_db, "--json")
    assert code == 0
    assert json.loads(said) == {
        "sound": True,
        "sealed": 4,
        "pending": 1,
        "checked": 4,
        "head": head,
        "problems": [],
    }
    assert run(committed_db, "--expect", f"4:{head}", "--record")[0] == 0
    recorded = AuditEvent.objects.get(word="accounts.audit_verified")
    assert recorded.detail["head"] == head
    with as_owner() as cursor:
        cursor.execute("UPDATE accounts_auditevent SET ip = '10.0.0.1' WHERE id = %s", [made[1].pk])
    code, said = run(committed_db)
    assert code == 1
    assert "BROKEN" in said
    assert f"第 2 环的记录（编号 {made[1].pk}）被改动" in said
    assert run(committed_db, "--expect", "nonsense")[0] == 2
