"""Tasks: given, worked on, closed with evidence, returned, told when overdue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils.translation import override

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.desk import task_queries, task_works
from shouwang.desk.actions import inbox, tasks
from shouwang.desk.models import Entry, Task, TaskStep
from shouwang.jobs.actions import firing
from shouwang.jobs.kinds import runner_of
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.kit.ids import uuid7
from shouwang.orgs.kinds import ELDERLY_HOMES
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Filing, file_report
from shouwang.reporting.models import Form, Report
from tests.cast import DAY, MORNING, START, at
from tests.reporting.stage import set_clock

LATER = at(hour=17)


@pytest.fixture
def task(tangning: Unit, tang: User, zhao_home: Unit, zhao: User) -> Task:
    """棠宁区 gives 赵家敬老院 a task, due at 18:00."""
    return tasks.assign(
        about="补齐测温记录", unit=zhao_home, owner_unit=zhao_home, due_at=at(hour=18), by=tang,
        at=at(),
    )  # fmt: skip


def waiting(user: User) -> list[str]:
    """Return what waits in somebody's inbox."""
    return [e.text for e in Entry.objects.filter(to=user, done_at=None).order_by("pk")]


def listed(user: User, which: str) -> list[str]:
    """Return the tasks of a person's list."""
    found = task_queries.tasks(scope_of(user, at=at()), which, now=at())
    return [t.about for t in found]


def test_a_task_goes_from_assigned_to_closed_with_evidence_and_everybody_is_told(
    task: Task, zhao: User, tang: User
) -> None:
    assert waiting(zhao) == ["补齐测温记录"]
    assert listed(zhao, "mine") == ["补齐测温记录"]
    tasks.start(task=task, by=zhao, at=LATER)
    with pytest.raises(ValidationError, match="结果和依据"):
        tasks.close(task=task, evidence="  ", by=zhao, at=LATER)
    tasks.close(task=task, evidence="已补录 3 天，原表存档", by=zhao, at=LATER)
    assert waiting(zhao) == []
    assert waiting(tang) == [f"已办结：补齐测温记录（{zhao.name}：已补录 3 天，原表存档）"]
    assert (listed(zhao, "mine"), listed(zhao, "closed")) == ([], ["补齐测温记录"])
    with pytest.raises(ValidationError, match="已经办结"):
        tasks.close(task=task, evidence="再来", by=zhao, at=LATER)
    told = AuditEvent.objects.filter(about_kind="desk.task").order_by("pk")
    assert [e.word.rpartition(".")[2] for e in told] == [
        "task_assigned", "task_started", "task_closed",
    ]  # fmt: skip


def test_what_is_not_done_is_returned_and_reaches_its_owner_again(
    task: Task, zhao: User, tang: User
) -> None:
    tasks.close(task=task, evidence="好了", by=zhao, at=LATER)
    tasks.give_back(task=task, reason="缺 2 月 9 日", by=tang, at=LATER)
    assert waiting(zhao) == ["退回重办：补齐测温记录（缺 2 月 9 日）"]
    assert Task.objects.get().state == Task.State.STARTED
    tasks.close(task=task, evidence="补齐了", by=zhao, at=LATER)
    assert waiting(zhao) == []
    with pytest.raises(NotPermitted):
        tasks.give_back(task=task, reason="我不满意", by=zhao, at=LATER)


def test_what_is_told_of_a_task_is_chinese_whichever_language_its_teller_reads(
    task: Task, zhao: User, tang: User
) -> None:
    with override("en"):
        tasks.close(task=task, evidence="已补录", by=zhao, at=LATER)
        tasks.give_back(task=task, reason="缺 2 月 9 日", by=tang, at=LATER)
    assert waiting(tang) == [f"已办结：补齐测温记录（{zhao.name}：已补录）"]
    assert waiting(zhao) == ["退回重办：补齐测温记录（缺 2 月 9 日）"]


def test_a_neighbour_sees_no_task_and_does_nothing_about_it(
    task: Task, qian: User, yan: User, zhao: User, zhao_home: Unit, client: Client
) -> None:
    for stranger in (qian, yan):
        assert listed(stranger, "all") == []
        with pytest.raises(OutOfScope):
            tasks.close(task=task, evidence="好了", by=stranger, at=LATER)
        client.force_login(stranger)
        assert client.get(f"/tasks/{task.pk}/").status_code == 404
        assert client.post(f"/tasks/{task.pk}/close/", {"evidence": "好了"}).status_code == 404
    with pytest.raises(OutOfScope):
        tasks.assign(about="x", unit=zhao_home, owner_unit=zhao_home, due_at=LATER, by=yan, at=at())
    with pytest.raises(NotPermitted):
        tasks.assign(
            about="x", unit=zhao_home, owner_unit=zhao_home, due_at=LATER, by=zhao, at=at()
        )


