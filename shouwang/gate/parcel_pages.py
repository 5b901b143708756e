"""What the page of goods left at the gate shows."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.accounts.access import SignedInRequest
from shouwang.gate import pages, queries, words
from shouwang.gate.actions import parcels as deeds
from shouwang.gate.forms import ParcelForm
from shouwang.gate.models import Parcel
from shouwang.kit import clock, masking
from shouwang.orgs.models import Unit
from shouwang.people import queries as people
from shouwang.people.models import Side
from shouwang.people.names import name_of, shown_in_full


def form(request: SignedInRequest, unit: Unit) -> ParcelForm:
    """Return the form, with the residents of the house by room."""
    roll = people.roll(request.scope, unit, at=clock.now(), side=Side.RESIDENT)
    return ParcelForm(request.POST if request.method == "POST" else None, roll=roll)


def taken_in(request: SignedInRequest, unit: Unit, told: ParcelForm) -> bool:
    """Enter what was posted; False with the findings on the form."""
    if not told.is_valid():
        return False
    now = clock.now()
    fields = dict(told.cleaned_data)
    disinfected_at = now if fields.pop("is_disinfected") else None
    new = deeds.NewParcel(
        unit=unit,
        happened_at=now,
        disinfected_at=disinfected_at,
        person_id=fields.pop("person"),
        **fields,
    )
    try:
        deeds.take_in(new=new, by=request.user, at=now, scope=request.scope)
    except ValidationError as why:
        told.add_error(why.code if why.code in told.fields else None, why.messages)
        return False
    return True


def page(request: SignedInRequest, unit: Unit, told: ParcelForm) -> dict[str, Any]:
    """Return the goods not passed on yet, and what came today."""
    scope, day = request.scope, clock.local_day(clock.now())
    full = shown_in_full(scope, unit)
    return {
        "unit": unit,
        "form": told,
        "open": [_row(one, full=full) for one in queries.parcels(scope, unit)],
        "of_day": [_row(one, full=full) for one in queries.parcels_of_day(scope, unit, day)],
        "may_register": scope.allows(words.REGISTER, unit),
        "crumbs": pages.crumbs(scope, unit, _("代收物品")),
    }


def _row(parcel: Parcel, *, full: bool) -> dict[str, Any]:
    if parcel.person is not None:
        receiver = f"{parcel.person.place} {name_of(parcel.person, full=full)}".strip()
    else:
        receiver = str(parcel.for_whom) if full else masking.mask_name(str(parcel.for_whom))
    return {
        "parcel": parcel,
        "for": receiver,
        "sender": masking.mask_name(str(parcel.sender)),
        "phone": masking.mask_phone(str(parcel.sender_phone)),
    }
