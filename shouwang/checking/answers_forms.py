"""Handing a text in for checking: pasted or as a file, with the unit it is about and its day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.checking import extract, words
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.kinds import JURISDICTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


def units_to_check(scope: Scope) -> list[Unit]:
    """Return the units that a user may check texts about: their own and those one level below."""
    held = scope.narrowed(words.CHECK_FIGURES)
    found: list[Unit] = []
    for top in units.tops(held):
        below = units.children(held, top).filter(kind__in=JURISDICTIONS, closed_on=None)
        found += [top, *below]
    return found


class CheckForm(forms.Form):
    """A text or a file, a unit of the user's, a day that has come."""

    text = forms.CharField(
        label=pgettext_lazy("check", "文稿"), required=False, strip=False,
        max_length=extract.MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    file = forms.FileField(label=_("文件"), required=False, allow_empty_file=True)
    unit = forms.ChoiceField(label=_("这是哪里的文稿"))
    day = forms.DateField(
        label=_("文稿日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        self.notes: list[str] = []
        self._units = {str(unit.pk): unit for unit in units_to_check(scope)}
        field = self.fields["unit"]
        field.choices = [(pk, unit.name) for pk, unit in self._units.items()]  # type: ignore[attr-defined]
        self.fields["day"].initial = clock.today
        self.fields["day"].widget.attrs["max"] = clock.today().isoformat()

    def clean_day(self) -> date:
        """Refuse a day that has not come."""
        day: date = self.cleaned_data["day"]
        if day > clock.today():
            raise forms.ValidationError(_("日期不能晚于今天"))
        return day

    def clean(self) -> dict[str, Any]:
        """Take the text out of the file where one was sent."""
        told: dict[str, Any] = super().clean() or {}
        file = told.get("file")
        if file is not None:
            try:
                if file.size > extract.LIMITS.file_bytes:
                    raise extract.UnusableFile(extract.too_large())
                found = extract.extract(file.read())
            except extract.UnusableFile as problem:
                raise forms.ValidationError({"file": problem.why_zh}) from None
            told["text"], self.notes = found.text, found.notes
        elif "text" in told:
            told["text"] = told["text"].replace("\r\n", "\n")
            if not told["text"].strip():
                raise forms.ValidationError({"text": _("请粘贴文字，或上传文件")})
        return told

    def chosen(self) -> Unit:
        """Return the unit."""
        return self._units[self.cleaned_data["unit"]]
