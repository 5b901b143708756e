"""Words and numbers beside a number that make it another's, or only a part's. Pure."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils.translation import gettext as _

from shouwang.checking.marks import Found
from shouwang.checking.matching_pieces import Piece
from shouwang.checking.matching_reading import Reading
from shouwang.checking.matching_tokens import Sentence
from shouwang.checking.subjects import STATE, UNITS
from shouwang.checking.subjects_words import acts

_AGES = ("岁", "周岁", "个月", "天", "日", "周", "年")
_HOMES = ("家", "个", "所", "处")
_BUT_FOR = re.compile(r"除[^，,。；;]{1,16}外")


def narrowed(
    piece: Piece, sentence: Sentence, reading: Reading, before: Reading | None
) -> list[str]:
    """Return doubts about a number that may be of a part only.

    80岁以上在院老人12人 are not all in the house, 3家养老机构在院200人 are those of the three,
    unless three is all there are; 除棠宁区外 leaves somebody out;
    分别减少3人和2人 are of two things.
    """
    doubts = []
    if reading.op == "change" and any(t.sort == "shared_out" for t in piece.left):
        doubts.append(_("几个数分别与前面哪一个相比不明确"))
    said = "".join(t.text for t in sentence.tokens[: piece.position])
    if _BUT_FOR.search(re.split(r"[；;]", said)[-1]):
        doubts.append(_("前面说的是除去一部分，这里不一定是全部"))
    compared = [t for t in sentence.tokens[: piece.position] if t.sort == "before"]
    if reading.op == "change" and compared:
        reading.against = compared[-1].text
        mention = compared[-1].mention
        now = reading.span[1] if reading.span else None
        if mention and (now is None or mention.last != now - timedelta(days=1)):
            doubts.append(_("比的是另一天，不是上一期"))
    if piece.after_number and before is not None:
        measure = before.found.measure
        is_all = before.target is not None and before.target.code in ("units", "due")
        is_state = reading.best is not None and reading.best.nature in (STATE, UNITS)
        if measure in _AGES or (measure in _HOMES and not is_all and not is_state):
            doubts.append(_("前面的“%(words)s”限定了范围，这里可能只是其中一部分") % {
                "words": f"{before.found.text}{measure}",
            })  # fmt: skip
    return doubts


def is_done(words: str) -> bool:
    """Return whether unknown words tell of something done to what is counted: 慰问, 发放."""
    return any(act in words for act in acts())


def is_percent(found: Found) -> bool:
    """Return whether a number is a percentage or a fraction."""
    return found.text.endswith(("%", "％")) or found.measure in ("%", "％") or "分之" in found.text
