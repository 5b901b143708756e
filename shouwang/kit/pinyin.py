"""Chinese names as they sound, for finding people and for codes.

The dictionary takes a third of a second to load: it is loaded by the first who asks, not by every
command.
"""

from __future__ import annotations


def syllables(text: str) -> list[str]:
    """Return the sound of each character, without tones: 王建国 → wang, jian, guo."""
    from pypinyin import lazy_pinyin

    return [str(one) for one in lazy_pinyin(text)]


def initials(text: str) -> str:
    """Return the first letters of the sounds: 王建国 → wjg."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
