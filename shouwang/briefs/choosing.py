"""Which template a new paper is made from, and making it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.briefs import composing, queries, template_queries
from shouwang.briefs.actions import briefs, templates
from shouwang.briefs.forms import NewBriefForm
from shouwang.briefs.models import Brief, Template
from shouwang.orgs import queries as orgs
from shouwang.orgs.scope import Scope


def templates_for(scope: Scope) -> list[Template]:
    """Return the templates that a user's papers may be made from, built-in ones first."""
    found: dict[int, Template] = {}
    for top in orgs.tops(queries.whole(scope)):
        found |= {template.pk: template for template in template_queries.usable(scope, top)}
    return list(found.values())


def offered(scope: Scope, *, at: datetime) -> list[Template]:
    """Return the same, the built-in ones kept up to date before."""
    templates.keep_built_in(at=at)
    # a section drafts for no unit: it sees the page and is told so there
    return templates_for(scope) or list(Template.objects.filter(unit=None).order_by("pk"))


def chosen(found: list[Template], asked: str) -> Template:
    """Return the template asked for by its number; 每日简报 otherwise."""
    return next((one for one in found if str(one.pk) == asked), found[0])


def draft(form: NewBriefForm, *, by: User, at: datetime) -> Brief | None:
    """Draft what a form asks for; one that would be far too long is refused in the form."""
    try:
        return briefs.create_draft(**form.chosen(), by=by, at=at)
    except composing.TooLong:
        form.add_error(
            None, _("按这个模板和现有数据，文稿过长，没有起草；请修改模板中逐家列举的段落")
        )
    return None
