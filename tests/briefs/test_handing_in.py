"""A drafted paper through the sign-off chain: its figures are frozen with the signature."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts.models import User
from shouwang.briefs.actions import briefs
from shouwang.briefs.handing_in import CODE
from shouwang.briefs.models import Brief
from shouwang.figures.actions import rollups
from shouwang.orgs.models import Unit
from shouwang.papers import composing, fonts, queries, rules
from shouwang.papers.actions import chain, drafting
from shouwang.papers.models import Paper
from shouwang.reporting.actions.reports import Receipt
from tests.cast import DAY, at

EVENING = at(DAY, 18)
pytestmark = pytest.mark.django_db


@pytest.fixture
def brief(
    homes: list[Unit], zhao: User, qian: User, sun: User, city: User, prefecture: Unit,
    file: Callable[..., Receipt],
) -> Brief:  # fmt: skip
    """The evening's bulletin, every home's report in."""
    fonts.build()
    for home, by in zip(homes, (zhao, qian, sun), strict=True):
        file(home, by, in_house=46)
    rollups.settle_all()
    return briefs.create_draft(unit=prefecture, day=DAY, by=city, at=EVENING)


def handed_in(brief: Brief, by: User) -> Paper:
    paper = drafting.paper_of_source(code=CODE, ref=brief.pk, kind="bulletin", by=by, at=EVENING)
    return drafting.submit_paper(paper=paper, by=by, at=EVENING)


def step(paper: Paper, by: User) -> Paper:
    (due,) = queries.due_steps(paper)
    return chain.pass_step(step=due, by=by, at=EVENING)


def test_the_signature_freezes_the_figures_and_the_number_is_the_bulletins(
    brief: Brief, city: User, lead: User
) -> None:
    paper = handed_in(brief, city)
    assert drafting.paper_of_source(
        code=CODE, ref=brief.pk, kind="bulletin", by=city, at=EVENING
    ) == paper  # fmt: skip
    paper = step(paper, city)
    assert not Brief.objects.get().is_final
    paper = step(paper, lead)
    final = Brief.objects.get()
    assert (final.is_final, final.signed_by) == (True, lead)
    assert final.figures.exists()
    assert step(paper, city).number == f"第{final.issue}期"


def test_a_figure_that_changed_since_the_draft_bars_the_signature(
    brief: Brief, homes: list[Unit], zhao: User, city: User, lead: User,
    file: Callable[..., Receipt],
) -> None:  # fmt: skip
    paper = step(handed_in(brief, city), city)
    file(homes[0], zhao, in_house=45, options={"correction_reason": "点错"}, when=EVENING)
    rollups.settle_all()
    with pytest.raises(ValidationError, match="数字已变化"):
        step(paper, lead)
    assert not Brief.objects.get().is_final


def test_the_paper_in_the_chain_is_read_with_its_headings_numbered_as_they_print(
    brief: Brief, city: User
) -> None:
    lines = composing.paragraphs(handed_in(brief, city))
    assert lines[1] == "一、综述"
    assert [line[:2] for line in lines if rules.level_of(line) == 1][:2] == ["一、", "二、"]


def test_words_that_changed_after_the_check_go_back_to_it(
    brief: Brief, city: User, lead: User
) -> None:
    paper = step(handed_in(brief, city), city)
    briefs.redraft(brief=brief, by=city, at=EVENING)
    with pytest.raises(ValidationError, match="核稿之后"):
        step(paper, lead)
