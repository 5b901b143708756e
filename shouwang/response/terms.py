"""What a special approval is bound to: usual terms by their code, and a few words beside them.

The trail of audit keeps the codes; words of one's own may speak of a person and stay with the case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# what an approver may write beside the terms, and why one is refused or taken back
WORDS_LENGTH = 120
# a phone or an identity number, also with blanks or hyphens between its digits
_NUMBER = re.compile(r"\d(?:[\s-]?\d){6,}")


class Term(models.TextChoices):
    """A term that cases are usually bound to."""

    MASK = "mask", gettext_lazy("全程佩戴口罩")
    ONE = "one", gettext_lazy("只限一人")
    ESCORT = "escort", gettext_lazy("专人全程陪同")
    TEMPERATURE = "temperature", gettext_lazy("进出测温登记")
    PLACE = "place", gettext_lazy("只到指定地点")
    HALF_HOUR = "half_hour", gettext_lazy("不超过半小时")
    SAME_DAY = "same_day", gettext_lazy("当日往返")
    DISINFECT = "disinfect", gettext_lazy("离开后消毒")
    ISOLATE = "isolate", gettext_lazy("返回后隔离观察")


def checked(words: str, *, code: str = "words") -> str:
    """Return words that go with a decision, tidied.

    Raises ``ValidationError`` for more than ``WORDS_LENGTH`` signs, or where a number as long as a
    phone's stands in them: they are read at the gate.
    """
    told = " ".join(words.split())
    if len(told) > WORDS_LENGTH:
        raise ValidationError(_("最多 %(n)d 个字") % {"n": WORDS_LENGTH}, code=code)
    if _NUMBER.search(told):
        raise ValidationError(_("不写电话和证件号，写房号、工号或事由即可"), code=code)
    return told


def said(terms: Sequence[str], words: str = "") -> str:
    """Return terms and words as they are read: 全程佩戴口罩；只限一人；…"""
    named = [str(Term(term).label) for term in Term.values if term in terms]
    return "；".join([*named, *([words] if words else [])])
