"""The paper that a deed is done by: one of this system's, or a number and a title as printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.papers.models import Paper
from shouwang.response.models.papered import by_paper


@dataclass(frozen=True)
class Cited:
    """A paper as an order quotes it; ``paper`` where it was issued through this system."""

    number: str = ""
    title: str = ""
    paper: Paper | None = None

    @property
    def words(self) -> str:
        """Return it as quoted: 澜疫指〔2020〕3号《…》."""
        return by_paper(**self._words())

    def columns(self) -> dict[str, Any]:
        """Return the columns of ``Papered``.

        Raises ``ValidationError`` for a paper of this system that has no number yet.
        """
        if self.paper is not None and not self.paper.has_number:
            raise ValidationError(_("这份文件还没有编号"), code="paper")
        told = self._words()
        return {"paper": self.paper, "paper_number": told["number"], "paper_title": told["title"]}

    def required(self) -> dict[str, Any]:
        """Return the same; raises ``ValidationError`` where there is neither number nor title."""
        told = self.columns()
        if not (told["paper_number"] or told["paper_title"]):
            raise ValidationError(_("请写明依据的文件：文号或标题"), code="paper_number")
        return told

    def _words(self) -> dict[str, str]:
        if self.paper is not None:
            return {"number": self.paper.number, "title": self.paper.title}
        return {"number": self.number.strip()[:60], "title": self.title.strip("《》 ")[:120]}
