"""Two persons release from isolation, when every check is there or on disease control's word."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.epidemic.models import Case
from shouwang.kit.offline import Unfit
from shouwang.movements.actions import checks, releases
from shouwang.movements.actions.checks import Check
from shouwang.movements.kinds import End
from shouwang.orgs.actions.posts import create_post, fill_post
from shouwang.orgs.models import Unit
from tests.cast import at
from tests.movements.stage import BEGAN, begun, checked


def test_two_sign_when_every_check_is_there_and_not_before(
    zhao_home: Unit, carer: User, medic: User, director: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    checked(one, range(1, 14), carer)
    last = BEGAN + timedelta(days=14)
    with pytest.raises(Unfit) as early:
        releases.sign(isolation=one, signed_as="medic", by=medic, at=last - timedelta(days=1))
    assert "未满 14 天，2020-02-25 起可以解除" in early.value.findings["days"]
    with pytest.raises(Unfit) as lacking:
        releases.sign(isolation=one, signed_as="medic", by=medic, at=last)
    assert "第 14 天" in lacking.value.findings["gaps"]

    # one is entered late, the other explained
    checks.check(
        unit=zhao_home,
        made=Check(one.pk, last - timedelta(hours=20), tenths=366),
        by=carer,
        at=last,
    )
    explained = Check(one.pk, last, missed_because="外出检查未测", number=14)
    checks.check(unit=zhao_home, made=explained, by=carer, at=last)
    signed = releases.sign(isolation=one, signed_as="medic", by=medic, at=last)
    assert signed.ended_at is None
    with pytest.raises(NotPermitted):
        releases.sign(isolation=one, signed_as="director", by=medic, at=last)
    for _turn in range(2):
        released = releases.sign(isolation=one, signed_as="director", by=director, at=last)
    assert (released.ended_as, released.ended_at) == ("released", last)


def test_one_person_with_both_posts_does_not_sign_for_two(
    zhao_home: Unit, carer: User, medic: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    checked(one, range(1, 15), carer)
    by = {"by": system_user(), "at": BEGAN}
    post = create_post(unit=zhao_home, name="院长", role="director", **by)
    fill_post(post=post, user=medic, **by)
    last = BEGAN + timedelta(days=14)
    releases.sign(isolation=one, signed_as="medic", by=medic, at=last)
    with pytest.raises(Unfit) as twice:
        releases.sign(isolation=one, signed_as="director", by=medic, at=last)
    assert "两个人" in twice.value.findings["signer"]


def test_a_last_reading_of_fever_holds_the_release_and_opens_a_case(
    zhao_home: Unit, carer: User, medic: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    checked(one, range(1, 14), carer)
    checked(one, [14], carer, tenths=376)
    assert Case.objects.get().person_id == people[0]
    with pytest.raises(Unfit) as feverish:
        releases.sign(isolation=one, signed_as="medic", by=medic, at=BEGAN + timedelta(days=14))
    assert "发热" in feverish.value.findings["fever"]


def test_on_disease_controls_word_two_sign_before_the_days_are_full(
    zhao_home: Unit, carer: User, medic: User, director: User, people: list[UUID]
) -> None:
    one, other = (begun(zhao_home, person, carer) for person in people[:2])
    checked(one, range(1, 6), carer)
    now = BEGAN + timedelta(days=5)
    told = {"word": "县疾控 李某：流感，可以解除", "said_at": now - timedelta(hours=1)}
    with pytest.raises(Unfit) as early:
        releases.sign(isolation=one, signed_as="medic", by=medic, at=now)
    assert "未满" in early.value.findings["days"]
    with pytest.raises(NotPermitted):
        releases.hear(isolations=[one], **told, by=carer, at=now)
    for wrong, moment in (("", now), ("可以解除", now + timedelta(1)), ("可以", at(hour=7))):
        with pytest.raises(Unfit):
            releases.hear(isolations=[one], word=wrong, said_at=moment, by=medic, at=now)

    releases.hear(isolations=[one, other], **told, by=director, at=now)
    # the other lacks checks: the word lets off the days, nothing else
    with pytest.raises(Unfit) as lacking:
        releases.sign(isolation=other, signed_as="medic", by=medic, at=now)
    assert "第 1、2、3、4、5 天" in lacking.value.findings["gaps"]
    releases.sign(isolation=one, signed_as="medic", by=medic, at=now)
    with pytest.raises(Unfit) as signed:
        releases.hear(isolations=[one], **told, by=director, at=now)
    assert "已有人签字" in signed.value.findings["word"]
    for _turn in range(2):
        done = releases.sign(isolation=one, signed_as="director", by=director, at=now)
    assert (done.ended_as, done.ended_at) == (End.BY_WORD, now)
    assert str(done.get_ended_as_display()) == "依疾控意见提前解除"
    assert AuditEvent.objects.filter(word="movements.released_early").count() == 1


def test_a_word_that_came_too_late_to_matter_makes_no_early_release(
    zhao_home: Unit, carer: User, medic: User, director: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    checked(one, range(1, 15), carer)
    last = BEGAN + timedelta(days=14)
    releases.hear(isolations=[one], word="县疾控：可以解除", said_at=last, by=medic, at=last)
    releases.sign(isolation=one, signed_as="medic", by=medic, at=last)
    done = releases.sign(isolation=one, signed_as="director", by=director, at=last)
    assert done.ended_as == End.RELEASED
