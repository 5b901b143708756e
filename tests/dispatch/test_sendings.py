"""That a paper left, and the stamped scan of it: who may, what is taken, who sees it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import AuditEvent
from shouwang.dispatch.actions import sendings
from shouwang.dispatch.sending import board, rules
from tests.cast import DAY, PASSWORD, at, make_unit, make_user
from tests.dispatch.conftest import EVENING

SENT_AT = at(hour=18, minute=38)
NOW = at(hour=18, minute=41)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A storage of its own for each test."""
    settings.MEDIA_ROOT = tmp_path


def browser(user) -> Client:
    client = Client()
    assert client.login(username=user.username, password=PASSWORD)
    return client


def attach(paper, by, content=PDF, name="盖章.pdf"):
    return sendings.attach_scan(
        dispatch=paper, file=io.BytesIO(content), file_name=name, by=by, at=NOW
    )


def test_a_paper_is_sent_once_between_its_making_and_now(paper, city, prefecture):
    def mark(when):
        return sendings.mark_sent(
            dispatch=paper, sent_at=when, way="mail", receipt="张收", by=city, at=NOW
        )

    for wrong in (EVENING - timedelta(minutes=1), NOW + timedelta(minutes=1)):
        with pytest.raises(ValidationError, match="报出时间"):
            mark(wrong)
    assert mark(SENT_AT).by == city
    with pytest.raises(ValidationError, match="已标记"):
        mark(SENT_AT)
    entry = board.entries(prefecture, DAY, now=NOW)[0]
    assert (entry.state, entry.is_overdue) == (rules.SENT, False)
    event = AuditEvent.objects.get(word="dispatch.sent")
    assert event.detail["receipt"] == "张收"


def test_an_hour_that_passed_unsent_is_told(paper, prefecture):
    entries = [board.entries(prefecture, DAY, now=at(hour=18, minute=m))[0] for m in (40, 41)]
    assert [entry.is_overdue for entry in entries] == [False, True]


def test_a_scan_is_taken_by_its_content_not_by_its_name(paper, city, monkeypatch):
    with pytest.raises(ValidationError, match="文件内容不是"):
        attach(paper, city, b"<html><script>alert(1)</script>", "盖章.pdf")
    kept = attach(paper, city, b"\x89PNG\r\n\x1a\n....", "..\\..\\C:\\秘密\\盖章.exe")
    assert (kept.kind, kept.file_name) == ("png", "盖章.png")
    assert default_storage.open(kept.file).read() == b"\x89PNG\r\n\x1a\n...."
    assert attach(paper, city, b"\x89PNG\r\n\x1a\n....", "又一次.png").pk == kept.pk
    monkeypatch.setattr(rules, "MOST_SCAN_BYTES", 10)
    with pytest.raises(ValidationError, match="不能超过"):
        attach(paper, city)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        connection.cursor().execute("DELETE FROM dispatch_scan")


def test_a_scan_is_read_in_scope_only_and_always_as_a_download(paper, city, lead, tang, zhao):
    kept = attach(paper, city)
    away = make_unit("XX", "远山市", "prefecture", None)
    stranger = make_user("stranger", "远山办公室", away, "office")
    path = f"/dispatch/{paper.pk}/scans/{kept.pk}/"
    answer = browser(lead).get(path)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert [browser(user).get(path).status_code for user in (stranger, tang, zhao)] == [
        404, 403, 403,
    ]  # fmt: skip


def test_a_number_of_a_paper_opens_what_was_kept_behind_it(paper, lead):
    kept = {one.key: one.frozen for one in paper.figures.select_related("frozen__figure")}
    in_house = next(k for k, f in kept.items() if f.figure and f.figure.code == "in_house")
    path = f"/dispatch/{paper.pk}/figure/"
    page = browser(lead).get(path, {"key": ["filed", in_house]}).content.decode()
    for piece in ("已报", "在院", "76", "棠宁区", kept[in_house].digest):
        assert piece in page
    assert browser(lead).get(path, {"key": "999999"}).status_code == 404


def test_the_leader_reads_and_does_not_prepare(paper, lead):
    client = browser(lead)
    assert client.get(f"/dispatch/{paper.pk}/").status_code == 200
    for deed in ("sent", "scans", "amend"):
        assert client.post(f"/dispatch/{paper.pk}/{deed}/").status_code == 403
    with pytest.raises(NotPermitted):
        attach(paper, lead)


def test_the_page_takes_the_mark_and_the_scan_and_says_what_is_wrong(paper, city, monkeypatch):
    from tests.reporting.stage import set_clock

    set_clock(monkeypatch, NOW)
    client = browser(city)
    wrong = SimpleUploadedFile("盖章.pdf", b"no pdf at all")
    refused = client.post(f"/dispatch/{paper.pk}/scans/", {"file": wrong})
    assert refused.status_code == 422
    assert "文件内容不是 PDF、JPG 或 PNG，请重新扫描" in refused.content.decode()
    refused = client.post(
        f"/dispatch/{paper.pk}/scans/", {"file": SimpleUploadedFile("盖章.pdf", b"")}
    )
    assert "文件是空的，请重新扫描后上传" in refused.content.decode()
    client.post(f"/dispatch/{paper.pk}/scans/", {"file": SimpleUploadedFile("盖章.pdf", PDF)})
    sent = {"sent_at": "2020-02-11T18:38", "way": "system", "receipt": "0211-7"}
    client.post(f"/dispatch/{paper.pk}/sent/", sent)
    page = client.get(f"/dispatch/{paper.pk}/").content.decode()
    for piece in ("盖章.pdf", "2020-02-11 18:38", "公文系统", "0211-7", "已报出"):
        assert piece in page


def test_what_was_typed_is_kept_when_the_time_of_sending_is_refused(paper, city, monkeypatch):
    from tests.reporting.stage import set_clock

    set_clock(monkeypatch, NOW)
    typed = {"sent_at": "2020-02-11T23:59", "way": "fax", "receipt": "值班室张收"}
    refused = browser(city).post(f"/dispatch/{paper.pk}/sent/", typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "报出时间应在生成" in page
    assert 'value="值班室张收"' in page
    assert 'value="2020-02-11T23:59"' in page
    assert '<option value="fax" selected>' in page


def test_a_paper_that_left_after_its_hour_says_so(paper, city, prefecture, monkeypatch):
    from tests.reporting.stage import set_clock

    late = at(hour=18, minute=50)
    set_clock(monkeypatch, late)
    path = f"/dispatch/{DAY}/{prefecture.pk}/"
    assert "已过时限" in browser(city).get(path).content.decode()
    sendings.mark_sent(dispatch=paper, sent_at=late, way="mail", by=city, at=late)
    assert "过时限后报出" in browser(city).get(path).content.decode()
