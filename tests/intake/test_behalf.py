"""Filing on behalf: each row for itself, nothing half lost, nothing filed unconfirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.figures.models import Figure, Rollup
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.drafts import save_draft
from shouwang.reporting.models import Draft, Form, Report, Submission
from tests.cast import DAY, at, make_unit

WHOLE = {"in_house": "45", "admitted": "0", "staff": "12", "fever_residents": "0"}


def row(unit: Unit, **texts: str) -> dict[str, str]:
    """Return what the grid posts for one institution."""
    more = {k: texts.pop(k) for k in ("is_zero", "why", "revision", "source_note") if k in texts}
    fields = {f"u{unit.pk}-item-{code}": text for code, text in texts.items()}
    return {"row": str(unit.pk), **fields, **{f"u{unit.pk}-{k}": v for k, v in more.items()}}


@pytest.fixture
def submit(browse: Callable[[User], Client], form: Form, tangning: Unit) -> Callable[..., str]:
    """Hand in rows as a clerk and return the page that answers."""

    def _submit(by: User, *rows: dict[str, str]) -> str:
        fields = {k: v for one in rows for k, v in one.items()}
        return browse(by).post(f"/reports/behalf/?unit={tangning.pk}", fields).content.decode()

    return _submit


@pytest.fixture
def paste(browse: Callable[[User], Client], form: Form, tangning: Unit) -> Callable[..., str]:
    """Have a chat list read as a clerk and return the page that answers."""
    for code, aliases in (("staff", ["职工"]), ("fever_residents", ["发热"])):
        Figure.objects.filter(code=code).update(aliases=aliases)

    def _paste(by: User, text: str, **chosen: int) -> str:
        fields = {"text": text} | {f"choose-{k[1:]}": v for k, v in chosen.items()}
        return browse(by).post(f"/reports/behalf/?unit={tangning.pk}", fields).content.decode()

    return _paste


def test_complete_rows_are_filed_and_incomplete_ones_kept_with_what_they_lack(
    submit: Callable[..., str], tang: User, zhao_home: Unit, qian_home: Unit
) -> None:
    page = submit(tang, row(zhao_home, **WHOLE, is_zero="1"), row(qian_home, in_house="20"))
    report = Report.objects.get()
    made = Submission.objects.get()
    assert (report.unit, report.is_zero) == (zhao_home, True)
    assert (made.source, made.by) == (Submission.Source.ON_BEHALF, tang)
    assert report.receipt in page
    kept = Draft.objects.get()
    assert (kept.unit, kept.values["in_house"]) == (qian_home, "20")
    assert "还差 3 项，已存草稿" in page


def test_a_blank_is_never_0_and_a_slip_keeps_its_row_only(
    submit: Callable[..., str], tang: User, zhao_home: Unit, qian_home: Unit
) -> None:
    submit(
        tang,
        row(zhao_home, **{**WHOLE, "fever_residents": ""}),
        row(qian_home, **{**WHOLE, "staff": "十二"}),
    )
    assert not Report.objects.exists()
    assert Draft.objects.get(unit=qian_home).values["staff"] == "十二"
    assert Draft.objects.get(unit=zhao_home).values["fever_residents"] == ""


def test_a_fever_bars_the_zero_report_of_its_row_alone(
    submit: Callable[..., str], tang: User, zhao_home: Unit, qian_home: Unit
) -> None:
    fever = row(zhao_home, **{**WHOLE, "fever_residents": "1"}, is_zero="1")
    page = submit(tang, fever, row(qian_home, **WHOLE, is_zero="1"))
    assert Report.objects.get().unit == qian_home
    assert "今日新发发热：服务对象不为 0，不能零报告" in page


def test_a_jump_asks_for_a_reason_and_takes_it(
    submit: Callable[..., str], file: Callable[..., object], tang: User, zhao: User, zhao_home: Unit
) -> None:
    file(zhao_home, zhao, day=DAY - timedelta(days=1), when=at(DAY - timedelta(days=1)))
    jumped = {**WHOLE, "in_house": "90", "staff": "16"}
    assert "变动较大" in submit(tang, row(zhao_home, **jumped))
    assert Report.objects.count() == 1
    submit(tang, row(zhao_home, **jumped, why="整院并入", revision="1"))
    assert Submission.objects.latest("pk").reasons == {"in_house": "整院并入"}


def test_the_same_grid_sent_twice_files_once(
    submit: Callable[..., str], tang: User, zhao_home: Unit
) -> None:
    sent = row(zhao_home, **WHOLE)
    sent |= {f"u{zhao_home.pk}-client_id": "01234567-89ab-7def-8123-456789abcdef"}
    submit(tang, sent)
    submit(tang, sent)
    assert Submission.objects.count() == 1


def test_what_the_home_itself_is_typing_is_not_handed_in_over_its_head(
    submit: Callable[..., str], tang: User, zhao: User, zhao_home: Unit, form: Form
) -> None:
    save_draft(
        unit=zhao_home, form=form, day=DAY, values=WHOLE, revision=0, by=zhao, at=at(hour=16)
    )
    submit(tang, row(zhao_home, **WHOLE, revision="1"))
    assert not Report.objects.exists()
    submit(tang, row(zhao_home, **{**WHOLE, "in_house": "46"}, revision="1"))
    assert Report.objects.get().unit == zhao_home


def test_a_clerk_reaches_the_institutions_of_their_county_only_and_a_home_no_neighbour(
    browse: Callable[[User], Client], form: Form, tang: User, zhao: User, homes: list[Unit]
) -> None:
    page = browse(tang).get("/reports/behalf/").content.decode()
    assert "钱村托养院" in page
    assert "孙桥敬老院" not in page
    assert browse(tang).get(f"/reports/behalf/?unit={homes[2].pk}").status_code == 404
    assert browse(zhao).get("/reports/behalf/").status_code == 403
    sun_home = homes[2]
    browse(tang).post("/reports/behalf/", row(sun_home, **WHOLE))
    assert not Report.objects.exists()


def test_a_pasted_list_fills_the_grid_and_files_nothing(
    paste: Callable[..., str], tang: User, zhao_home: Unit, qian_home: Unit
) -> None:
    page = paste(
        tang, "1. 赵家敬老院 在院45 职工12 无异常\n2、钱村托养院：在院 二十人，发热0\n合计 65"
    )
    assert f'name="u{zhao_home.pk}-item-in_house" value="45"' in page
    assert f'name="u{qian_home.pk}-item-in_house" value="20"' in page
    # all is well: what a quiet day has none of is 0; what was not said stays blank
    assert f'name="u{zhao_home.pk}-item-fever_residents" value="0"' in page
    assert f'name="u{zhao_home.pk}-item-admitted" value=""' in page
    assert "合计行，不是一家机构" in page
    assert not Report.objects.exists()
    assert not Draft.objects.exists()


def test_a_name_with_a_slip_waits_for_a_person(
    paste: Callable[..., str], tang: User, zhao_home: Unit, qian_home: Unit
) -> None:
    text = "赵家养老院 在院45\n李村福利院 在院9"
    page = paste(tang, text)
    assert "可能是这家，请确认" in page
    assert "没有认出是哪家" in page
    assert f'name="u{zhao_home.pk}-item-in_house" value=""' in page
    page = paste(tang, text, n1=zhao_home.pk)
    assert f'name="u{zhao_home.pk}-item-in_house" value="45"' in page


def test_as_yesterday_repeats_what_stays_and_states_no_fever_of_today(
    paste: Callable[..., str],
    file: Callable[..., object],
    tang: User,
    zhao: User,
    zhao_home: Unit,
    qian_home: Unit,
) -> None:
    before = DAY - timedelta(days=1)
    file(zhao_home, zhao, day=before, when=at(before), in_house=46, staff=16, admitted=1)
    page = paste(tang, "赵家敬老院 同昨日\n钱村托养院 无变化")
    for code, text in (("in_house", "46"), ("staff", "16"), ("admitted", "")):
        assert f'name="u{zhao_home.pk}-item-{code}" value="{text}"' in page
    assert f'name="u{zhao_home.pk}-item-fever_residents" value=""' in page
    assert "其余同昨日" in page
    assert f'name="u{qian_home.pk}-item-in_house" value=""' in page
    assert "昨日没有报，没有数可照填" in page


def test_two_homes_of_one_name_are_told_apart_by_their_townships(
    paste: Callable[..., str], tang: User, tangning: Unit
) -> None:
    for code, place in (("A", "东溪镇"), ("B", "西溪镇")):
        township = make_unit(f"LC/TN/{code}", place, Kind.TOWNSHIP, tangning)
        make_unit(f"LC/TN/{code}/H", "幸福院", Kind.PUBLIC_RURAL_HOME, township)
    page = paste(tang, "幸福院 在院9")
    assert "请选择是哪家" in page
    assert ("幸福院（东溪镇）" in page, "幸福院（西溪镇）" in page) == (True, True)


def test_the_very_name_of_a_home_elsewhere_is_not_offered_as_a_slip(
    paste: Callable[..., str], tang: User, zhao_home: Unit, yanning: Unit
) -> None:
    assert "可能是这家，请确认" in paste(tang, "赵家养老院 在院45")
    make_unit("LC/YN/Z", "赵家养老院", Kind.PUBLIC_RURAL_HOME, yanning)
    page = paste(tang, "赵家养老院 在院45")
    assert "可能是这家，请确认" not in page
    assert "范围外有同名机构" in page


def test_a_nickname_that_nobody_knows_may_be_given_to_a_home_that_is_not_named(
    paste: Callable[..., str], tang: User, zhao_home: Unit, qian_home: Unit
) -> None:
    text = "赵家敬老院 在院45\n老钱那边 在院20"
    page = paste(tang, text)
    assert "没有认出是哪家" in page
    assert f'<option value="{zhao_home.pk}">' not in page
    assert f'<option value="{qian_home.pk}">' in page
    page = paste(tang, text, n2=qian_home.pk)
    assert f'name="u{qian_home.pk}-item-in_house" value="20"' in page


def test_the_report_keeps_the_pasted_words_without_telephone_numbers(
    submit: Callable[..., str], tang: User, zhao_home: Unit
) -> None:
    submit(tang, row(zhao_home, **WHOLE, source_note="接龙：赵家敬老院 在院45 13812345678"))
    assert Submission.objects.get().source_note == "接龙：赵家敬老院 在院45 138****5678"


def test_one_already_filed_is_told_and_not_touched(
    paste: Callable[..., str],
    submit: Callable[..., str],
    file: Callable[..., object],
    tang: User,
    zhao: User,
    zhao_home: Unit,
) -> None:
    file(zhao_home, zhao)
    assert "已报，没有改动" in paste(tang, "赵家敬老院 在院45")
    submit(tang, row(zhao_home, **WHOLE))
    assert Submission.objects.count() == 1


def test_what_was_filed_on_behalf_counts_in_the_totals_above(
    submit: Callable[..., str], tang: User, zhao_home: Unit, qian_home: Unit, tangning: Unit
) -> None:
    submit(tang, row(zhao_home, **WHOLE), row(qian_home, **WHOLE))
    rollups.settle_all()
    total = Rollup.objects.get(unit=tangning, day=DAY)
    in_house = Figure.objects.get(code="in_house")
    assert (total.filed, total.values[in_house.key]) == (2, 90)
