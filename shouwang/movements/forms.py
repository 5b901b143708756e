"""Forms of the desk: a request, a death, being told to wait, an isolation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.kit import clock
from shouwang.movements.kinds import Cause, Kind, Place, Told
from shouwang.movements.models import Death, IsolationRoom
from shouwang.people.checks import NewContact, NewPerson
from shouwang.people.models import Care, Sex

_MOMENT = "%Y-%m-%dT%H:%M"
# (key, words) pairs of people
People = Sequence[tuple[str, str]]


def moment(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    """Return a field for a wall time in Asia/Shanghai."""
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        input_formats=[_MOMENT],
    )


def _words(label: Any, length: int, *, required: bool = True, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label, max_length=length, required=required, help_text=help_text, strip=True
    )


class PersonForm(forms.Form):
    """Any form about one of the house's people."""

    person = forms.ChoiceField(label=_("人员"))

    def __init__(self, *args: Any, people: People, **more: Any) -> None:
        """Offer the people handed in."""
        super().__init__(*args, **more)
        self.fields["person"].choices = [("", _("请选择")), *people]  # type: ignore[attr-defined]

    def local_now(self) -> datetime:
        """Return the present moment as the widgets show it."""
        return clock.local(clock.now())


class ToldForm(PersonForm):
    """What the family was told, below any other."""

    told_whom = _words(
        _("告知家属"), 40, required=False, help_text=_("姓名和关系，例如 王强（儿子）")
    )
    told_how = forms.ChoiceField(
        label=_("告知方式"), required=False, choices=[("", _("未告知")), *Told.choices]
    )
    told_at = moment(_("告知时间"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for whom and how together."""
        told = super().clean() or self.cleaned_data
        if told.get("told_whom") and not told.get("told_how"):
            self.add_error("told_how", _("请选择告知方式"))
        if told.get("told_how") and not told.get("told_whom"):
            self.add_error("told_whom", _("请写明告知了谁"))
        return told


class RequestForm(ToldForm):
    """A request for an outing, a return, a transfer or a discharge."""

    reason = forms.CharField(
        label=_("事由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    destination = _words(_("去向"), 60, required=False)
    companion = _words(
        _("陪同人"), 60, required=False, help_text=_("姓名和关系，外出就医要有人陪同")
    )
    planned_out_at = moment(_("计划时间"), required=False)
    planned_back_at = moment(_("计划返院时间"), required=False)
    is_emergency = forms.BooleanField(label=_("紧急送医：已先行外出，事后补批"), required=False)

    field_order = [
        "person",
        "reason",
        "destination",
        "companion",
        "planned_out_at",
        "planned_back_at",
        "is_emergency",
        "told_whom",
        "told_how",
        "told_at",
    ]

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        """Leave out what a kind does not ask for."""
        super().__init__(*args, **more)
        self.kind = kind
        if kind not in {Kind.MEDICAL, Kind.LEAVE}:
            del self.fields["planned_back_at"], self.fields["companion"]
        if kind != Kind.MEDICAL:
            del self.fields["is_emergency"]
        if kind in {Kind.RETURN, Kind.ADMISSION}:
            del self.fields["destination"]


class DeathForm(ToldForm):
    """A death; the cause only as a physician told it."""

    at = moment(_("死亡时间"))
    where = forms.ChoiceField(label=_("死亡地点"), choices=Death.Where.choices)
    where_note = _words(_("具体地点"), 60, required=False)
    cause = _words(_("死因"), 100, required=False, help_text=_("只填医师告知的死因，没有就留空"))
    cause_told_by = _words(_("告知死因的医师和医院"), 60, required=False)
    documents = _words(_("证明材料"), 100, required=False, help_text=_("例如 死亡医学证明书编号"))

    field_order = [
        "person",
        "at",
        "where",
        "where_note",
        "cause",
        "cause_told_by",
        "documents",
        "told_whom",
        "told_how",
        "told_at",
    ]


class WaitForm(PersonForm):
    """Somebody outside was told to wait."""

    whom = _words(_("告知了谁"), 40, help_text=_("姓名和关系，例如 王强（儿子）"))
    how = forms.ChoiceField(label=_("告知方式"), choices=Told.choices)
    at = moment(_("告知时间"))

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer the present moment."""
        super().__init__(*args, **more)
        self.fields["at"].initial = self.local_now()


class IsolateForm(PersonForm):
    """The beginning of an isolation."""

    cause = forms.ChoiceField(label=_("原因"), choices=Cause.choices)
    place = forms.ChoiceField(label=_("地点"), choices=Place.choices)
    room = forms.ModelChoiceField(
        label=_("隔离室"),
        queryset=IsolationRoom.objects.none(),
        required=False,
        empty_label=_("自动安排空房"),
        help_text=_("院内隔离时选择"),
    )
    where = _words(_("院外地点"), 60, required=False, help_text=_("居家、集中或医院的地址或名称"))
    community_told = _words(_("通报社区"), 60, required=False, help_text=_("居家、集中隔离要填"))
    control_told = _words(_("通报疾控"), 60, required=False, help_text=_("居家、集中隔离要填"))
    at = moment(_("开始时间"))

    def __init__(self, *args: Any, rooms: Sequence[IsolationRoom], **more: Any) -> None:
        """Offer the rooms handed in and the present moment."""
        super().__init__(*args, **more)
        keys = [room.pk for room in rooms]
        offered = IsolationRoom.objects.filter(pk__in=keys).order_by("name")
        self.fields["room"].queryset = offered  # type: ignore[attr-defined]
        self.fields["at"].initial = self.local_now()


class WordForm(forms.Form):
    """What disease control said of ending an isolation before its days."""

    word = _words(_("疾控意见"), 200, help_text=_("疾控中心谁、什么意见"))
    said_at = moment(_("意见时间"))


class RoomForm(forms.Form):
    """A room kept for isolation."""

    name = _words(_("名称"), 40, help_text=_("例如 隔离室1"))
    beds = forms.IntegerField(label=_("床位"), min_value=1, max_value=20, initial=1)


class CheckForm(forms.Form):
    """One check of today, or the reason for one missed."""

    temperature = _words(_("体温"), 8, help_text=_("365 就是 36.5 ℃"))
    symptoms = forms.MultipleChoiceField(
        label=_("症状"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, symptoms: Sequence[tuple[str, Any]], **more: Any) -> None:
        """Offer the symptoms that ``health`` knows."""
        super().__init__(*args, **more)
        self.fields["symptoms"].choices = symptoms  # type: ignore[attr-defined]


class AdmissionForm(forms.Form):
    """A request to admit somebody who is not on the register."""

    name = _words(_("姓名"), 40)
    id_number = _words(_("身份证号"), 20, required=False)
    sex = forms.ChoiceField(label=_("性别"), required=False, choices=[("", _("—")), *Sex.choices])
    born_on = forms.DateField(
        label=_("出生日期"),
        required=False,
        help_text=_("没有身份证号时填写"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    care = forms.ChoiceField(
        label=_("照护等级"), required=False, choices=[("", _("—")), *Care.choices]
    )
    is_destitute = forms.BooleanField(label=_("特困供养"), required=False)
    room_no = _words(_("房间"), 20, required=False)
    bed = _words(_("床位"), 10, required=False)
    contact_name = _words(_("家属姓名"), 40, required=False)
    contact_phone = _words(_("家属电话"), 20, required=False)
    reason = _words(_("入住事由"), 200)

    def newcomer(self) -> NewPerson:
        """Return the person as told."""
        told = self.cleaned_data
        born = told["born_on"]
        name, phone = told["contact_name"], told["contact_phone"]
        return NewPerson(
            told["name"],
            id_number=told["id_number"],
            sex=told["sex"],
            born_on=born,
            birth_year=born.year if born else None,
            room=told["room_no"],
            bed=told["bed"],
            care=told["care"],
            is_destitute=told["is_destitute"],
            contacts=[NewContact(name, phone)] if name or phone else [],
        )


class CaseForm(forms.Form):
    """Who of those that share the room is isolated with the person of a case."""

    roommates = forms.MultipleChoiceField(
        label=_("同室人员一并隔离"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: People, **more: Any) -> None:
        """Offer the people handed in, all of them ticked."""
        super().__init__(*args, **more)
        self.fields["roommates"].choices = people  # type: ignore[attr-defined]
        self.fields["roommates"].initial = [key for key, _name in people]
