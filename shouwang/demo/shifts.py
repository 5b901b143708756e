"""Day 18 of 荻汀市, mended on day 20: one home forgot those of its staff who work in shifts: the
county had 412 on post when it signed, and 421 once the day was reopened."""

from __future__ import annotations

from collections.abc import Mapping

from shouwang.demo.lives import Values

DAY, COUNTY = 18, "LC/DT/"
SIGNED, MENDED = 412, 421
# the county has fewer people than the others
_STAFFED, _FEWEST = 0.79, 4
# what a form takes without a remark, and some more
_ON_POST = 0.7


def thin_out(values: dict[str, Values]) -> None:
    """Let the county's institutions have as few staff as the story says; ``values`` by code."""
    for code, held in values.items():
        if code.startswith(COUNTY) and "staff" in held:
            for item in ("staff", "on_post"):
                held[item] = max(_FEWEST, round(held[item] * _STAFFED))


def forget(home: str, stated: Mapping[str, Values]) -> None:
    """Bring what the county states, by code, to the story's number: ``home`` leaves those of the
    shifts out, the others differ by as many as it takes; raises ``ValueError`` where they cannot.
    """
    mended = stated[home]
    mended["on_post"] -= MENDED - SIGNED
    mended["live_in"] = min(mended["live_in"], mended["on_post"])
    gap = SIGNED - sum(values["on_post"] for values in stated.values())
    way = 1 if gap > 0 else -1
    others = [values for code, values in sorted(stated.items()) if code != home]
    while gap:
        left = gap
        for values in others:
            on_post = values["on_post"] + way
            lowest = max(values["live_in"], values["staff"] * _ON_POST)
            if gap and lowest < on_post <= values["staff"]:
                values["on_post"], gap = on_post, gap - way
        if gap == left:
            raise ValueError(f"{gap} of the staff on post cannot be shared out")
