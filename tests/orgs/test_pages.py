from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts.actions import throttle
from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.kit import clock
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Holding, Post, Unit
from tests.cast import PASSWORD, make_unit, make_user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def statements(client: Client, url: str) -> list[str]:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in seen]


@pytest.mark.parametrize("page", ["units", "unit", "search", "users", "posts", "branch"])
def test_a_page_asks_as_often_whatever_the_number_of_units_and_users(
    page: str,
    homes: list[Unit],
    zhao: User,
    tang: User,
    tangning: Unit,
    sysadmin: User,
    secadmin: User,
) -> None:
    urls = {
        "units": reverse("orgs:units"),
        "unit": reverse("orgs:unit", args=[tangning.pk]),
        "search": reverse("orgs:units") + "?q=LC",
        "users": reverse("orgs:users"),
        "posts": reverse("orgs:posts", args=[tangning.pk]),
        "branch": reverse("orgs:branch", args=[tangning.pk]),
    }
    client = signed_in(secadmin if page in {"users", "posts"} else sysadmin)
    before = statements(client, urls[page])
    for n in range(12):
        home = make_unit(f"LC/TN/{n}", f"第{n}院", Kind.CEMETERY, tangning)
        make_user(f"clerk{n}", f"填报{n}", home, Role.REPORTER)
        make_user(f"tang{n}", f"科员{n}", tangning, Role.CLERK)
    after = statements(client, urls[page])
    assert len(after) <= len(before), "\n".join(after)


def test_the_tree_opens_at_the_top_of_ones_scope_and_marks_the_closed(
    homes: list[Unit], tang: User, tangning: Unit
) -> None:
    Unit.objects.filter(pk=homes[1].pk).update(closed_on=clock.today())
    text = signed_in(tang).get(reverse("orgs:units")).content.decode()
    assert "赵家敬老院" in text
    assert "已关闭" in text
    assert "澜川市" not in text.replace("shell", "")
    assert "砚宁县" not in text


def test_units_are_found_by_name_code_and_pinyin(homes: list[Unit], city: User) -> None:
    client = signed_in(city)
    for typed in ("孙桥", "yn/sun", "sqjly", "sunqiao"):
        text = client.get(reverse("orgs:units"), {"q": typed}).content.decode()
        assert "孙桥敬老院</a>" in text
        assert "赵家敬老院</a></th>" not in text
    assert "没有找到" in client.get(reverse("orgs:units"), {"q": "不存在"}).content.decode()


def test_business_users_look_and_do_not_touch(
    homes: list[Unit], tang: User, tangning: Unit
) -> None:
    client = signed_in(tang)
    assert "新建下级" not in client.get(reverse("orgs:unit", args=[tangning.pk])).content.decode()
    for name in ("create", "edit", "move", "close", "reopen"):
        assert client.get(reverse(f"orgs:{name}", args=[tangning.pk])).status_code == 403
    assert client.get(reverse("orgs:import")).status_code == 403


def test_another_countys_unit_is_not_found_and_on_record(yan: User, zhao_home: Unit) -> None:
    client = signed_in(yan)
    for name in ("unit", "branch"):
        assert client.get(reverse(f"orgs:{name}", args=[zhao_home.pk])).status_code == 404
    assert client.get(reverse("orgs:export"), {"unit": zhao_home.pk}).status_code == 404
    assert AuditEvent.objects.filter(word="accounts.out_of_scope", by=yan).count() == 3


def test_an_administrator_creates_changes_moves_closes_and_reopens(
    tangning: Unit, yanning: Unit, sysadmin: User
) -> None:
    client = signed_in(sysadmin)
    new = {"kind": Kind.CEMETERY, "name": "青山公墓", "code": "LC/TN/QS", "opened_on": "2020-01-22"}
    assert client.post(reverse("orgs:create", args=[tangning.pk]), new).status_code == 302
    made = Unit.objects.get(code="LC/TN/QS")
    again = client.post(reverse("orgs:create", args=[tangning.pk]), new)
    assert again.status_code == 422
    assert "已被使用" in again.content.decode()
    client.post(reverse("orgs:edit", args=[made.pk]), {"name": "青山陵园", "phone": "0000-1"})
    to = reverse("orgs:move", args=[made.pk])
    assert "砚宁县" in client.get(to).content.decode()
    preview = client.get(f"{to}?to={yanning.pk}").content.decode()
    assert "已报的汇总一个也不变" in preview
    client.post(f"{to}?to={yanning.pk}", {"from_on": clock.today().isoformat()})
    client.post(reverse("orgs:close", args=[made.pk]), {"closed_on": clock.today().isoformat()})
    made.refresh_from_db()
    assert (made.name, made.get_parent(), made.closed_on) == ("青山陵园", yanning, clock.today())
    client.post(reverse("orgs:reopen", args=[made.pk]))
    made.refresh_from_db()
    assert made.closed_on is None