def test_an_overdue_task_is_told_to_its_giver_once_and_not_at_all_when_closed_in_time(
    task: Task, zhao: User, tang: User, zhao_home: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = tasks.assign(
        about="报送名册", unit=zhao_home, owner_unit=zhao_home, due_at=at(hour=18), by=tang, at=at()
    )
    tasks.close(task=done, evidence="已报", by=zhao, at=LATER)
    inbox.done(key=f"task-closed:{TaskStep.objects.latest('pk').pk}", at=LATER)
    firing.fire(at=at(hour=17, minute=59))
    own = Work.objects.filter(kind=task_works.OVERDUE_WORK)
    assert not own.exists()
    evening = at(hour=18, minute=1)
    set_clock(monkeypatch, evening)
    for _again in range(2):
        firing.fire(at=evening)
    work = own.get()
    for told in (True, False):
        assert runner_of(work.kind)(work, Progress(work.pk)) == {"told": told}
    assert waiting(tang) == [f"逾期未办结：{zhao_home.name}，补齐测温记录"]
    assert TaskStep.objects.filter(deed="escalated").count() == 1


def test_what_was_done_about_a_task_is_never_changed(task: Task) -> None:
    for statement in ("UPDATE desk_taskstep SET note = 'x'", "DELETE FROM desk_taskstep"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_list_puts_the_overdue_first_and_says_why_it_is_empty(
    task: Task, zhao: User, tang: User, zhao_home: Unit, qian: User, client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    set_clock(monkeypatch, at(hour=18, minute=30))
    tasks.assign(
        about="早些的", unit=zhao_home, owner_unit=zhao_home,
        due_at=at() + timedelta(days=2), by=tang, at=at(),
    )  # fmt: skip
    client.force_login(zhao)
    for address in ("/tasks/", "/m/tasks/"):
        page = client.get(address).content.decode()
        assert page.index("补齐测温记录") < page.index("早些的")
        assert page.count("逾期</span>") == 1
    client.force_login(qian)
    assert "没有等您办的任务" in client.get("/tasks/").content.decode()


def test_a_task_is_given_closed_and_returned_on_its_pages(
    zhao: User, tang: User, tangning: Unit, zhao_home: Unit, client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    set_clock(monkeypatch, at())
    client.force_login(tang)
    given = {"about": "核对口罩台账", "owner_unit": zhao_home.pk, "due_at": "2020-02-11T15:00"}
    answer = client.post(f"/tasks/new/?unit={zhao_home.pk}", given)
    assert answer.status_code == 422
    assert "要在现在之后" in answer.content.decode()
    client.post(f"/tasks/new/?unit={zhao_home.pk}", given | {"due_at": "2020-02-12T18:00"})
    made = Task.objects.get()
    assert made.due_at == at(DAY + timedelta(days=1), 18)
    client.force_login(zhao)
    client.post(f"/tasks/{made.pk}/start/")
    client.post(f"/tasks/{made.pk}/close/", {"evidence": "已核对", "phone": "1"})
    client.force_login(tang)
    client.post(f"/tasks/{made.pk}/return/", {"reason": "差 20 只"})
    page = client.get(f"/tasks/{made.pk}/").content.decode()
    for words in ("交办", "开始办理", "办结：已核对", "退回重办：差 20 只"):
        assert words in page


@pytest.fixture
def needs(prefecture: Unit) -> Form:
    """A form that asks for 需协调事项 alone."""
    by = system_user()
    made = forms.create_form(
        owner=prefecture, code="needs", zh="需协调事项表", period="daily",
        kinds=list(ELDERLY_HOMES), starts_on=START, by=by, at=MORNING,
    )  # fmt: skip
    figure = forms.FigureSpec("problems", "需协调事项", "flow", measure="件")
    draft = forms.FormDraft(items=[forms.ItemDraft(figure)])
    forms.save_draft(form=made, draft=draft, starts_on=START, by=by, at=MORNING)
    forms.publish(form=made, by=by, at=MORNING)
    return made


def test_a_reported_difficulty_becomes_a_task_with_one_tap_and_only_once(
    needs: Form, zhao: User, tang: User, yan: User, qian: User, homes: list[Unit], client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    set_clock(monkeypatch, at())
    reports = []
    for home, by, count in ((homes[0], zhao, 2), (homes[1], qian, 0)):
        sent = Filing(
            values={"problems": count}, client_id=uuid7(), reasons={"problems": "口罩只够两天"}
        )
        receipt = file_report(unit=home, form=needs, day=DAY, filing_=sent, by=by, at=at())
        reports.append(Report.objects.get(pk=receipt.report_id))
    address = f"/reports/today/report/{reports[0].pk}/"
    client.force_login(yan)
    assert client.post(f"{address}task/").status_code == 404
    client.force_login(tang)
    page = client.get(address).content.decode()
    assert "需协调事项 2 件" in page
    assert "转为任务" in page
    for _tap in range(2):
        client.post(f"{address}task/")
    made = Task.objects.get()
    assert made.about == "赵家敬老院 2月11日 上报需协调事项 2 件：口罩只够两天"
    assert (made.owner, made.owner_unit.name, made.unit) == (tang, "棠宁区", homes[0])
    assert made.due_at == at(DAY + timedelta(days=1), 18)
    assert "已转为任务（交办）" in client.get(address).content.decode()
    # the home that reported it sees what becomes of it; its neighbour does not
    assert listed(zhao, "all") == [made.about]
    assert listed(qian, "all") == []
    quiet = f"/reports/today/report/{reports[1].pk}/"
    assert "转为任务" not in client.get(quiet).content.decode()
    client.post(f"{quiet}task/")
    assert Task.objects.count() == 1
