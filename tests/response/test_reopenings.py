"""Reopening: the home applies, the county checks on the spot, the bureau replies."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import User
from shouwang.desk.models import Entry
from shouwang.orgs.models import Unit
from shouwang.response import measures
from shouwang.response.actions import reopenings
from shouwang.response.cited import Cited
from shouwang.response.measures import Closure
from shouwang.response.models import Order, Reopening
from shouwang.response.refusals import Refused
from tests.cast import DAY, MORNING, at

REPLY = Cited("澜民函〔2020〕8号", "关于同意恢复开放的批复")
WELL = [{"text": "隔离室齐备", "ok": True, "note": ""}]
Lay = Callable[..., Order]


@pytest.fixture
def closed(lay: Lay, prefecture: Unit) -> None:
    """The whole prefecture under closed management."""
    for code in ("visits", "admission", "leave"):
        lay(prefecture, code, number="澜疫指〔2020〕3号")


def accepted(unit: Unit, home: User, county: User) -> Reopening:
    made = reopenings.apply(
        unit=unit, measures_=["visits"], plan="预约、限时探视", by=home, at=at(DAY, 9)
    )
    return reopenings.check(reopening=made, checklist=WELL, passed=True, by=county, at=at(DAY, 10))


@pytest.mark.usefixtures("closed")
def test_a_stage_opens_for_that_home_from_the_reply_until_it_is_withdrawn(
    zhao_home: Unit, qian_home: Unit, zhao: User, tang: User, city: User
) -> None:
    made = accepted(zhao_home, zhao, tang)
    assert Entry.objects.filter(to=city, done_at=None).exists()
    reopenings.reply(
        reopening=made, granted=True, paper=REPLY, from_at=at(DAY, 14), by=city, at=at(DAY, 12)
    )
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 13, 59))
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 14)) is None
    assert measures.closure(zhao_home, at(DAY, 14)) == Closure.RESTRICTED
    assert measures.forbidden("visits", unit=qian_home, at=at(DAY, 14))
    reopenings.withdraw(reopening=made, reason="发现发热", by=city, at=at(DAY, 18))
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 17, 59)) is None
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 18))


@pytest.mark.usefixtures("closed")
def test_county_and_givers_are_told_in_chinese_by_a_home_that_reads_english(
    zhao_home: Unit, zhao: User, tang: User
) -> None:
    with override("en"):
        accepted(zhao_home, zhao, tang)
    told = Entry.objects.filter(key__startswith="reopening").values_list("text", flat=True)
    assert {text for text in told if "恢复" not in text} == set()
    assert any("申请恢复：探视，待验收" in text for text in told)


@pytest.mark.usefixtures("closed")
def test_a_later_order_closes_it_again(
    lay: Lay, tangning: Unit, zhao_home: Unit, zhao: User, tang: User, city: User
) -> None:
    made = accepted(zhao_home, zhao, tang)
    reopenings.reply(reopening=made, granted=True, paper=REPLY, by=city, at=at(DAY, 12))
    lay(tangning, "visits", starts_at=at(DAY, 15))
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 14)) is None
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 15))


@pytest.mark.usefixtures("closed")
def test_a_county_cannot_reply_to_what_the_prefecture_closed(
    zhao_home: Unit, tangning: Unit, zhao: User, tang: User
) -> None:
    from shouwang.accounts.roles import Role
    from tests.cast import make_user

    head = make_user("tanghead", "唐局长", tangning, Role.LEADER)
    made = accepted(zhao_home, zhao, tang)
    with pytest.raises(NotPermitted):
        reopenings.reply(reopening=made, granted=True, paper=REPLY, by=tang, at=at())
    with pytest.raises(Refused, match="澜疫指〔2020〕3号.*须由澜川市批复"):
        reopenings.reply(reopening=made, granted=True, paper=REPLY, by=head, at=at())
    assert measures.forbidden("visits", unit=zhao_home, at=at())


@pytest.mark.usefixtures("closed")
def test_what_is_not_well_does_not_pass_and_steps_come_in_their_order(
    zhao_home: Unit, zhao: User, qian: User, tang: User, yan: User, city: User
) -> None:
    def apply(by: User, *codes: str) -> Reopening:
        return reopenings.apply(
            unit=zhao_home, measures_=codes, plan="分批恢复", by=by, at=at(DAY, 9)
        )

    with pytest.raises(OutOfScope):
        apply(qian, "visits")
    with pytest.raises(ValidationError, match="目前没有限制：返院"):
        apply(zhao, "return")
    made = apply(zhao, "visits", "admission")
    with pytest.raises(ValidationError, match="正在办理"):
        apply(zhao, "visits")
    with pytest.raises(ValidationError, match="下一步"):
        reopenings.reply(reopening=made, granted=True, paper=REPLY, by=city, at=at())
    poor = [*WELL, {"text": "通风", "ok": False, "note": "窗不能开"}]
    with pytest.raises(ValidationError, match="不合格"):
        reopenings.check(reopening=made, checklist=poor, passed=True, by=tang, at=at())
    with pytest.raises(OutOfScope):
        reopenings.check(reopening=made, checklist=WELL, passed=True, by=yan, at=at())
    done = reopenings.check(
        reopening=made, checklist=poor, passed=False, opinion="整改后再报", by=tang, at=at()
    )
    assert done.state == "failed"
    assert at() > MORNING
    assert apply(zhao, "visits").state == "applied"
