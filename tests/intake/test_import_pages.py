from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from shouwang.accounts.models import User
from shouwang.intake.models import KeptMapping
from shouwang.intake.works import IMPORT_REPORTS
from shouwang.jobs.actions import works
from shouwang.jobs.models import Work
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Form, Report, Submission
from tests.cast import DAY

MAPPING = """
root = "LC"
root_name = "澜川市"
[form]
code = "home_daily"
zh = "养老机构日报"
period = "daily"
nature = "stock"
[columns]
id = "机构代码"
name = "机构名称"
day = "日期"
[kinds]
default = "public_rural_home"
[items]
"在院" = { zh = "在院", code = "in_house" }
"在册职工" = { zh = "在册职工", code = "staff" }
"""
HEAD = "机构代码,机构名称,日期,在院,在册职工"
Take = Callable[..., str]


def csv(*lines: str, encoding: str = "gb18030") -> bytes:
    return "\n".join([HEAD, *lines]).encode(encoding)


@pytest.fixture
def client(browse: Callable[[User], Client], city: User, form: Form, homes: list[Unit]) -> Client:
    return browse(city)


@pytest.fixture
def take(client: Client) -> Take:
    """Upload a file and have it checked: ``take(csv(…))`` returns the text of the page after."""

    def _take(content: bytes, name: str = "日报.csv", mapping: str = MAPPING, **more: Any) -> str:
        fields = {
            "file": SimpleUploadedFile(name, content),
            "mapping": SimpleUploadedFile("homes.toml", mapping.encode()),
            "on_fault": "skip",
        } | more
        if not mapping:
            del fields["mapping"]
        answer = client.post(reverse("intake:import"), fields)
        if answer.status_code != 302:
            assert answer.status_code == 422
            return answer.content.decode()
        return told(client)

    return _take


def told(client: Client) -> str:
    """Let the last work run and return the page that it leads to."""
    work = Work.objects.latest("pk")
    works.run(work.pk)
    answer = client.get(reverse("jobs:work", args=[work.pk]), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def go(client: Client) -> str:
    """Confirm the last check and return the page of the result."""
    answer = client.post(reverse("intake:import_check", args=[Work.objects.latest("pk").pk]))
    assert answer.status_code == 302
    return told(client)


def test_a_file_is_checked_first_and_written_when_confirmed(take: Take, client: Client) -> None:
    page = take(csv(f"LC/TN/ZHAO,赵家敬老院,{DAY},４６,16", f"LC/YN/SUN,孙桥敬老院,{DAY},30,十"))
    assert "导入这 1 行" in page
    assert "在册职工" in page
    assert not Report.objects.exists()
    page = go(client)
    assert "导入完成" in page
    assert "有 1 行没有导入" in page
    assert Submission.objects.get().source_note == "日报.csv 第 2 行"


def test_the_same_file_again_is_told_as_repeated(take: Take, client: Client) -> None:
    content = csv(f"LC/TN/ZHAO,赵家敬老院,{DAY},46,16")
    take(content)
    go(client)
    assert "都已导入过" in take(content)


def test_all_or_nothing_bars_the_way(take: Take, client: Client) -> None:
    page = take(
        csv(f"LC/TN/ZHAO,赵家敬老院,{DAY},46,16", f"LC/YN/SUN,孙桥敬老院,{DAY},-3,1"),
        on_fault="nothing",
    )
    assert "现在不会写入任何内容" in page
    assert "导入这" not in page
    assert "没有写入任何内容" in go(client)
    assert not Report.objects.exists()


def test_a_used_mapping_is_kept_for_who_may_import_there(
    take: Take, client: Client, browse: Callable[[User], Client], yan: User
) -> None:
    take(csv(f"LC/TN/ZHAO,赵家敬老院,{DAY},46,16"))
    go(client)
    kept = KeptMapping.objects.get()
    assert "养老机构日报（homes.toml）" in client.get(reverse("intake:import")).content.decode()
    other = browse(yan).get(reverse("intake:import")).content.decode()
    assert "homes.toml" not in other
    page = take(csv(f"LC/YN/SUN,孙桥敬老院,{DAY},30,9"), mapping="", kept=str(kept.pk))
    assert "导入这 1 行" in page
    go(client)
    assert KeptMapping.objects.count() == 1


def test_unknown_units_are_refused_and_names_stay_for_who_may_not_manage_units(
    take: Take, client: Client
) -> None:
    page = take(csv(f"H9,新院,{DAY},5,1", f"LC/TN/ZHAO,赵家老院,{DAY},46,16"))
    assert "没有这个编号的机构；新建机构须由系统管理员办理" in page
    go(client)
    assert not Unit.objects.filter(code__endswith="H9").exists()
    assert Unit.objects.get(code="LC/TN/ZHAO").name == "赵家敬老院"


def test_a_county_imports_its_own_homes_on_the_prefectures_form_only(
    take: Take, client: Client, tang: User
) -> None:
    client.force_login(tang)
    page = take(
        csv(f"LC/TN/ZHAO,赵家敬老院,{DAY},46,16", f"LC/YN/SUN,孙桥敬老院,{DAY},30,9"),
        mapping=MAPPING.replace('root = "LC"', 'root = "LC/TN"'),
    )
    assert "导入这 1 行" in page
    assert "孙桥" not in page
    assert "没有代码为 LC 的单位，或您不能在那里导入" in take(csv())


def test_a_section_imports_only_the_kinds_it_reviews(
    take: Take, client: Client, elder: User, prefecture: Unit
) -> None:
    from shouwang.orgs.kinds import Kind
    from tests.cast import make_unit

    make_unit("LC/GRAVE", "南山公墓", Kind.CEMETERY, prefecture)
    client.force_login(elder)
    page = take(csv(f"LC/GRAVE,南山公墓,{DAY},1,1", f"LC/YN/SUN,孙桥敬老院,{DAY},30,9"))
    assert "导入这 1 行" in page
    assert "不在您的范围内" in page


def test_a_form_that_does_not_stand_or_lacks_items_is_said_before_anything_is_written(
    take: Take,
) -> None:
    line = f"LC/TN/ZHAO,赵家敬老院,{DAY},46,16"
    assert "请系统管理员先建立" in take(csv(line), mapping=MAPPING.replace("home_daily", "nothing"))
    lacking = MAPPING.replace('code = "staff"', 'code = "wages"')
    assert "没有这些项目：在册职工" in take(csv(line), mapping=lacking)


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ("root = ", "不是合法的 TOML"),
        ("", "映射文件"),
        (MAPPING.replace('daily"\nn', 'hourly"\nn'), "只能是 daily、weekly"),
    ],
)
def test_a_bad_mapping_is_said_at_its_field(take: Take, mapping: str, why: str) -> None:
    assert why in take(csv(), mapping=mapping)
    assert not Work.objects.exists()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/media/big.xml", b" " * (40 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "图片"),
        (bomb(), "压缩炸弹"),
        ("机构代码,机构名称\nLC/TN/ZHAO,赵\n".encode(), "不是 Excel 文件"),
        (b"", "报表文件：文件是空的"),
    ],
)
def test_a_file_that_is_no_sound_table_is_said_to_be_none(
    take: Take, content: bytes, why: str
) -> None:
    page = take(content, name="日报.xlsx")
    assert why in page
    assert not Report.objects.exists()


