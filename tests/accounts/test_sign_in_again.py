"""Signing in again in place, for a page whose session ended in the middle of a form."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from shouwang.accounts.actions.users import create_user, system_user
from shouwang.accounts.models import User
from tests.accounts.test_me import on
from tests.cast import MORNING, PASSWORD


def again(client: Client, **fields: str):
    """Post the dialog."""
    return client.post(reverse("accounts:sign_in_again"), fields)


def test_the_right_password_opens_the_session_and_says_only_that(client: Client, zhao: User):
    answer = again(client, username="zhao", password=PASSWORD)
    assert (answer.status_code, answer.json()) == (200, {"state": "in"})
    assert client.session["_auth_user_id"] == str(zhao.pk)


def test_wrong_passwords_count_as_on_the_page_and_lock_alike(client: Client, zhao: User):
    first = again(client, username="zhao", password="no")
    assert first.status_code == 422
    assert first.json()["why"].startswith("用户名或密码不对。再错 4 次")
    for _n in range(4):
        last = again(client, username="zhao", password="no")
    assert "已锁定" in last.json()["why"]
    assert again(client, username="zhao", password=PASSWORD).json()["state"] == "password"
    assert "_auth_user_id" not in client.session


def test_a_code_without_a_password_before_it_asks_for_the_password(client: Client, zhao: User):
    assert again(client, code="123456").json()["state"] == "password"


def test_who_signs_in_with_a_code_is_asked_for_it_in_place(client: Client, zhao: User):
    _secret, paper = on(zhao)
    assert again(client, username="zhao", password=PASSWORD).json() == {"state": "code"}
    assert "_auth_user_id" not in client.session
    wrong = again(client, code="000000").json()
    assert wrong["state"] == "again"
    assert wrong["why"].startswith("验证码不对")
    assert again(client, code=paper[0]).json() == {"state": "in"}
    assert client.session["_auth_user_id"] == str(zhao.pk)


def test_a_first_password_is_replaced_on_its_own_page(client: Client, db: None):
    create_user(username="new", name="新人", password=PASSWORD, by=system_user(), at=MORNING)
    assert again(client, username="new", password=PASSWORD).json() == {"state": "page"}


def test_it_is_a_deed_and_not_a_page(client: Client, db: None):
    assert client.get(reverse("accounts:sign_in_again")).status_code == 405
