"""A chat's text stripped of what is no report: emoji, mentions, times, telephone numbers."""

from __future__ import annotations

import re
import unicodedata

from shouwang.kit import masking

_CIRCLED = re.compile(r"[①-⑳⑴-⒇❶-❿➀-➓]|[0-9]\ufe0f?\u20e3")
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2194-\u21ff\u2300-\u2bff\u3030\u303d\ufe00-\ufe0f\u200b-\u200f"
    "\u2060-\u206f\ufeff]+"
)
_STICKER = re.compile(r"\[[^\[\]\d\s]{1,4}\]")
_MENTION = re.compile(r"@[^\s,:;。]{1,20}\s?")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3}[- ]?)[2-9]\d{6,7}(?!\d)")
# without its area code it is one only where the words say so
_LOCAL = re.compile(r"((?:电话|座机|号码|联系人)[\s:：]{0,3})([2-9]\d{6,7})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{6}(?:18|19|20)\d{2}\d{7}[\dXx](?!\d)")
_DATE = re.compile(
    r"(?<!\d)\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?"
    r"|(?<!\d)\d{1,2}\s*月\s*\d{1,2}\s*[日号]|(?<!\d)\d{1,2}\s*月(?=\s*\d{1,2}\s*[日号])"
    r"|(?:星期|周)[一二三四五六日天]|正月[初十廿][一二三四五六七八九十]?"
    r"|[上下]午(?=\s*\d)|凌晨(?=\s*\d)|晚上(?=\s*\d)"
)
_TIME = re.compile(
    r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)|(?<!\d)\d{1,2}[点时]\d{0,2}分?"
)
_LOOKALIKES = str.maketrans("﹕∶＝—–−", "::=---")
# what numbers are written with, and nothing else
_HALF_WIDTH = str.maketrans("０１２３４５６７８９（）－＋Ｘｘ", "0123456789()-+Xx")
_SPACES = re.compile(r"[ \t\u3000\xa0]+")


def lines(text: str) -> list[str]:
    """Return a paste's lines as they were, without outer spaces; blank lines stay."""
    return [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def normal(line: str) -> str:
    """Return a line to read: half width, no emoji, stickers or mentions, single spaces.

    A circled number (①, 1️⃣) is a number of the list: it gets its dot.
    """
    line = _CIRCLED.sub(lambda m: f" {_plain_number(m[0])}. ", line)
    line = _EMOJI.sub(" ", line)
    line = unicodedata.normalize("NFKC", line)
    line = line.translate(_LOOKALIKES)
    line = _STICKER.sub(" ", _MENTION.sub(" ", line))
    return _SPACES.sub(" ", line).strip()


def bare(line: str) -> str:
    """Return a normalised line without telephone and identity numbers, days and times."""
    for pattern in (_IDENTITY, _MOBILE, _LANDLINE, _DATE, _TIME):
        line = pattern.sub(" ", line)
    return _SPACES.sub(" ", line).strip()


def without_people(line: str) -> str:
    """Return a line that may be kept: telephone and identity numbers masked."""
    line = line.translate(_HALF_WIDTH)
    line = _IDENTITY.sub(lambda m: masking.mask_id_number(m[0]), line)
    line = _MOBILE.sub(lambda m: masking.mask_phone(m[0]), line)
    line = _LANDLINE.sub(lambda m: masking.mask_phone(m[0]), line)
    line = _LOCAL.sub(lambda m: m[1] + masking.mask_phone(m[2]), line)
    return _SPACES.sub(" ", line).strip()


def _plain_number(sign: str) -> str:
    digits = "".join(c for c in unicodedata.normalize("NFKC", sign) if c.isdigit())
    if digits:
        return digits
    for first in ("❶", "➀"):
        if 0 <= ord(sign) - ord(first) < 10:
            return str(ord(sign) - ord(first) + 1)
    return ""
