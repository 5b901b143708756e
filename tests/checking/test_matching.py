"""Every number is held against the right figure, unit and period, or it is said that nobody can
tell: none is called equal that is not."""

from __future__ import annotations

import time

import pytest

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.roles import Role
from shouwang.checking.actions import aliases
from shouwang.checking.answers import Checked, check_numbers
from shouwang.kit import clock
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM, scope_of
from tests.cast import DAY, at, make_unit, make_user
from tests.checking import annotated
from tests.checking.world import found_world

SETS = ("matching.txt", "matching_held_out.txt")


@pytest.fixture
def world(system) -> Unit:
    """澜川市 with two days of records."""
    return found_world()


def check(unit: Unit, text: str, **more) -> Checked:
    return check_numbers(more.pop("scope", SYSTEM), unit, DAY, text, **more)


def told(checked: Checked) -> list[tuple[str, str | None, str | None]]:
    return [(m.found.text, m.code, m.status) for m in checked.marks if m.status is not None]


@pytest.mark.parametrize("name", SETS)
def test_on_the_annotated_sets_the_figure_is_right_and_no_number_is_falsely_equal(world, name):
    score = annotated.match_score(annotated.read(annotated.FOLDER / name), check)
    assert score.false_equal == []
    assert score.figures_wanted >= 55
    assert score.figures_right / score.figures_wanted >= 0.9
    assert score.statuses_right / score.statuses_wanted >= 0.9, score.wrong


def test_what_a_county_may_not_see_it_does_not_learn_by_checking_a_text(world):
    clerk = make_user("tang", "唐科员", Unit.objects.get(code="LC/TN"), Role.CLERK)
    scope = scope_of(clerk, at=at())
    own = Unit.objects.get(code="LC/TN")
    found = check(own, "砚宁县在院56人，孙桥敬老院在院56人。全市在院300人。", scope=scope)
    assert [m.status for m in found.marks if m.status] == ["unclear"] * 3
    assert all(m.records is None and m.candidates == [] for m in found.marks)
    assert "56" not in str([m.why for m in found.marks])


def test_a_section_is_not_told_that_the_total_of_its_own_kinds_is_the_whole_units(world):
    section = make_unit(
        "LC/ELDERLY", "养老服务科", Kind.SECTION, world, reviews=["public_rural_home"]
    )
    clerk = make_user("elder", "颜科长", section, Role.CLERK)
    found = check(world, "全市在册职工127人。", scope=scope_of(clerk, at=at()))
    assert [s for _t, _c, s in told(found)] in (["unclear"], ["unbacked"])


def test_what_a_sentence_goes_on_to_count_of_a_home_nobody_knows_is_not_the_whole_units(world):
    """116 are on post in the whole prefecture; who says them of one home is not told: equal."""
    home = "松鹤敬老院在院45人，"
    assert told(check(world, f"{home}在岗116人。")) == [
        ("45", "in_house", "unclear"), ("116", "on_post", "unclear"),
    ]  # fmt: skip
    assert told(check(world, f"全市在院300人，其中{home}在岗116人。"))[2][2] == "unclear"
    assert told(check(world, f"{home}全市在岗116人。"))[1][2] == "equal", "it names itself again"
    assert told(check(world, f"{home}棠宁区在院198人。在岗116人。"))[2][2] == "unclear"


def test_a_choice_decides_what_was_unclear(world):
    text = "已隔离3人。"
    first = check(world, text)
    mark = next(m for m in first.marks if m.status)
    assert mark.status == "unclear"
    by_code = {c.question.target.code: c for c in mark.candidates}
    assert set(by_code) == {"isolated", "isolated_new"}
    chosen = check(world, text, choices={mark.found.start: by_code["isolated_new"].key})
    assert told(chosen) == [("3", "isolated_new", "equal")]
    other = check(world, text, choices={mark.found.start: by_code["isolated"].key})
    assert told(other) == [("3", "isolated", "differs")]


def test_a_choice_that_was_not_offered_is_ignored(world):
    found = check(world, "砚宁县以外300人。", choices={6: "in_house|value|1||2020-02-11|"})
    assert "equal" not in [s for _t, _c, s in told(found)]


def test_taught_words_are_understood_from_then_on_there_and_below(world):
    text = "目前院民总量300人。"
    before = told(check(world, "院里住着300人。"))
    assert before[0][2] == "unbacked"
    by = make_user("city", "成主任", world, Role.OFFICE)
    aliases.teach(unit=world, code="in_house", text="院里住着", by=by, at=at())
    assert told(check(world, "院里住着300人。")) == [("300", "in_house", "equal")]
    county = Unit.objects.get(code="LC/TN")
    assert told(check(county, "院里住着198人。")) == [("198", "in_house", "equal")]
    elsewhere = Unit.objects.get(code="BL")
    assert told(check(elsewhere, "院里住着198人。"))[0][2] == "unbacked"
    assert told(check(world, text))  # other words are not spoilt


def test_a_record_that_nobody_stated_is_never_equal_to_zero(world):
    assert told(check(world, "1月30日在院0人。")) == [("0", "in_house", "unclear")]


def test_numbers_of_a_table_are_told_by_its_head_and_first_column(world):
    text = "单位\t在院（人）\t在岗（人）\n棠宁区\t198\t65\n砚宁县\t56\t19\n"
    assert told(check(world, text)) == [
        ("198", "in_house", "equal"), ("65", "on_post", "equal"),
        ("56", "in_house", "equal"), ("19", "on_post", "differs"),
    ]  # fmt: skip


def test_ten_thousand_characters_are_checked_within_two_seconds(world):
    sentences = annotated.read(annotated.FOLDER / SETS[0])
    text = ""
    while len(text) < 10_000:
        text += "\n".join(one.text for one in sentences)
    started = time.monotonic()
    check(world, text[:10_000])
    assert time.monotonic() - started < 2 * _slowness()


def _slowness() -> float:
    """Return how much slower this machine is now than one at rest: others may be working on it."""
    started = time.process_time(), time.monotonic()
    sum(n * n for n in range(300_000))
    worked, waited = time.process_time() - started[0], time.monotonic() - started[1]
    return max(1.0, waited / max(worked, 1e-6))


def test_the_clock_of_the_paper_is_its_own_day_not_the_machines(world):
    assert clock.today() != DAY
    assert told(check(world, "昨日在院301人。")) == [("301", "in_house", "equal")]


def test_the_system_user_needs_no_post(world):
    found = check(world, "全市在院300人。", scope=scope_of(system_user(), at=at()))
    assert told(found) == [("300", "in_house", "equal")]