def test_merged_heads_serial_days_formulas_and_styled_blanks_are_told_by_row_and_column(
    take: Take, client: Client
) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["澜川市养老机构日报", None, None, None, None])
    sheet.merge_cells("A1:E1")
    sheet.append(HEAD.split(","))
    sheet.append(["LC/TN/ZHAO", "赵家敬老院", 43872, "46", "１６"])
    sheet.append(["LC/YN/SUN", "孙桥敬老院", 43872, "=40+6", 9])
    sheet.append(["LC/TN/QIAN", "钱村托养院", 43872, "#REF!", 9])
    for row in range(6, 400):
        sheet.cell(row, 4).style = "Good"
    out = io.BytesIO()
    book.save(out)
    page = take(out.getvalue(), name="日报.xlsx")
    assert "导入这 1 行" in page
    for row in (4, 5):
        assert f"第 {row} 行" in page
    assert "公式" in page
    go(client)
    assert Report.objects.get().day == DAY


def test_many_problems_are_paged_and_taken_away_as_excel(take: Take, client: Client) -> None:
    lines = [f"LC/TN/ZHAO,赵家敬老院,{DAY},x{n},16" for n in range(120)]
    assert "共 120 条" in take(csv(*lines))
    work = Work.objects.get()
    third = client.get(reverse("intake:import_check", args=[work.pk]), {"page": 3})
    assert "x119" in third.content.decode()
    answer = client.get(reverse("intake:import_problems", args=[work.pk]))
    found = load_workbook(io.BytesIO(answer.content)).active
    assert found is not None
    assert any(
        "x119" in (cell.value or "")
        for row in found.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    )


def test_an_import_that_is_stopped_takes_everything_back(
    take: Take, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(csv(f"LC/TN/ZHAO,赵家敬老院,{DAY},46,16"))
    client.post(reverse("intake:import_check", args=[Work.objects.get().pk]))
    work = Work.objects.get(kind=IMPORT_REPORTS)
    Work.objects.filter(pk=work.pk).update(cancel_asked=True)
    # the progress speaks through a connection of its own, which a test's transaction hides
    from shouwang.jobs.progress import Cancelled, Progress

    def stop(self: Progress, done: int, total: int, message: str = "") -> None:
        if message == "写入":
            raise Cancelled

    monkeypatch.setattr(Progress, "step", stop)
    works.run(work.pk)
    work.refresh_from_db()
    assert work.state == Work.State.CANCELLED
    assert not Report.objects.exists()
    assert not KeptMapping.objects.exists()


def test_anothers_import_is_not_found(take: Take, client: Client, tang: User) -> None:
    take(csv(f"LC/TN/ZHAO,赵家敬老院,{DAY},46,16"))
    pk = Work.objects.get().pk
    client.force_login(tang)
    for name in ("import_check", "import_problems", "import_result"):
        assert client.get(reverse(f"intake:{name}", args=[pk])).status_code == 404
    assert client.post(reverse("intake:import_check", args=[pk])).status_code == 404


def test_who_may_not_import_does_not_come_in(client: Client, lead: User, zhao: User) -> None:
    for user in (lead, zhao):
        client.force_login(user)
        assert client.get(reverse("intake:import")).status_code == 403
