"""How the institutions of the demonstration live from day to day: numbers that hold together.

Each kind has its first day and its step. A step keeps the identities that the forms check, e.g.
在院 = 昨日 + 新入住 + 返院 − 离院 − 死亡, because it moves people, not numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from shouwang.orgs.kinds import ELDERLY_HOMES, Kind

Values = dict[str, int]
CLOSED_FROM = 5  # from the day after everything closed (day 4, 20:00)


@dataclass
class Events:
    """What the story does to one institution on one day."""

    home_for_feast: int = 0
    fever: int = 0
    roommates: int = 0
    released: int = 0
    flagged: int = 0
    masks_in: int = 0
    few_masks: bool = False
    intake: int = 0
    moved: int = 0
    turned_back: int = 0


def first(kind: str, rng: Random) -> Values:
    """Return an institution's values on the eve of day 1."""
    if kind in ELDERLY_HOMES:
        residents, staff = _size(rng, 45), 0
        staff = max(4, round(residents * rng.uniform(0.3, 0.42)))
        values = {
            "beds": _ceil10(residents * rng.uniform(1.15, 1.6)),
            "registered": residents,
            "in_house": residents,
            "destitute": round(residents * rng.uniform(0.1, 0.5)),
            "disabled": round(residents * rng.uniform(0.25, 0.55)),
            "away": 0,
        }
        return values | _staff(staff, rng) | _common(staff, rng)
    staff = _size(rng, 14)
    return _FIRST[kind](rng) | _staff(staff, rng) | _common(staff, rng)


