from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.orgs.actions import people
from shouwang.orgs.actions.posts import close_post, create_post, fill_post, leave_post
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Holding, Post, Unit
from shouwang.orgs.scope import scope_of
from tests.cast import MORNING, at, make_unit, make_user


def post_at(unit: Unit, role: str, name: str = "新岗位") -> Post:
    return create_post(unit=unit, name=name, role=role, by=system_user(), at=MORNING)


def test_a_security_administrator_cannot_grant_themselves_anything(
    tangning: Unit, secadmin: User
) -> None:
    post = post_at(tangning, Role.SECURITY_ADMIN)
    with pytest.raises(ValidationError, match="自己的岗位"):
        fill_post(post=post, user=secadmin, by=secadmin, at=at())
    own = Holding.objects.get(user=secadmin)
    with pytest.raises(ValidationError, match="自己的岗位"):
        leave_post(holding=own, by=secadmin, at=at())
    with pytest.raises(ValidationError, match="自己的岗位"):
        close_post(post=own.post, on=at().date(), by=secadmin, at=at())
    for deed in (people.reset_password, people.unlock):
        with pytest.raises(NotPermitted):
            deed(user=secadmin, by=secadmin, at=at())
    assert Post.objects.get(pk=own.post_id).closed_on is None


@pytest.mark.parametrize("other", [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.CLERK])
def test_the_three_administrators_exclude_each_other_and_all_business(
    other: Role, tangning: Unit, sysadmin: User, secadmin: User
) -> None:
    with pytest.raises(ValidationError, match="三员互斥"):
        fill_post(post=post_at(tangning, other), user=sysadmin, by=secadmin, at=at())
    assert Holding.objects.filter(user=sysadmin).count() == 1


def test_who_has_left_an_administrators_post_may_take_a_business_one(
    tangning: Unit, sysadmin: User, secadmin: User
) -> None:
    leave_post(holding=Holding.objects.get(user=sysadmin), by=secadmin, at=at(hour=9))
    fill_post(post=post_at(tangning, Role.CLERK), user=sysadmin, by=secadmin, at=at(hour=10))
    assert scope_of(sysadmin, at=at(hour=11)).subtrees[0].role == Role.CLERK
    assert scope_of(sysadmin, at=at(hour=8)).subtrees[0].role == Role.SYSTEM_ADMIN


def test_an_account_that_also_works_beyond_ones_reach_is_not_ones_to_take_over(
    prefecture: Unit, tangning: Unit, zhao: User
) -> None:
    county = make_user("county_sec", "县安全员", tangning, Role.SECURITY_ADMIN)
    fill_post(post=post_at(prefecture, Role.OFFICE), user=zhao, by=system_user(), at=at(hour=8))
    for deed in (people.reset_password, people.unlock):
        with pytest.raises(NotPermitted):
            deed(user=zhao, by=county, at=at())
    with pytest.raises(NotPermitted):
        people.set_active(user=zhao, active=False, by=county, at=at())


def test_users_of_another_county_are_unknown(yanning: Unit, zhao: User) -> None:
    county = make_user("county_sec", "县安全员", yanning, Role.SECURITY_ADMIN)
    with pytest.raises(OutOfScope):
        people.reset_password(user=zhao, by=county, at=at())
    with pytest.raises(ValidationError, match="没有登录名为 zhao"):
        people.appoint(post=post_at(yanning, Role.CLERK), username="zhao", by=county, at=at())


def test_a_person_cannot_be_made_for_a_unit_beyond_reach(
    secadmin: User, tang: User, tangning: Unit
) -> None:
    other = make_unit("XX", "他市", Kind.PREFECTURE, None)
    with pytest.raises(OutOfScope):
        people.create_person(
            username="n", name="新", unit=other, role=Role.CLERK, by=secadmin, at=at()
        )
    with pytest.raises(NotPermitted):
        people.create_person(
            username="n", name="新", unit=tangning, role=Role.CLERK, by=tang, at=at()
        )
    assert not User.objects.filter(username="n").exists()


def test_a_post_of_that_name_and_another_role_is_not_filled_by_accident(
    tangning: Unit, secadmin: User
) -> None:
    post_at(tangning, Role.LEADER, "分管副局长")
    with pytest.raises(ValidationError, match="另一种角色"):
        people.create_person(
            username="n",
            name="新",
            unit=tangning,
            role=Role.CLERK,
            post_name="分管副局长",
            by=secadmin,
            at=at(),
        )
    assert not User.objects.filter(username="n").exists()


def test_a_closed_posts_name_is_free_again_and_its_holder_leaves(
    tangning: Unit, tang: User, secadmin: User
) -> None:
    held = Holding.objects.get(user=tang)
    close_post(post=held.post, on=at().date(), by=secadmin, at=at())
    held.refresh_from_db()
    assert held.until_at == at()
    assert scope_of(tang, at=at(hour=17)).subtrees == ()
    again = create_post(
        unit=tangning, name=held.post.name, role=Role.CLERK, by=secadmin, at=at(hour=17)
    )
    with pytest.raises(ValidationError, match="已有岗位"):
        create_post(unit=tangning, name=again.name, role=Role.CLERK, by=secadmin, at=at(hour=17))
    words = AuditEvent.objects.filter(by=secadmin).values_list("word", flat=True)
    assert {"orgs.post_closed", "orgs.post_left", "orgs.post_created"} <= set(words)


def test_a_disabled_user_takes_no_post(tangning: Unit, tang: User, secadmin: User) -> None:
    people.set_active(user=tang, active=False, by=secadmin, at=at())
    with pytest.raises(ValidationError, match="已停用"):
        fill_post(post=post_at(tangning, Role.OFFICE), user=tang, by=secadmin, at=at())
