"""Tasks: what is owed, one of them, and the deeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.desk import task_pages, task_queries, words
from shouwang.desk.actions import tasks as deeds
from shouwang.desk.forms import TaskForm
from shouwang.kit import clock
from shouwang.orgs import queries as units


@require_GET
@access.page(words.READ_TASKS)
def listing(request: SignedInRequest) -> HttpResponse:
    """Show the tasks that one owes, ``?show=all`` those in sight, ``closed`` those done."""
    context = task_pages.list_page(request, reverse("desk:tasks"), is_phone=False)
    return render(request, "desk/tasks/list.html", context)


@require_GET
@access.page(words.READ_TASKS)
def phone_listing(request: SignedInRequest) -> HttpResponse:
    """Show the same in the phone's frame."""
    context = task_pages.list_page(request, reverse("desk:phone_tasks"), is_phone=True)
    return render(request, "desk/tasks/phone_list.html", context)


@require_GET
@access.page(words.READ_TASKS)
def task(request: SignedInRequest, task_id: int) -> HttpResponse:
    """Show one task with its history."""
    found = task_queries.task(request.scope, task_id)
    return render(
        request, "desk/tasks/task.html", task_pages.task_page(request, found, is_phone=False)
    )


@require_GET
@access.page(words.READ_TASKS)
def phone_task(request: SignedInRequest, task_id: int) -> HttpResponse:
    """Show one task in the phone's frame."""
    found = task_queries.task(request.scope, task_id)
    return render(
        request, "desk/tasks/phone_task.html", task_pages.task_page(request, found, is_phone=True)
    )


@require_http_methods(["GET", "POST"])
@access.page(words.ASSIGN_TASKS)
def new(request: SignedInRequest) -> HttpResponse:
    """Give a task by hand; ``?unit=`` names the unit that is to do it."""
    asked = request.GET.get("unit", "")
    unit = units.unit(request.scope, int(asked)) if asked.isdecimal() else None
    form = TaskForm(request.POST or None, scope=request.scope, unit=unit)
    if form.is_valid() and (made := _assigned(request, form)):
        return redirect("desk:task", made)
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/tasks/new.html", {"form": form}, status=status)


def _assigned(request: SignedInRequest, form: TaskForm) -> int | None:
    told = form.cleaned_data
    try:
        made = deeds.assign(
            about=told["about"],
            unit=told["owner_unit"],
            owner_unit=told["owner_unit"],
            due_at=told["due_at"],
            by=request.user,
            at=clock.now(),
            scope=request.scope,
        )
    except ValidationError as why:
        form.add_error(why.code if why.code in form.fields else None, why)
        return None
    return made.pk


@require_POST
@access.page(words.READ_TASKS)
def start(request: SignedInRequest, task_id: int) -> HttpResponse:
    """Begin with a task."""
    return _done(request, task_id, deeds.start)


@require_POST
@access.page(words.READ_TASKS)
def close(request: SignedInRequest, task_id: int) -> HttpResponse:
    """Close a task with its evidence."""
    return _done(request, task_id, deeds.close, evidence=request.POST.get("evidence", ""))


@require_POST
@access.page(words.READ_TASKS)
def give_back(request: SignedInRequest, task_id: int) -> HttpResponse:
    """Return a closed task that is not done."""
    return _done(request, task_id, deeds.give_back, reason=request.POST.get("reason", ""))


def _done(
    request: SignedInRequest, task_id: int, deed: Callable[..., Any], **told: str
) -> HttpResponse:
    found = task_queries.task(request.scope, task_id)
    try:
        deed(task=found, by=request.user, at=clock.now(), scope=request.scope, **told)
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    page = "desk:phone_task" if "phone" in request.POST else "desk:task"
    return redirect(page, found.pk)
