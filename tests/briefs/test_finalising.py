"""A final paper is numbered, frozen with its rows, and never changes."""

from __future__ import annotations

import io
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pdfplumber
import pytest
from django.db import DatabaseError, connection, transaction
from docx import Document

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.roles import Role
from shouwang.briefs import exporting, queries
from shouwang.briefs.actions import briefs, finalising
from shouwang.briefs.models import Brief
from shouwang.figures.actions import rollups
from shouwang.kit.ids import uuid7
from shouwang.orgs.actions.units import NewUnit, create_unit
from shouwang.orgs.kinds import Kind
from shouwang.orgs.scope import scope_of
from shouwang.reporting.actions.reports import Filing, file_report
from tests.briefs.conftest import EVENING
from tests.cast import DAY, MORNING, at, make_user

LATER = at(hour=19)


def without_holes(brief, by):
    """Fill what waits for a person."""
    blocks = brief.content["blocks"]
    for block in blocks:
        for run in block["runs"]:
            if "text" in run:
                run["text"] = re.sub(r"\[[^\]]*\]", "已补充", run["text"])
    return briefs.save_text(
        brief=brief, title=brief.content["title"], blocks=blocks,
        revision=brief.revision, by=by, at=EVENING,
    )  # fmt: skip


@pytest.fixture
def final(brief, city, lead):
    """Today's paper, signed."""
    ready = without_holes(brief, city)
    return finalising.finalise(brief=ready, revision=ready.revision, by=lead, at=LATER)


def correct(homes, form, zhao):
    sent = Filing(
        client_id=uuid7(),
        values={"in_house": 50, "admitted": 0, "staff": 16, "fever_residents": 0},
        correction_reason="数错了",
    )
    file_report(unit=homes[0], form=form, day=DAY, filing_=sent, by=zhao, at=at(hour=19, minute=30))
    rollups.settle_all()


def test_a_hole_keeps_a_paper_from_being_final(brief, lead):
    with pytest.raises(finalising.Unfinished) as why:
        finalising.finalise(brief=brief, revision=1, by=lead, at=LATER)
    assert why.value.holes == ["[待疾控反馈]"]


def test_figures_that_changed_must_be_settled_first(brief, city, lead, homes, form, zhao):
    ready = without_holes(brief, city)
    correct(homes, form, zhao)
    with pytest.raises(finalising.Unfinished) as why:
        finalising.finalise(brief=ready, revision=ready.revision, by=lead, at=LATER)
    assert "in_house" in {change.key for change in why.value.changes}
    assert Brief.objects.get(pk=ready.pk).issue is None


def test_only_the_leader_signs(brief, city):
    with pytest.raises(NotPermitted):
        finalising.finalise(brief=brief, revision=1, by=city, at=LATER)


def test_the_frozen_figure_keeps_value_breakdown_and_rows(final):
    kept = final.figures.get(key="in_house").frozen
    assert (kept.value, kept.expected, kept.filed, kept.row_count) == (76, 3, 2, 2)
    assert {line["name"]: line["value"] for line in kept.breakdown} == {
        "棠宁区": "76",
        "砚宁县": None,
    }
    assert len(kept.rows) == 2
    assert len(kept.digest) == 64


def test_a_final_paper_survives_corrections_to_the_byte(final, lead, homes, form, zhao):
    scope = scope_of(lead, at=LATER)

    def files():
        return [
            exporting.export(scope, final, kind, by=lead, at=LATER).content
            for kind in ("docx", "pdf", "json")
        ]

    before, text = files(), queries.content(final).text()
    correct(homes, form, zhao)
    again = queries.brief(scope, final.pk)
    assert files() == before
    assert queries.content(again).text() == text
    assert again.figures.get(key="in_house").frozen.value == 76


def test_the_database_itself_refuses_to_change_a_final_paper(final):
    for change in (
        lambda: Brief.objects.filter(pk=final.pk).update(revision=99),
        lambda: final.figures.first().delete(),
        lambda: final.files.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="final"), transaction.atomic():
            change()


def test_nothing_is_written_into_a_final_paper(final, city):
    with pytest.raises(briefs.AlreadyFinal):
        briefs.refresh(brief=final, keys=None, revision=final.revision, by=city, at=LATER)


def test_word_and_pdf_say_the_same(final, lead):
    scope = scope_of(lead, at=LATER)
    word = Document(io.BytesIO(exporting.export(scope, final, "docx", by=lead, at=LATER).content))
    pdf = exporting.export(scope, final, "pdf", by=lead, at=LATER).content
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        printed = re.sub(r"\s", "", "".join(page.extract_text() for page in opened.pages))
    for block in final.content["blocks"]:
        wanted = re.sub(r"\s", "", queries.content(final).text_of(block))
        assert wanted in re.sub(r"\s", "", "".join(p.text for p in word.paragraphs))
        assert all(piece in printed for piece in re.split("[，。；：、（）]", wanted))
    assert "第1期" in printed
    assert "草稿" not in printed
    assert lead.name in printed


def test_each_unit_and_year_has_a_run_of_its_own(final, two_days, tangning, tang, prefecture, lead):
    county = briefs.create_draft(unit=tangning, day=DAY, by=tang, at=EVENING)
    ready = without_holes(county, tang)
    signed = finalising.finalise(brief=ready, revision=ready.revision, by=lead, at=LATER)
    assert (final.issue, signed.issue) == (1, 1)


def test_signing_at_once_gives_numbers_without_gap_or_double(committed_db):
    unit = create_unit(
        NewUnit(code="XX", name="甲市", kind=Kind.PREFECTURE, opened_on=DAY, parent=None),
        by=make_system(), at=MORNING,
    )  # fmt: skip
    leader = make_user("boss", "某局长", unit, Role.LEADER)
    made = [
        briefs.create_draft(unit=unit, day=DAY + timedelta(days=n), by=leader, at=EVENING)
        for n in range(6)
    ]
    barrier = threading.Barrier(6)

    def sign(one: Brief) -> int | None:
        try:
            barrier.wait(10)
            if one.pk == made[0].pk:  # one fails after it took its number: the number comes back
                with transaction.atomic():
                    finalising.finalise(brief=one, revision=1, by=leader, at=LATER)
                    transaction.set_rollback(True)
                return None
            return finalising.finalise(brief=one, revision=1, by=leader, at=LATER).issue
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = [n for n in pool.map(sign, made) if n is not None]
    assert sorted(numbers) == [1, 2, 3, 4, 5]


def make_system():
    from shouwang.accounts.actions.users import system_user

    return system_user()
