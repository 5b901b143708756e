"""The user guide of docs/guide, read in the product: each role's page first, then the rest.

The guide is Chinese and is shown as it stands in the repository; nothing of it is kept twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

from shouwang.accounts import access
from shouwang.accounts.roles import Role
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Subtree

INDEX = "README"
PAGES = (
    *(INDEX, "filing", "phone", "signing", "township", "county", "office", "leader", "admin"),
    *("people", "measures", "movements", "emergency", "guides", "words", "questions"),
)
_OF_ROLE = {
    Role.REPORTER: "filing",
    Role.DUTY: "filing",
    Role.CARER: "phone",
    Role.MEDIC: "phone",
    Role.GATEKEEPER: "phone",
    Role.CHECKER: "signing",
    Role.DIRECTOR: "signing",
    Role.CLERK: "county",
    Role.OFFICE: "office",
    Role.LEADER: "leader",
    Role.SYSTEM_ADMIN: "admin",
    Role.SECURITY_ADMIN: "admin",
    Role.AUDIT_ADMIN: "admin",
}


@access.signed_in
def page(request: HttpRequest, page: str = INDEX) -> HttpResponse:
    """Show a page of the guide; the index says besides which pages are the reader's own."""
    if page not in PAGES:
        raise Http404
    scope: Any = request.scope  # type: ignore[attr-defined]
    context = {"body": _rendered(page), "is_index": page == INDEX, "own": own(scope.subtrees)}
    return render(request, "config/guide.html", context)


@access.signed_in
def picture(request: HttpRequest, picture: str) -> HttpResponse | FileResponse:
    """Send a picture of the guide; only what lies in its folder can be named."""
    path = _folder() / "pictures" / f"{picture}.png"
    if not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="image/png")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def own(subtrees: Sequence[Subtree]) -> list[tuple[Any, str]]:
    """Return what a person's posts are called and their pages' names, each page once."""
    townships = set(
        Unit.objects.filter(
            pk__in=[tree.unit_id for tree in subtrees], kind=Kind.TOWNSHIP
        ).values_list("pk", flat=True)
    )
    found: dict[str, Any] = {}
    for tree in subtrees:
        name = _OF_ROLE[Role(tree.role)]
        if tree.role == Role.CLERK and tree.unit_id in townships:
            name = "township"
        elif tree.role == Role.CLERK and tree.kinds is not None:
            name = "office"
        found.setdefault(name, Role(tree.role).label)
    return [(label, name) for name, label in found.items()]


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "docs" / "guide"


def _rendered(name: str) -> SafeString | None:
    """Return a page as HTML, None where the guide was not installed with the program."""
    path = _folder() / f"{name}.md"
    return _html(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=32)
def _html(path: Path, changed: int) -> SafeString:
    """Return a file as HTML, read anew when it ``changed``; HTML written in it is shown as text."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(path.read_text(encoding="utf-8"))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            # the page has its own first heading
            token.tag = f"h{int(token.tag[1]) + 1}"
        for part in token.children or ():
            _point(part)
    # html is off: all that the renderer did not write itself is escaped
    return SafeString(markdown.renderer.render(tokens, markdown.options, {}))


def _point(token: Token) -> None:
    """Point a link to another page, or a picture, of the guide to its address here."""
    if token.type == "link_open":
        name, _, part = str(token.attrs["href"]).partition(".md")
        if name in PAGES:
            token.attrs["href"] = _address(name) + part
    elif token.type == "image":
        name = Path(str(token.attrs["src"])).stem
        token.attrs["src"] = reverse("guide_picture", kwargs={"picture": name})
        token.attrs["loading"] = "lazy"


def _address(name: str) -> str:
    return reverse("guide") if name == INDEX else reverse("guide_page", kwargs={"page": name})
