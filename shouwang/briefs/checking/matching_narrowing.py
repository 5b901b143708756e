"""Numbers and words in front of a number that leave only a part of what it seems to be of."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from shouwang.briefs.checking.matching_pieces import Piece
from shouwang.briefs.checking.matching_reading import Reading
from shouwang.briefs.checking.matching_tokens import Sentence

_AGES = ("岁", "周岁")
_HOMES = ("家", "个", "所", "处")
_BUT_FOR = re.compile(r"除[^，,。；;]{1,16}外")


def narrowed(piece: Piece, sentence: Sentence, before: Reading | None) -> list[str]:
    """Return doubts about a number that may be of a part only.

    80岁以上在院老人12人 are not all in the house, 3家养老机构在院200人 are those of the three unless
    three is all there are; 除棠宁区外 leaves somebody out.
    """
    doubts = []
    said = "".join(t.text for t in sentence.tokens[: piece.position])
    if _BUT_FOR.search(re.split(r"[；;]", said)[-1]):
        doubts.append(_("前面说的是除去一部分，这里不一定是全部"))
    if piece.after_number and before is not None:
        measure = before.found.measure
        is_all = before.target is not None and before.target.code in ("units", "due")
        if measure in _AGES or (measure in _HOMES and not is_all):
            doubts.append(_("前面的“%(words)s”限定了范围，这里可能只是其中一部分") % {
                "words": f"{before.found.text}{measure}",
            })  # fmt: skip
    return doubts
