"""Whose reports a section may read and judge: those of the kinds that it reviews."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.figures.actions import rollups
from shouwang.kit.ids import uuid7
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Filing, file_report
from shouwang.reporting.models import Report, Review
from tests.cast import DAY, MORNING, START, at, make_unit, make_user
from tests.review.days import report_of


def test_a_section_reads_no_report_of_a_kind_that_another_reviews(
    browse: Callable[[User], Client], filed: None, homes: list[Unit], elder: User, city: User,
    prefecture: Unit, tangning: Unit, system: User,
) -> None:  # fmt: skip
    hill = a_cemeterys_report(prefecture, tangning, system)
    for name in ("review:report", "reporting:history"):
        address = reverse(name, args=[hill.pk])
        assert browse(city).get(address).status_code == 200
        assert browse(elder).get(address).status_code == 404
        assert browse(elder).get(reverse(name, args=[report_of(homes[1]).pk])).status_code == 200
    passed = browse(elder).post(reverse("review:pass"), {"pick": [f"{hill.pk}-1"]}, follow=True)
    assert "已审核通过 0 份" in passed.content.decode()
    assert not Review.objects.filter(report=hill).exists()


def a_cemeterys_report(prefecture: Unit, county: Unit, system: User) -> Report:
    """Let a cemetery of the county file its own form."""
    graves = forms.create_form(
        owner=prefecture, code="graves", zh="公墓日报", period="daily", kinds=[Kind.CEMETERY],
        starts_on=START, by=system, at=MORNING,
    )  # fmt: skip
    draft = forms.FormDraft(items=[forms.ItemDraft(forms.FigureSpec("mourners", "祭扫", "flow"))])
    forms.save_draft(form=graves, draft=draft, starts_on=START, by=system, at=MORNING)
    forms.publish(form=graves, by=system, at=MORNING)
    hill = make_unit("LC/TN/HILL", "青山陵园", Kind.CEMETERY, county)
    by = make_user("hill", "凌填报", hill, Role.REPORTER)
    sent = Filing({"mourners": 3}, uuid7())
    file_report(unit=hill, form=graves, day=DAY, filing_=sent, by=by, at=at())
    rollups.settle_all()
    return Report.objects.get(unit=hill)
