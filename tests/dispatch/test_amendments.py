"""A day's paper is never changed: a correction makes an amendment that lists old and new."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from shouwang.dispatch import queries
from shouwang.dispatch.actions import dispatches
from shouwang.dispatch.models import DispatchFile
from shouwang.dispatch.sending import board, rules
from shouwang.figures.actions import rollups
from shouwang.review.actions.signs import sign_day
from tests.cast import DAY, at
from tests.dispatch.conftest import EVENING, sign
from tests.dispatch.reading import pdf_text, row_of

LATER = at(hour=19, minute=10)


def test_a_paper_and_all_that_belongs_to_it_never_changes(paper, correct):
    was = {f.form: bytes(f.content) for f in DispatchFile.objects.filter(dispatch=paper)}
    correct(in_house=50)
    assert {form: queries.file(paper, form) for form in was} == was
    for row in (paper, paper.files.first(), paper.figures.first()):
        table = row._meta.db_table
        for deed in ("DELETE FROM {} WHERE id = %s", "UPDATE {} SET id = id WHERE id = %s"):
            with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
                connection.cursor().execute(deed.format(table), [row.pk])


def test_a_correction_asks_for_an_amendment_that_lists_old_and_new(
    paper, correct, prefecture, city, lead
):
    correct(in_house=50)
    entry = board.entries(prefecture, DAY, now=LATER)[0]
    assert entry.state == rules.AMEND
    assert [(c.row, c.column, c.old, c.new) for c in entry.changes] == [
        ("棠宁区", "在院", "76", "80"), ("合计", "在院", "76", "80"),
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="重新签发"):
        dispatches.amend(dispatch=paper, reason="漏计", by=city, at=LATER)
    sign(prefecture, lead, minute=45)
    with pytest.raises(ValidationError, match="事由"):
        dispatches.amend(dispatch=paper, reason=" ", by=city, at=LATER)
    made = dispatches.amend(dispatch=paper, reason="赵家敬老院漏计4人", by=city, at=LATER)
    assert made.label == "2020年第1号更正1"
    text = pdf_text(queries.file(made, "pdf"))
    assert "疫情防控日报表（更正1）" in text
    assert "更正对照表" in text
    assert "赵家敬老院漏计4人" in text
    book = openpyxl.load_workbook(io.BytesIO(queries.file(made, "xlsx")))
    assert row_of(book["更正对照表"], "棠宁区") == ["棠宁区", "在院", "76", "80"]
    assert board.entries(prefecture, DAY, now=LATER)[0].state == rules.MADE
    assert (
        row_of(
            openpyxl.load_workbook(io.BytesIO(queries.file(paper, "xlsx"))).worksheets[0], "合计"
        )[4]
        == 76
    )
    with pytest.raises(ValidationError, match="不需要更正"):
        dispatches.amend(dispatch=paper, reason="再来", by=city, at=LATER)


def test_an_earlier_day_that_was_corrected_is_told_today(paper, correct, prefecture):
    tomorrow = DAY + timedelta(days=1)
    assert board.to_amend(prefecture, tomorrow) == []
    correct(in_house=50)
    assert board.to_amend(prefecture, tomorrow) == [paper]


def test_a_correction_asks_for_amendment_of_its_own_day_only(
    department, signed, correct, prefecture, city, lead, file, homes, zhao, qian, sun
):
    tomorrow = DAY + timedelta(days=1)
    today = dispatches.make(recipient=department, day=DAY, by=city, at=EVENING)
    for home, by, there in zip(homes, (zhao, qian, sun), (46, 30, 20), strict=True):
        file(home, by, day=tomorrow, in_house=there)
    rollups.settle_all()
    when = EVENING + timedelta(days=1)
    sign_day(unit=prefecture, day=tomorrow, stage="leader", by=lead, at=when)
    later = dispatches.make(recipient=department, day=tomorrow, by=city, at=when)
    correct(admitted=7)
    assert board.changes_since([today]) != []
    assert board.changes_since([later]) == []
    with pytest.raises(ValidationError, match="不需要更正"):
        dispatches.amend(dispatch=later, reason="累计变了", by=city, at=when)
