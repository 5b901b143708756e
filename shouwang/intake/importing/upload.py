"""What is asked of who uploads a file of reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.intake import words
from shouwang.intake.importing import mapping
from shouwang.intake.importing.mapping import BadMapping, MappingSpec
from shouwang.intake.models import KeptMapping
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

SKIP, NOTHING = "skip", "nothing"
_FAULTS_SHOWN = 8


class UploadForm(forms.Form):
    """A file, the mapping that explains it, and what to do with rows that are wrong.

    ``spec``, ``text`` and ``mapping_name`` stand after a successful check.
    """

    file = forms.FileField(
        label=gettext_lazy("报表文件"),
        error_messages={
            "required": gettext_lazy("请选择文件"),
            "empty": gettext_lazy("文件是空的"),
        },
    )
    kept = forms.ModelChoiceField(
        KeptMapping.objects.none(), required=False, label=gettext_lazy("用过的映射"),
        empty_label=gettext_lazy("不用，另传映射文件"),
    )  # fmt: skip
    mapping = forms.FileField(
        label=gettext_lazy("映射文件（.toml）"),
        error_messages={"required": gettext_lazy("请选择映射文件")},
    )
    on_fault = forms.ChoiceField(
        label=gettext_lazy("有的行不能导入时"), initial=SKIP, widget=forms.RadioSelect,
        choices=[
            (SKIP, gettext_lazy("有问题的行跳过，其余导入")),
            (NOTHING, gettext_lazy("有一行有问题就全部不导入")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, scope: Scope, **more: Any) -> None:
        """Offer the mappings kept for units where ``scope`` may import."""
        super().__init__(*args, **more)
        self._scope = scope
        kept = kept_for(scope)
        self.fields["kept"].queryset = kept  # type: ignore[attr-defined]
        self.has_kept = kept.exists()
        if self.has_kept:
            self.fields["mapping"].required = False
        else:
            del self.fields["kept"]

    def clean(self) -> dict[str, Any]:
        """Read the mapping; every fault of it is named."""
        given = super().clean() or {}
        kept, own = given.get("kept"), given.get("mapping")
        if own:
            self._read(own.read(mapping.LARGEST_FILE + 1), own)
        elif kept:
            self.text, self.mapping_name = kept.text, _base(kept.name)
            self._load(kept.text.encode())
        elif not self.has_error("mapping"):
            self.add_error("mapping", _("请选择映射文件"))
        return given

    def _read(self, raw: bytes, file: UploadedFile) -> None:
        if self._load(raw):
            self.text, self.mapping_name = raw.decode("utf-8-sig"), str(file.name)[:60]

    def _load(self, raw: bytes) -> bool:
        try:
            self.spec: MappingSpec = mapping.load(raw, unit_kinds=Kind.values)
        except BadMapping as bad:
            self.add_error("mapping", bad.errors[:_FAULTS_SHOWN])
            return False
        return self._check_root()

    def _check_root(self) -> bool:
        root = Unit.objects.filter(code=self.spec.root).first()
        if self._scope.everything or (root and self._scope.allows(words.IMPORT_REPORTS, root)):
            return True
        why = _("没有代码为 %(code)s 的单位，或您不能在那里导入") % {"code": self.spec.root}
        self.add_error("mapping", why)
        return False


def kept_for(scope: Scope) -> QuerySet[KeptMapping]:
    """Return the kept mappings that ``scope`` may use, the last used first."""
    allowed = scope.narrowed(words.IMPORT_REPORTS)
    return KeptMapping.objects.filter(allowed.q("owner__")).order_by("-used_at", "pk")


def _base(name: str) -> str:
    """Return the file name within a kept mapping's name."""
    return name.rpartition("（")[2].rstrip("）")
