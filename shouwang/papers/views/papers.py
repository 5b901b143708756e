"""A paper: written, handed in, read, compared, taken as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.papers import composing, queries, rules, showing, words
from shouwang.papers.actions import chain, drafting, exports
from shouwang.papers.comparing import side_by_side
from shouwang.papers.forms import NewPaperForm, PaperForm
from shouwang.papers.models import Paper, PaperFile
from shouwang.papers.views.telling import told


@require_http_methods(["GET", "POST"])
@access.page(words.DRAFT_PAPERS)
def new(request: access.SignedInRequest) -> HttpResponse:
    """Begin a paper."""
    form = NewPaperForm(request.POST or None, units=queries.units_to_draft(request.scope))
    if request.method == "POST" and form.is_valid():
        made = drafting.draft_paper(**form.cleaned_data, by=request.user, at=clock.now())
        return redirect("papers:paper", made.pk)
    trail = showing.trail(_("拟稿"))
    return render(request, "papers/form.html", {"form": form, "trail": trail}, status=_status(form))


@require_GET
@access.page(words.READ_PAPERS, words.RECEIVE_PAPERS)
def paper(request: access.SignedInRequest, paper_id: int) -> HttpResponse:
    """Show a paper with its way and what may be done now."""
    page = showing.paper_page(request.scope, queries.paper(request.scope, paper_id))
    return render(
        request, "papers/paper.html", {"page": page, "trail": showing.trail(page.paper.title)}
    )


@require_http_methods(["GET", "POST"])
@access.page(words.DRAFT_PAPERS)
def edit(request: access.SignedInRequest, paper_id: int) -> HttpResponse:
    """Mend a paper's words; 409 where somebody saved in between, with what was typed kept."""
    found = queries.paper(request.scope, paper_id)
    if not showing.paper_page(request.scope, found).may_write:
        return redirect("papers:paper", paper_id)
    form, status = _edit_form(request, found), 200
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, found, form)
            return redirect("papers:paper", paper_id)
        except drafting.Conflict:
            status = 409
            form.add_error(None, _("这份文稿刚被别人改过：请对照最新一稿，再保存您的改动"))
    told = {"form": form, "paper": found, "trail": showing.trail(found.title)}
    return render(request, "papers/form.html", told, status=max(status, _status(form)))


def _edit_form(request: access.SignedInRequest, found: Paper) -> PaperForm:
    text = composing.text_of(found)
    head = {name: getattr(found, name) for name in drafting.HEAD}
    initial = head | {"kind": found.kind, "addressee": text.addressee, "body": text.body}
    form = PaperForm(request.POST or None, initial=initial)
    del form.fields["kind"]
    return form


def _save(request: access.SignedInRequest, found: Paper, form: PaperForm) -> None:
    revision = request.POST.get("revision", "")
    drafting.save_paper(
        paper=found,
        revision=int(revision) if revision.isascii() and revision.isdigit() else 0,
        by=request.user,
        at=clock.now(),
        **form.cleaned_data,
    )


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


@require_POST
@access.page(words.DRAFT_PAPERS)
def submit(request: access.SignedInRequest, paper_id: int) -> HttpResponse:
    """Hand a draft in."""
    with told(request, _("已送审")):
        found = queries.paper(request.scope, paper_id)
        drafting.submit_paper(paper=found, by=request.user, at=clock.now())
    return redirect("papers:paper", paper_id)


@require_POST
@access.page(words.DRAFT_PAPERS)
def withdraw(request: access.SignedInRequest, paper_id: int) -> HttpResponse:
    """Take a paper back."""
    with told(request, _("已撤回，可以修改后再送审")):
        found = queries.paper(request.scope, paper_id)
        drafting.withdraw_paper(paper=found, by=request.user, at=clock.now())
    return redirect("papers:paper", paper_id)


@require_POST
@access.page(words.MANAGE_ROUTES)
def void(request: access.SignedInRequest, paper_id: int) -> HttpResponse:
    """Void a paper."""
    with told(request, _("已作废，编号保留")):
        found = queries.paper(request.scope, paper_id)
        reason = request.POST.get("reason", "")
        chain.void_paper(paper=found, reason=reason, by=request.user, at=clock.now())
    return redirect("papers:paper", paper_id)


@require_POST
@access.page(words.READ_PAPERS)
def step(request: access.SignedInRequest, paper_id: int, step_id: int) -> HttpResponse:
    """Do a step, or send the paper back."""
    found = queries.paper(request.scope, paper_id)
    due = access.one(found.steps.all(), pk=step_id)
    opinion = request.POST.get("opinion", "")
    with told(request, _("已办理")):
        if "return" in request.POST:
            chain.return_step(step=due, opinion=opinion, by=request.user, at=clock.now())
        else:
            outside = _outside(request) if due.deed == rules.NUMBER else None
            chain.pass_step(
                step=due, opinion=opinion, outside=outside, by=request.user, at=clock.now()
            )
    return redirect("papers:paper", paper_id)


def _outside(request: access.SignedInRequest) -> chain.Outside | None:
    organ, number = (request.POST.get(f"outside_{part}", "") for part in ("organ", "number"))
    return chain.Outside(organ, number) if organ.strip() or number.strip() else None


@require_GET
@access.page(words.READ_PAPERS)
def compare(request: access.SignedInRequest, paper_id: int) -> HttpResponse:
    """Show two versions of a paper side by side: the last two if none are named."""
    found = queries.paper(request.scope, paper_id)
    if not queries.is_ours(request.scope, found) or found.source:
        raise Http404
    texts = list(found.texts.select_related("by").order_by("-revision"))
    known = {text.revision: text for text in texts}
    left, right = (_revision(request, side, known) for side in ("left", "right"))
    right = right or found.revision
    left = left or max(1, right - 1)
    lines = side_by_side(composing.paragraphs(found, left), composing.paragraphs(found, right))
    told = {"paper": found, "texts": texts, "lines": lines, "left": known[left]}
    told |= {"right": known[right], "trail": showing.trail(found.title)}
    return render(request, "papers/compare.html", told)


def _revision(request: access.SignedInRequest, side: str, known: dict[int, Any]) -> int | None:
    asked = request.GET.get(side, "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
    return number if number in known else None


@require_GET
@access.page(words.READ_PAPERS, words.RECEIVE_PAPERS)
def file(request: access.SignedInRequest, paper_id: int, form: str) -> HttpResponse:
    """Hand a paper out as Word or PDF."""
    found = queries.paper(request.scope, paper_id)
    try:
        made = exports.hand_out(paper=found, form=form, by=request.user, at=clock.now())
    except KeyError:
        raise Http404 from None
    return _download(made.content, made.media_type, made.disposition)


@require_GET
@access.page(words.READ_PAPERS, words.RECEIVE_PAPERS)
def scan(request: access.SignedInRequest, paper_id: int, file_id: int) -> HttpResponse:
    """Hand out a stamped scan."""
    found = queries.paper(request.scope, paper_id)
    kept = access.one(found.files.filter(form=PaperFile.Form.SCAN), pk=file_id)
    made = exports.hand_out_scan(kept=kept, by=request.user, at=clock.now())
    return _download(made.content, made.media_type, made.disposition)


def _download(content: bytes, media_type: str, disposition: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = disposition
    return answer
