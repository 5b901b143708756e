"""Reports of a case: drafted from what is known, confirmed or asked about by the superior."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.roles import Role
from shouwang.desk.models import Entry
from shouwang.epidemic import clocks, drafting, facts, rules
from shouwang.epidemic.actions import answers, cases
from tests.cast import DAY, at, make_user
from tests.epidemic.stage import after, note


def test_the_superior_confirms_and_the_house_cannot_confirm_its_own(
    fever, carer, tang, city, zhao_home
):
    duty = make_user("duty", "赵值班", zhao_home, Role.DUTY)
    night = at(DAY, 21)
    call = note(fever, rules.PHONE_SUPERIOR, 4, carer)
    assert Entry.objects.filter(to=tang, text__contains="请确认收到").exists()
    with pytest.raises(NotPermitted):
        answers.receive(step=call, by=duty, at=night)
    first = answers.receive(step=call, by=tang, at=after(5))
    assert answers.receive(step=call, by=city, at=after(6)).pk == first.pk
    assert first.by_name == "唐科员"


def test_the_superior_asks_for_more_and_a_follow_up_answers_it(fever, head, tang):
    note(fever, rules.WRITTEN, 20, head, details="初报")
    with pytest.raises(ValidationError):
        answers.ask_follow_up(case=fever, due_at=after(30), details="", by=tang, at=after(40))
    answers.ask_follow_up(case=fever, due_at=after(90), details="诊断？", by=tang, at=after(40))
    assert rules.due_of(clocks.of(fever), rules.FOLLOW_UP) == after(90)
    assert Entry.objects.filter(to=head, text__contains="续报").exists()
    follow = note(fever, rules.FOLLOW_UP, 95, head, details="续报一")
    assert follow.late_s == 5 * 60
    assert rules.due_of(clocks.of(fever), rules.FOLLOW_UP) == after(95 + 24 * 60)


def test_the_draft_says_what_is_known_masks_names_and_guesses_nothing(
    fever, head, carer, resident, zhao_home
):
    resident(zhao_home, "李桂兰", room="201", bed="1")
    resident(zhao_home, "孙玉梅", room="305")
    note(fever, rules.PHONE_SUPERIOR, 6, carer, who="棠宁区民政局")
    note(fever, rules.PHONE_CDC, 25, carer, who="区疾控中心")
    note(fever, rules.ROOMMATES, 8, carer, people=1)
    note(fever, rules.ISOLATE, 3, carer)
    text = drafting.draft(facts.gather(fever, at=after(28)), rules.WRITTEN)
    for said in (
        "2月11日07:20", "赵家敬老院", "37.6℃", "王**", "同室1人", "已隔离2人", "正在核实",
        "电话首报：主管部门07:26（时限07:30，符合时限）", "超时15分钟",
    ):  # fmt: skip
        assert said in text
    assert "秀英" not in text
    assert "桂兰" not in text


def test_a_follow_up_says_only_what_changed_and_the_final_one_how_it_ended(fever, head, carer):
    note(fever, rules.ISOLATE, 3, carer)
    note(fever, rules.WRITTEN, 28, head, details="初报")
    note(fever, rules.SENT, 60, carer, who="区人民医院")
    text = drafting.draft(facts.gather(fever, at=after(90)), rules.FOLLOW_UP)
    assert "送诊（区人民医院）" in text
    assert "本人隔离" not in text
    cases.close(case=fever, outcome="excluded", word="区疾控中心 王主任", by=head, at=after(100))
    fever.refresh_from_db()
    final = drafting.draft(facts.gather(fever, at=after(120)), rules.FINAL)
    assert "疾控排除（区疾控中心 王主任）" in final
