"""The API: the same actions as the pages, asked with a key."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError
from ninja.parser import Parser
from ninja.security import HttpBearer
from pydantic import Strict

from shouwang.accounts.access import SignedInRequest
from shouwang.accounts.models import User
from shouwang.edge import filing
from shouwang.edge.actions import tokens
from shouwang.edge.errors import answer_in_chinese
from shouwang.figures import words as figure_words
from shouwang.figures.rules import Number
from shouwang.figures.totals import Tally, unit_day
from shouwang.kit import clock, exact
from shouwang.orgs import queries as org_queries
from shouwang.reporting.actions.reports import (
    AlreadyFiled,
    Filing,
    Receipt,
    Refused,
    file_report,
)
from shouwang.reporting.models import Form, Submission


class Key(HttpBearer):
    """``Authorization: Bearer KEY``; the request then acts as the key's user."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """Return the user of a key and put them, with their scope, on the request."""
        found = tokens.bearer_of(token, at=clock.now())
        if found is None:
            return None
        request.user, request.scope = found  # type: ignore[attr-defined]
        return found[0]


class KeyUnread(HttpBearer):
    """The key as it came: who it stands for is asked with the rest (``filing.call``)."""

    def authenticate(self, request: HttpRequest, token: str) -> str:
        """Return the key."""
        return token


class ExactParser(Parser):
    """Reads fractions as they are written, not as the nearest float."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body's JSON; raises ``ValueError``, which ninja answers with 400."""
        return exact.loads(request.body.decode())


api = NinjaAPI(
    title="守望 Shouwang",
    version="1",
    auth=Key(),
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="edge:api",
    parser=ExactParser(),
)
answer_in_chinese(api)

# a number as JSON writes it: neither a text nor true
Value = Annotated[int, Strict()] | Annotated[Decimal, Strict()]


class FilingIn(Schema):
    """A report as another system hands it in; a value that is absent is blank, never 0."""

    client_id: UUID
    unit: str
    form: int
    day: date
    values: dict[str, Value]
    reasons: dict[str, str] = {}
    is_zero: bool = False
    correction_reason: str = ""
    seen_number: int | None = None
    device_at: datetime | None = None


class ReceiptOut(Schema):
    """What the sender keeps."""

    receipt: str
    number: int
    filed_at: datetime
    is_late: bool
    is_new: bool


class Why(Schema):
    """Why a report may not stand: findings by item, or what stands already."""

    why: str = ""
    findings: list[dict[str, str]] = []
    standing: dict[str, Any] | None = None


_ANSWERS = {200: ReceiptOut, 201: ReceiptOut, 409: Why, 422: Why}


@api.post("/reports", response=_ANSWERS, auth=KeyUnread())
def file(request: SignedInRequest, body: FilingIn) -> tuple[int, Any]:
    """File or correct a report: 201 new, 200 the same again, 409 another stands, 422 refused."""
    now = clock.now()
    call = filing.call(
        request.auth,  # type: ignore[attr-defined]
        code=body.unit,
        form_id=body.form,
        day=body.day,
        client_id=body.client_id,
        at=now,
    )
    if call is None:
        raise AuthenticationError
    request.user, request.scope = call.user, call.scope
    sent = Filing(
        values=body.values,
        client_id=body.client_id,
        reasons=body.reasons,
        is_zero=body.is_zero,
        source=Submission.Source.API,
        correction_reason=body.correction_reason,
        seen_number=body.seen_number,
        device_at=body.device_at,
    )
    try:
        receipt = file_report(
            unit=call.unit_in_scope,
            form=Form(pk=body.form),
            day=body.day,
            filing_=sent,
            by=call.user,
            at=now,
            scope=call.scope,
            found=call.standing,
        )
    except Refused as refused:
        return 422, _why_refused(refused)
    except AlreadyFiled as other:
        return 409, _what_stands(other)
    return (201 if receipt.is_new else 200), _receipt(receipt)


def _why_refused(refused: Refused) -> dict[str, Any]:
    findings = [
        {"item": f.code, "severity": f.severity, "why": f.message} for f in refused.findings
    ]
    return {"why": _("报表没有收下"), "findings": findings}


def _what_stands(other: AlreadyFiled) -> dict[str, Any]:
    standing = {"receipt": other.report.receipt, "number": other.submission.number}
    return {"why": _("这一期已有另一份报表；更正请写明原因"), "standing": standing}


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "receipt": receipt.number,
        "number": receipt.submission_number,
        "filed_at": receipt.filed_at,
        "is_late": receipt.is_late,
        "is_new": receipt.is_new,
    }


class TallyOut(Schema):
    """Report states and totals by item code."""

    expected: int
    reported: int
    zero: int
    late: int
    items: dict[str, int | float]


class DayOut(TallyOut):
    """A unit's day with its children."""

    unit: str
    day: date
    children: dict[str, TallyOut]


@api.get("/days/{day}/{path:unit}", response=DayOut)
def day_totals(request: SignedInRequest, day: date, unit: str) -> dict[str, Any]:
    """Return a unit's totals of a day and each child's."""
    scope = request.scope
    asked = org_queries.unit_by_code(scope, unit)
    scope.require(figure_words.READ_FIGURES, asked)
    found = unit_day(scope, asked, day)
    codes = {f.pk: f.code for f in found.figures}

    def out(tally: Tally) -> dict[str, Any]:
        return {
            "expected": tally.due,
            "reported": tally.filed,
            "zero": tally.zero,
            "late": tally.late,
            "items": {codes[k]: _plain(v) for k, v in tally.values.items() if k in codes},
        }

    children = {c.unit.code: out(c.tally) for c in found.children}
    return {"unit": found.unit.code, "day": day, "children": children, **out(found.total)}


def _plain(value: Number) -> int | float:
    return int(value) if value == int(value) else float(value)
