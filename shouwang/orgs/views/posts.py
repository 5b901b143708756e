"""A unit's posts: set up, filled, left, closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.orgs import queries, words
from shouwang.orgs.actions import people, posts
from shouwang.orgs.forms import ConfirmForm, FillForm, PostForm
from shouwang.orgs.models import Post
from shouwang.orgs.views import trees
from shouwang.orgs.views.attempt import attempt, shown, typed


@access.page(words.MANAGE_POSTS)
def of_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show a unit's posts with who held them, and set up another."""
    scope = request.scope  # type: ignore[attr-defined]
    unit = queries.unit(scope, unit_id)
    scope.require(words.MANAGE_POSTS, unit)
    form = PostForm(typed(request))
    if made := attempt(form, posts.create_post, unit=unit, by=request.user, at=clock.now()):
        return _done(request, made, _("已设立岗位“%(post)s”"))
    found = {
        "unit": unit,
        "posts": queries.posts_over_time(scope, unit),
        "trail": trees.trail(queries.ancestors(scope, unit), unit, _("岗位")),
    }
    return shown(request, "orgs/posts.html", form, **found)


@access.page(words.MANAGE_POSTS)
def fill(request: HttpRequest, post_id: int) -> HttpResponse:
    """Put a user on a post."""
    post = queries.post(request.scope, post_id)  # type: ignore[attr-defined]
    form = FillForm(typed(request))
    if attempt(form, people.appoint, post=post, by=request.user, at=clock.now()):
        return _done(request, post, _("“%(post)s”已任职"))
    return _page(request, "orgs/fill.html", form, post, _("任职"))


@access.page(words.MANAGE_POSTS)
def close(request: HttpRequest, post_id: int) -> HttpResponse:
    """Abolish a post."""
    post = queries.post(request.scope, post_id)  # type: ignore[attr-defined]
    form = ConfirmForm(typed(request))
    deed = {"post": post, "on": clock.today(), "by": request.user, "at": clock.now()}
    if attempt(form, posts.close_post, **deed):
        return _done(request, post, _("已撤销岗位“%(post)s”"))
    return _page(request, "orgs/close_post.html", form, post, _("撤销岗位"))


@access.page(words.MANAGE_POSTS)
def leave(request: HttpRequest, holding_id: int) -> HttpResponse:
    """Take a user off a post."""
    holding = queries.holding(request.scope, holding_id)  # type: ignore[attr-defined]
    form = ConfirmForm(typed(request))
    if attempt(form, posts.leave_post, holding=holding, by=request.user, at=clock.now()):
        return _done(request, holding.post, _("“%(post)s”已卸任"))
    return _page(request, "orgs/leave.html", form, holding.post, _("卸任"), holding=holding)


def _done(request: HttpRequest, post: Post, said: str) -> HttpResponse:
    messages.success(request, said % {"post": post.name})
    return redirect("orgs:posts", unit_id=post.unit_id)


def _page(
    request: HttpRequest, template: str, form: Any, post: Post, title: str, **found: Any
) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    scope.require(words.MANAGE_POSTS, post.unit)
    trail = trees.trail(queries.ancestors(scope, post.unit), post.unit, title)
    return shown(
        request, template, form, post=post, unit=post.unit, title=title, trail=trail, **found
    )
