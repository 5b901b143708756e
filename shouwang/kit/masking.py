"""Personal data shown in part, and the checks of the numbers that name a person or an office.

Sources: GB 11643 (identity numbers), GB 32100 (unified social credit codes). Region codes are not
checked: districts come and go, so an unknown one is no proof of a wrong number.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

STAR = "*"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
_ID = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_CREDIT = re.compile(rf"[{_CREDIT_ALPHABET}]{{2}}\d{{6}}[{_CREDIT_ALPHABET}]{{10}}", re.ASCII)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,6})?", re.ASCII)
# the same two among other words, for what must not carry them on
ID_IN_TEXT = re.compile(r"(?<![\dA-Za-z])[1-9]\d{16}[\dXx](?![\dA-Za-z])")
MOBILE_IN_TEXT = re.compile(r"(?<!\d)1[3-9]\d(?:\d{8}|[- ]\d{4}[- ]\d{4})(?!\d)")
_SERVICE = re.compile(r"(400|800)-?\d{3}-?\d{4}|1[012]\d{1,3}|9[56]\d{3,4}", re.ASCII)
# Surnames of two characters that are still borne; one more star would hide nothing worth hiding.
_PAIRS = (
    "欧阳上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶申屠公孙慕容钟离长孙宇文"
    "司徒鲜于司空闾丘子车亓官司寇巫马公西漆雕乐正拓跋轩辕令狐段干百里呼延东郭羊舌端木太史梁丘左丘西门"
    "即墨达奚褚师纳兰完颜叶赫富察尔朱贺兰耶律"
)
_DOUBLE_SURNAMES = frozenset(map("".join, zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))


def mask_name(name: str) -> str:
    """Return the surname and a star for each further character: 张*, 欧阳**.

    A name of one character is hidden whole; 张 三, spaced out for a list, is 张*. Names with a dot
    (阿卜杜拉·买买提) and Latin names keep the first character of each part.
    """
    text = unicodedata.normalize("NFKC", name).strip()
    latin = text.isascii()
    parts = re.split(r"[\s.]+" if latin else r"[·•・．.]+", text)
    parts = [re.sub(r"\s+", "", part) for part in parts if part.strip()]
    if latin or len(parts) > 1:
        return (" " if latin else "·").join(_initial(part) for part in parts)
    if not parts:
        return ""
    (text,) = parts
    kept = 2 if len(text) > 2 and text[:2] in _DOUBLE_SURNAMES else 1
    return STAR if len(text) == 1 else text[:kept] + STAR * (len(text) - kept)


def mask_phone(phone: str) -> str:
    """Return 138****5678; of a landline the area code and the last two digits: 0558-*****21."""
    text = _digits_of(phone)
    if not text:
        return ""
    bare = text.removeprefix("+86").removeprefix("0086")
    if _MOBILE.fullmatch(bare):
        return f"{bare[:3]}{STAR * 4}{bare[-4:]}"
    area, dash, rest = bare.partition("-") if bare.startswith("0") else ("", "", bare)
    return area + dash + _middle(rest, first=0, last=2)


def mask_id_number(number: str) -> str:
    """Return the first six and the last four characters: 341202********123X.

    Any other document number keeps a sixth of its length at either end, at most.
    """
    text = normal_id(number)
    if len(text) in (15, 18):
        return _middle(text, first=6, last=4)
    edge = len(text) // 6
    return _middle(text, first=edge, last=edge)


def mask_numbers(text: str) -> str:
    """Return a text whose identity and mobile numbers are shown in part, its other words whole."""
    text = ID_IN_TEXT.sub(lambda found: mask_id_number(found.group()), text)
    return MOBILE_IN_TEXT.sub(lambda found: mask_phone(found.group()), text)


def normal_id(number: str) -> str:
    """Return an identity number as it is compared: half-width, no spaces or dashes, capital X."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number)).upper()


def is_id_number(number: str, *, today: dt.date | None = None) -> bool:
    """Say whether the 18 characters are a sound identity number by GB 11643.

    Form, a real day of birth (not after `today`, if given) and the check character by
    ISO 7064 MOD 11-2.
    """
    text = normal_id(number)
    if not _ID.fullmatch(text):
        return False
    birth = birthday_of(text)
    if birth is None or (today is not None and birth > today):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, text[:17], strict=True))
    return _ID_CHECKS[total % 11] == text[17]


def birthday_of(number: str) -> dt.date | None:
    """Return the day of birth that an 18-character number carries, None if it is no day."""
    text = normal_id(number)
    if not _ID.fullmatch(text):
        return None
    try:
        return dt.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def is_male(number: str) -> bool | None:
    """Return whether the number is a man's (17th digit odd); None if it is no such number."""
    text = normal_id(number)
    return int(text[16]) % 2 == 1 if _ID.fullmatch(text) else None


def is_credit_code(code: str) -> bool:
    """Say whether the 18 characters are a sound unified social credit code by GB 32100.

    The weights are the powers of 3 mod 31 over an alphabet of 31; heads of every registering
    authority pass (1, 5, 9, A, N, Y …).
    """
    text = normal_id(code)
    if not _CREDIT.fullmatch(text):
        return False
    total = sum(
        _CREDIT_ALPHABET.index(character) * pow(3, index, 31)
        for index, character in enumerate(text[:17])
    )
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == text[17]


def is_mobile(phone: str) -> bool:
    """Say whether it is a mobile number of the mainland, with or without +86."""
    bare = _digits_of(phone).removeprefix("+86").removeprefix("0086")
    return bool(_MOBILE.fullmatch(bare.replace("-", "")))


def is_phone(phone: str) -> bool:
    """Say whether it can be dialled: mobile, landline with or without area code and extension,
    400 and 800 numbers, service numbers such as 12349."""
    if is_mobile(phone):
        return True
    text = _digits_of(phone).removeprefix("+86").removeprefix("0086")
    return bool(_LANDLINE.fullmatch(text) or _SERVICE.fullmatch(text))


def _digits_of(phone: str) -> str:
    text = unicodedata.normalize("NFKC", phone)
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"\s*(转|分机|ext\.?|x)\s*", "-", text, flags=re.IGNORECASE)
    text = re.sub(r"\((0\d{2,3})\)\s*", r"\1-", text)
    return re.sub(r"\s+", "", text)


def _initial(part: str) -> str:
    return part[0] + STAR * (len(part) - 1) if len(part) > 1 else STAR


def _middle(text: str, *, first: int, last: int) -> str:
    if len(text) <= first + last:
        return STAR * len(text)
    return text[:first] + STAR * (len(text) - first - last) + text[len(text) - last :]