def test_a_new_user_starts_on_a_post_with_a_password_shown_once(
    tangning: Unit, secadmin: User
) -> None:
    client = signed_in(secadmin)
    new = {
        "name": "魏新",
        "username": "weixin",
        "unit": "棠宁区",
        "role": Role.CLERK,
        "post": "",
        "phone": "",
    }
    answer = client.post(reverse("orgs:new_user"), new)
    made = User.objects.get(username="weixin")
    password = answer.context["password"]
    assert made.check_password(password)
    assert made.must_change_password
    assert "no-store" in answer.headers["Cache-Control"]
    held = Holding.objects.get(user=made)
    assert (held.post.unit, held.post.name, held.post.role) == (tangning, "业务科室", Role.CLERK)
    refused = client.post(reverse("orgs:new_user"), new)
    assert refused.status_code == 422
    assert "已被使用" in refused.content.decode()


def test_users_are_found_by_name_unit_role_and_state(
    zhao: User, qian: User, tang: User, sun: User, secadmin: User
) -> None:
    client = signed_in(secadmin)
    throttle_five(qian)

    def names(**asked: str) -> set[str]:
        return {user.username for user in client.get(reverse("orgs:users"), asked).context["page"]}

    assert names(q="赵") == {"zhao"}
    assert names(unit="棠宁区") == {"zhao", "qian", "tang"}
    assert names(unit="LC/TN", role="clerk") == {"tang"}
    assert names(state="locked") == {"qian"}
    assert names(state="disabled") == set()


def throttle_five(user: User) -> None:
    for _ in range(5):
        throttle.take_attempt(username=user.username, at=clock.now())


def test_a_locked_user_is_let_in_again_and_a_disabled_one_is_not(
    qian: User, secadmin: User
) -> None:
    client, visitor = signed_in(secadmin), Client()
    throttle_five(qian)
    client.post(reverse("orgs:unlock", args=[qian.pk]))
    assert visitor.login(username="qian", password=PASSWORD)
    client.post(reverse("orgs:set_active", args=[qian.pk]), {"active": "0"})
    assert not visitor.login(username="qian", password=PASSWORD)
    words = set(AuditEvent.objects.filter(by=secadmin).values_list("word", flat=True))
    assert {"accounts.user_unlocked", "accounts.user_disabled"} <= words


def test_a_reset_password_is_shown_once_and_must_be_changed(qian: User, secadmin: User) -> None:
    answer = signed_in(secadmin).post(reverse("orgs:reset_password", args=[qian.pk]))
    qian.refresh_from_db()
    assert qian.check_password(answer.context["password"])
    assert qian.must_change_password


def test_posts_are_set_up_filled_left_and_closed(
    tangning: Unit, qian: User, secadmin: User
) -> None:
    client = signed_in(secadmin)
    client.post(reverse("orgs:posts", args=[tangning.pk]), {"role": Role.CLERK, "name": "养老股"})
    post = Post.objects.get(name="养老股")
    client.post(reverse("orgs:fill", args=[post.pk]), {"username": "QIAN"})
    holding = Holding.objects.get(post=post, user=qian)
    client.post(reverse("orgs:leave", args=[holding.pk]))
    holding.refresh_from_db()
    assert holding.until_at is not None
    client.post(reverse("orgs:close_post", args=[post.pk]))
    assert Post.objects.get(pk=post.pk).closed_on is not None
    text = client.get(reverse("orgs:posts", args=[tangning.pk])).content.decode()
    assert "撤销" in text
    assert "钱填报" in text


def test_the_chosen_one_of_several_units_comes_first(
    zhao: User, yanning: Unit, secadmin: User
) -> None:
    from shouwang.accounts.actions.users import system_user
    from shouwang.orgs.actions.posts import create_post, fill_post

    by, now = system_user(), clock.now()
    post = create_post(unit=yanning, name="帮办", role=Role.CLERK, by=by, at=now)
    fill_post(post=post, user=zhao, by=by, at=now)
    client = signed_in(zhao)
    assert (
        client.get(reverse("orgs:units")).wsgi_request.scope.subtrees[0].unit_name == "赵家敬老院"
    )  # type: ignore[attr-defined]
    client.post(reverse("orgs:here"), {"unit": yanning.pk})
    assert client.get(reverse("orgs:units")).wsgi_request.scope.subtrees[0].unit_name == "砚宁县"  # type: ignore[attr-defined]
