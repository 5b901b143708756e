"""A database that is away for a moment is said in plain words, and is no error of ours."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client

from shouwang.accounts.models import User
from shouwang.config import trouble


@pytest.fixture
def db(committed_db: str) -> Iterator[None]:
    """A line of its own: the next test is to find none that was cut."""
    yield
    connection.close()


@pytest.fixture
def client_cut_off(zhao: User) -> Client:
    """zhao's browser, whose line to the database was cut by the server."""
    client = Client(raise_request_exception=False)
    client.force_login(zhao)
    given = connection.get_connection_params()
    named = {name: given[name] for name in ("host", "port", "user", "dbname") if given.get(name)}
    with psycopg.connect(**named, autocommit=True) as other:
        pid = connection.connection.info.backend_pid
        other.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
    return client


def test_a_page_comes_by_itself_once_the_database_is_back(client_cut_off: Client) -> None:
    answer = client_cut_off.get("/m/?day=1")
    assert answer.status_code == 503
    assert answer["Refresh"] == answer["Retry-After"] == "5"
    assert "系统正在恢复" in answer.content.decode()
    connection.close()
    assert client_cut_off.get("/m/").status_code == 200


def test_what_was_sent_is_not_sent_again_behind_ones_back(client_cut_off: Client) -> None:
    came_from = "http://testserver/day/2020-02-11/1/?show=missing"
    answer = client_cut_off.post("/me/password/", HTTP_REFERER=came_from, HTTP_HOST="testserver")
    assert answer.status_code == 503
    assert "Refresh" not in answer
    assert 'href="/day/2020-02-11/1/?show=missing"' in answer.content.decode()
    foreign = client_cut_off.post("/me/password/", HTTP_REFERER="http://elsewhere.example/day/")
    assert 'href="/"' in foreign.content.decode()
    assert "elsewhere" not in foreign.content.decode()


def test_an_error_of_ours_stays_one() -> None:
    refused = OperationalError("canceling statement due to statement timeout")
    refused.__cause__ = psycopg.errors.QueryCanceled()
    assert not trouble.is_away(refused)
    assert not trouble.is_away(ZeroDivisionError())
    gone = OperationalError("the database system is starting up")
    gone.__cause__ = psycopg.errors.CannotConnectNow()
    assert trouble.is_away(gone)
