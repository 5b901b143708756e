"""Coming in: the name, the password, the lock, the way back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.html import strip_tags

from shouwang.accounts.actions import throttle, users
from shouwang.accounts.models import AuditEvent, User
from shouwang.kit import clock
from tests.cast import PASSWORD


def sign_in(client: Client, name: str = "zhao", password: str = PASSWORD, **more):
    return client.post("/sign-in/", {"username": name, "password": password} | more)


def words_of(user: User | None) -> list[str]:
    return list(AuditEvent.objects.filter(by=user).order_by("pk").values_list("word", flat=True))


def text(response) -> str:
    return strip_tags(response.content.decode())


def test_the_page_is_open_to_anyone_and_says_its_purpose(client, db):
    response = client.get("/sign-in/")
    assert response.status_code == 200
    assert "用户名" in text(response)
    assert "no-cache" in response["Cache-Control"]


def test_the_right_password_signs_in_and_is_on_record_with_its_address(client, zhao):
    response = sign_in(client)
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(zhao.pk)
    event = AuditEvent.objects.get(word="accounts.signed_in")
    assert (event.by, event.ip) == (zhao, "127.0.0.1")


@pytest.mark.parametrize("typed", ["ZHAO", " zhao ", "ｚｈａｏ"])
def test_a_name_is_the_same_in_capitals_with_blanks_and_in_full_width(client, zhao, typed):
    assert sign_in(client, typed).status_code == 302


def test_wrong_password_unknown_name_and_disabled_user_read_alike(client, zhao, qian, secadmin):
    users.set_active(user=qian, active=False, by=secadmin, at=clock.now())
    answers = [
        sign_in(client, name, password)
        for name, password in (("zhao", "Wrong-2020"), ("nobody", "Wrong-2020"), ("qian", PASSWORD))
    ]
    assert {a.status_code for a in answers} == {422}
    pages = {text(a).replace("zhao", "").replace("nobody", "").replace("qian", "") for a in answers}
    assert len(pages) == 1
    assert "用户名或密码不对。再错 4 次将锁定 10 分钟。" in pages.pop()


def test_unknown_names_lock_like_known_ones(client, zhao, at_clock):
    def five(name: str) -> str:
        for _ in range(5):
            last = sign_in(client, name, "Wrong-2020")
        return text(last).replace(name, "")

    assert "已锁定" in five("zhao")
    assert five("zhao") == five("nobody")


def test_five_wrong_passwords_lock_even_the_right_one_for_ten_minutes(client, zhao, at_clock):
    for _ in range(5):
        answer = sign_in(client, password="Wrong-2020")
    until = clock.local(at_clock.now + timedelta(minutes=10, seconds=59))
    assert f"请在 {until:%H:%M} 以后再试（还有 10 分钟）" in text(answer)
    assert sign_in(client).status_code == 422
    at_clock.pass_(timedelta(minutes=9, seconds=59))
    assert "还有 1 分钟" in text(sign_in(client))
    at_clock.pass_(timedelta(seconds=1))
    assert sign_in(client).status_code == 302


def test_a_lock_does_not_grow_while_it_lasts(client, zhao, at_clock):
    for _ in range(5):
        sign_in(client, password="Wrong-2020")
    at_clock.pass_(timedelta(minutes=5))
    sign_in(client, password="Wrong-2020")
    at_clock.pass_(timedelta(minutes=5))
    assert sign_in(client).status_code == 302


def test_a_complete_sign_in_clears_the_count(client, zhao):
    for _ in range(4):
        sign_in(client, password="Wrong-2020")
    sign_in(client)
    client.post("/sign-out/")
    assert "再错 4 次" in text(sign_in(client, password="Wrong-2020"))


def test_failures_and_the_lock_are_on_record_about_the_user(client, zhao):
    for _ in range(5):
        sign_in(client, password="Wrong-2020")
    events = AuditEvent.objects.filter(about_kind="accounts.user", about_id=str(zhao.pk), by=None)
    assert events.filter(word="accounts.sign_in_failed", ip="127.0.0.1").count() == 5
    assert events.filter(word="accounts.sign_in_locked").count() == 1
    assert "Wrong-2020" not in str(list(events.values()))


def test_a_password_typed_as_a_name_stays_out_of_the_trail(client, zhao):
    sign_in(client, "My-Secret-2020", "x")
    assert "ecret" not in str(list(AuditEvent.objects.values())).lower()


def test_letters_that_the_database_takes_for_one_have_one_count(client, sun):
    for name in ("sun", "ſun", "SUN", "ｓun", "Sun"):
        last = sign_in(client, name, "Wrong-2020")
    assert "已锁定" in text(last)
    assert sign_in(client, "ſun").status_code == 422


def test_an_administrator_unlocks_and_a_reset_unlocks_too(client, zhao, secadmin):
    for _ in range(5):
        sign_in(client, password="Wrong-2020")
    users.unlock(user=zhao, by=secadmin, at=clock.now())
    assert sign_in(client).status_code == 302
    assert "accounts.user_unlocked" in words_of(secadmin)


def test_the_system_user_cannot_sign_in(client, system):
    assert sign_in(client, "system", "!").status_code == 422


def test_a_planted_session_opens_nothing_after_the_sign_in(client, zhao):
    client.get("/sign-in/")
    client.session.save()
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    planted = session.session_key
    sign_in(client)
    assert client.session.session_key != planted
    assert not Session.objects.filter(pk=planted).exists()


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/me/?a=1", "/me/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_stays_on_this_site(client, zhao, asked, led_to):
    assert sign_in(client, next=asked)["Location"] == led_to


def test_a_page_asked_for_before_signing_in_comes_back_afterwards(client, zhao):
    to = client.get("/me/?x=1")["Location"]
    assert to == "/sign-in/?next=/me/%3Fx%3D1"
    assert 'value="/me/?x=1"' in client.get(to).content.decode()


def test_signing_out_takes_a_post_and_is_on_record(client, zhao):
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    response = client.post("/sign-out/")
    assert response["Location"] == "/sign-in/"
    assert client.get("/me/").status_code == 302
    assert words_of(zhao) == ["accounts.signed_in", "accounts.signed_out"]


def test_a_disabled_user_is_out_at_once(client, zhao, secadmin):
    sign_in(client)
    users.set_active(user=zhao, active=False, by=secadmin, at=clock.now())
    assert client.get("/me/")["Location"].startswith("/sign-in/")


def test_half_an_hour_of_nothing_signs_out(client, zhao, at_clock):
    sign_in(client)
    client.get("/me/")
    at_clock.pass_(settings.IDLE_SIGN_OUT - timedelta(seconds=1))
    assert client.get("/me/").status_code == 200
    at_clock.pass_(settings.IDLE_SIGN_OUT + timedelta(seconds=1))
    gone = client.get("/me/")
    assert gone["Location"] == "/sign-in/?next=/me/"
    assert "自动退出" in text(client.get(gone["Location"]))
    event = AuditEvent.objects.get(word="accounts.idle_signed_out")
    assert (event.by, event.ip) == (zhao, "127.0.0.1")


def test_polling_does_not_count_as_doing_something(client, zhao, at_clock):
    sign_in(client)
    client.get("/me/")
    for _ in range(4):
        at_clock.pass_(timedelta(minutes=10))
        last = client.get("/me/", headers={"X-Background": "1"})
    assert last.status_code == 302


def test_a_part_whose_session_is_over_sends_the_whole_page_to_sign_in(client, zhao, at_clock):
    sign_in(client)
    client.get("/me/")
    at_clock.pass_(timedelta(hours=1))
    seen = {"HX-Request": "true", "HX-Current-URL": "http://testserver/me/?tab=2"}
    answer = client.post("/me/password/", headers=seen)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/sign-in/?next=/me/%3Ftab%3D2"


def test_a_background_request_is_told_that_the_session_is_over_and_leads_nowhere(client, zhao):
    seen = {"HX-Request": "true", "X-Background": "1"}
    answer = client.get("/me/", headers=seen)
    assert answer.status_code == 204
    assert answer["X-Door"].startswith("/sign-in/")
    assert "HX-Redirect" not in answer


def test_the_way_back_of_a_part_never_leads_elsewhere(client, zhao):
    seen = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/me/"}
    assert client.get("/me/", headers=seen)["HX-Redirect"] == "/sign-in/?next=/"


def test_the_address_behind_our_proxy_is_the_one_the_proxy_saw(client, zhao, settings):
    settings.TRUSTED_PROXY = True
    client.post(
        "/sign-in/",
        {"username": "zhao", "password": PASSWORD},
        headers={"X-Forwarded-For": "1.2.3.4, 10.0.0.7"},
    )
    assert AuditEvent.objects.get(word="accounts.signed_in").ip == "10.0.0.7"


def test_without_a_proxy_nobody_chooses_their_address(client, zhao):
    client.post(
        "/sign-in/",
        {"username": "zhao", "password": PASSWORD},
        headers={"X-Forwarded-For": "1.2.3.4"},
    )
    assert AuditEvent.objects.get(word="accounts.signed_in").ip == "127.0.0.1"


def test_nothing_of_the_libraries_own_pages_can_be_reached(client, db):
    for path in (
        "/accounts/",
        "/accounts/signup/",
        "/accounts/login/",
        "/signup/",
        "/login/",
        "/password/reset/",
        "/email/",
        "/2fa/",
        "/mfa/",
        "/reauthenticate/",
        "/admin/",
    ):
        assert client.get(path).status_code == 404


def test_a_name_never_tried_stands_like_any_other(db):
    assert throttle.standing(username="who", at=clock.now()) == throttle.Standing(0, None)
    assert isinstance(clock.now(), datetime)
