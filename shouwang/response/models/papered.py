"""The paper behind a deed of response: one of this system's papers, or a number and a title."""

from __future__ import annotations

from django.db import models


def by_paper(number: str, title: str) -> str:
    """Return how a paper is quoted: 澜疫指〔2020〕3号《关于……的通知》; empty for none."""
    return (
        f"{number}《{title}》" if number and title else number or (f"《{title}》" if title else "")
    )


class Papered(models.Model):
    """The columns of whatever rests on a paper; abstract.

    ``paper`` is set where the paper was issued through this system; number and title are kept
    beside it, as printed, so that a quotation needs no join and no right to open the paper.
    """

    paper = models.ForeignKey(
        "papers.Paper", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    paper_number = models.CharField(max_length=60, blank=True)
    paper_title = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def by_paper(self) -> str:
        """Return the paper as it is quoted."""
        return by_paper(self.paper_number, self.paper_title)