def step(kind: str, day: int, before: Values, events: Events, rng: Random) -> Values:
    """Return an institution's values of a day from those of the day before."""
    now = dict(before)
    people = (
        _residents(day, now, events, rng)
        if kind in ELDERLY_HOMES
        else _STEP[kind](day, now, events, rng)
    )
    _work(day, now, events, rng)
    _health(now, events, entered=now.get("admitted", 0) + now.get("returned", 0) + events.intake)
    closed = day >= CLOSED_FROM
    now["temp_done"] = (people + now["on_post"]) * 2
    now["disinfected"] = 2 * (6 + now["staff"] // 3)
    now["refused"] = rng.randint(0, 4) if closed else rng.randint(0, 1)
    now["allowed"] = int(rng.random() < 0.03) if closed else rng.randint(1, 6)
    _supplies(day, now, events, rng)
    return now


def _size(rng: Random, median: int) -> int:
    return max(6, round(rng.lognormvariate(0, 0.45) * median))


def _ceil10(number: float) -> int:
    return int(-(-number // 10) * 10)


def _staff(staff: int, rng: Random) -> Values:
    on_post = round(staff * rng.uniform(0.8, 0.95))
    return {"staff": staff, "on_post": on_post, "live_in": 0, "staff_flagged": 0}


def _common(staff: int, rng: Random) -> Values:
    return {
        "isolated": 0,
        "contacts": 0,
        "suspected": 0,
        "confirmed": 0,
        "rooms_free": rng.randint(1, 6),
        "masks": staff * rng.randint(14, 40),
    }


def _residents(day: int, now: Values, events: Events, rng: Random) -> int:
    """Move the residents of a home; return how many are in."""
    closed = day >= CLOSED_FROM
    admitted = 0 if closed else int(rng.random() < 0.05)
    died = int(rng.random() < 0.004)
    medical = int(rng.random() < 0.01)
    discharged = 0 if closed else int(rng.random() < 0.02)
    back = int(closed and now["away"] > 0 and rng.random() < 0.01)
    left = events.home_for_feast + medical + discharged
    now |= {
        "admitted": admitted,
        "returned": back,
        "left": left,
        "left_medical": medical,
        "discharged": discharged,
        "deceased": died,
        "away_closed": 0,
    }
    now["in_house"] += admitted + back - left - died
    now["registered"] += admitted - discharged - died
    now["away"] = now["registered"] - now["in_house"]
    now["destitute"] = min(now["destitute"], now["in_house"])
    now["disabled"] = min(now["disabled"], now["in_house"])
    return now["in_house"]


def _work(day: int, now: Values, events: Events, rng: Random) -> None:
    """Who is on post: away for the feast, recalled on day 5, living in once the house is closed."""
    usual = round(now["staff"] * 0.9)
    if day in (2, 3, 4):
        now["on_post"] = max(1, usual - round(now["staff"] * 0.06))
    elif rng.random() < 0.08 or day == 5:
        now["on_post"] = min(now["staff"], max(1, usual + rng.choice((-1, 0, 1))))
    now["on_post"] = min(now["on_post"], now["staff"])
    now["live_in"] = round(now["on_post"] * 0.75) if day >= CLOSED_FROM else 0
    now["staff_flagged"] += events.flagged


def _health(now: Values, events: Events, *, entered: int) -> None:
    fresh = events.fever + events.roommates + events.flagged + entered
    released = min(events.released, now["isolated"])
    now |= {
        "fever_residents": events.fever,
        "fever_staff": 0,
        "sent": min(events.fever, 1),
        "isolated_new": fresh,
        "released": released,
        "isolated": now["isolated"] + fresh - released,
    }
    now["rooms_free"] = max(0, now["rooms_free"] - int(fresh > 0) + int(released > 0))


def _supplies(day: int, now: Values, events: Events, rng: Random) -> None:
    use = max(2, round(now["on_post"] * 1.6))
    if events.few_masks:
        now["masks"] = use * 2 + rng.randint(0, use // 2)
    else:
        bought = use * rng.randint(8, 15) if now["masks"] < use * 5 else 0
        now["masks"] = max(use * 3, now["masks"] - use) + bought + events.masks_in
    now["days_left"] = now["masks"] // use
    now["problems"] = int(now["days_left"] < 3 or rng.random() < 0.01)


def _day_care(day: int, now: Values, events: Events, rng: Random) -> int:
    open_ = day < CLOSED_FROM
    now["attended"] = round(now["enrolled"] * 0.4) if open_ else 0
    now["meals"] = round(now["enrolled"] * rng.uniform(0.3, 0.5))
    now["calls"] = round(now["enrolled"] * rng.uniform(0.6, 1.0))
    return now["attended"]


def _children(day: int, now: Values, events: Events, rng: Random) -> int:
    now |= {
        "told": now["away"],
        "checkups": now["in_house"],
        "food_kept": 3,
        "reception": 0,
        "adoption": 0,
    }
    return now["in_house"]


def _hospital(day: int, now: Values, events: Events, rng: Random) -> int:
    now["outpatients"] = rng.randint(8, 40)
    return now["inpatients"]


def _rescue(day: int, now: Values, events: Events, rng: Random) -> int:
    out = min(now["in_station"], rng.randint(0, 2)) if day < CLOSED_FROM else 0
    now["in_station"] += events.intake - out
    now |= {
        "intake": events.intake,
        "departed": out,
        "escorts": 0,
        "patrols": rng.randint(2, 6),
        "vehicle_disinfected": rng.randint(2, 8),
        "minors": min(now["minors"], now["in_station"]),
    }
    return now["in_station"]


def _funeral(day: int, now: Values, events: Events, rng: Random) -> int:
    received = rng.randint(2, 9)
    cremated = min(now["stored"] + received, received + rng.randint(-1, 2))
    now["stored"] += received - cremated
    now |= {
        "received": received,
        "infectious": 0,
        "cremated": cremated,
        "released_out": 0,
        "services": cremated if day >= CLOSED_FROM else cremated // 2,
        "over_limit": int(rng.random() < 0.2),
        "ash_free": rng.randint(0, 2),
        "vigils": 0 if day >= CLOSED_FROM else rng.randint(0, 3),
    }
    return 0


def _cemetery(day: int, now: Values, events: Events, rng: Random) -> int:
    closed = day >= CLOSED_FROM
    now |= {"mourners": 0 if closed else rng.randint(5, 60), "proxy": rng.randint(0, 6)}
    return 0


def _registry(day: int, now: Values, events: Events, rng: Random) -> int:
    # day 12 is 2 February: suspended
    booked = 0 if day in (4, 12) else rng.randint(2, now["slots"])
    now |= {
        "booked": booked,
        "married": round(booked * 0.6),
        "divorced": round(booked * 0.25),
        "reissued": booked - round(booked * 0.6) - round(booked * 0.25),
        "moved": events.moved,
        "turned_back": events.turned_back,
    }
    return 0


def _outlet(day: int, now: Values, events: Events, rng: Random) -> int:
    now["open"] = int(day < CLOSED_FROM)
    now["closed"] = now["outlets"] - now["open"]
    now["checked"] = int(rng.random() < 0.3)
    return 0


def _charity(day: int, now: Values, events: Events, rng: Random) -> int:
    came = rng.randint(20_000, 160_000) if day >= 10 else 0
    spent = round(now["balance"] * rng.uniform(0.1, 0.3)) if day >= 12 else 0
    now["balance"] += came - spent
    now |= {
        "cash_in": came,
        "cash_out": spent,
        "goods_in": rng.randint(0, 6) if day >= 10 else 0,
        "goods_out": rng.randint(0, 4) if day >= 11 else 0,
    }
    return 0


_FIRST: dict[str, Callable[[Random], Values]] = {
    Kind.DAY_CARE_CENTER: lambda rng: {"enrolled": rng.randint(25, 80)},
    Kind.ELDERLY_DAY_HOME: lambda rng: {"enrolled": rng.randint(12, 35)},
    Kind.CHILD_WELFARE_HOME: lambda rng: {
        "in_house": 62,
        "age0_6": 31,
        "age7_17": 24,
        "age18": 7,
        "away": 3,
        "foster": 9,
    },
    Kind.MINOR_PROTECTION: lambda rng: {
        "in_house": 6,
        "age0_6": 1,
        "age7_17": 5,
        "age18": 0,
        "away": 0,
        "foster": 0,
    },
    Kind.PSYCHIATRIC_HOSPITAL: lambda rng: {
        "inpatients": rng.randint(90, 180),
        "temp_posts": rng.randint(2, 4),
        "ward_free": rng.randint(4, 10),
    },
    Kind.RESCUE_STATION: lambda rng: {
        "in_station": rng.randint(3, 14),
        "minors": rng.randint(0, 1),
    },
    Kind.FUNERAL_HOME: lambda rng: {"stored": rng.randint(2, 9)},
    Kind.CEMETERY: lambda rng: {},
    Kind.MARRIAGE_REGISTRY: lambda rng: {"slots": rng.randint(8, 24)},
    Kind.LOTTERY_OUTLET: lambda rng: {"outlets": 1, "open": 1, "closed": 0},
    Kind.CHARITY_FEDERATION: lambda rng: {"balance": 180_000},
}
_STEP: dict[str, Callable[[int, Values, Events, Random], int]] = {
    Kind.DAY_CARE_CENTER: _day_care,
    Kind.ELDERLY_DAY_HOME: _day_care,
    Kind.CHILD_WELFARE_HOME: _children,
    Kind.MINOR_PROTECTION: _children,
    Kind.PSYCHIATRIC_HOSPITAL: _hospital,
    Kind.RESCUE_STATION: _rescue,
    Kind.FUNERAL_HOME: _funeral,
    Kind.CEMETERY: _cemetery,
    Kind.MARRIAGE_REGISTRY: _registry,
    Kind.LOTTERY_OUTLET: _outlet,
    Kind.CHARITY_FEDERATION: _charity,
}
