"""The demonstration's unit tree, made from ``data/prefecture.toml``: 9 counties, 60 townships,
179 homes and 52 other institutions, their names built by rule and always the same."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

from shouwang.orgs.actions.units import NewUnit
from shouwang.orgs.kinds import INSTITUTIONS, Kind

ROOT = "LC"
OPENED_ON = date(2019, 1, 1)
DATA = Path(__file__).with_name("data")

_BLESSINGS = "颐萱椿松禾安"
_PRIVATE = ("老年公寓", "养老服务中心", "护理院")
_VILLAGE_FIRST = "上下东西南北前后"
_VILLAGE_SECOND = "柳荷桑杏芦枫竹槿"
_COUNTY_ORDER = ("TN", "HJ", "DT", "SY", "YB", "YN", "ZL", "HP", "JK")
_VILLAGE_HOMES = ("幸福养老院", "托养院")


def load() -> dict[str, Any]:
    """Return the prefecture's description."""
    return tomllib.loads((DATA / "prefecture.toml").read_text(encoding="utf-8"))


def units() -> list[NewUnit]:
    """Return every unit of the prefecture, superiors first."""
    told = load()
    made = [_unit(ROOT, "澜川市", Kind.PREFECTURE, "", short_name="澜川市")]
    made += _sections(told)
    for order, county in enumerate(told["county"]):
        made += _county(county, order)
    made += _others(told)
    return made


def institutions() -> list[NewUnit]:
    """Return the 231 institutions."""
    return [u for u in units() if u.kind in INSTITUTIONS]


def _unit(code: str, name: str, kind: str, parent: str, **more: Any) -> NewUnit:
    if kind in INSTITUTIONS:
        # of an area code that is assigned to no place
        more["phone"] = f"0400-55{crc32(code.encode()) % 100_000:05d}"
    return NewUnit(code, name, kind, OPENED_ON, parent_code=parent, is_demo=True, **more)


def _sections(told: dict[str, Any]) -> Iterator[NewUnit]:
    for number, (name, reviews) in enumerate(told["bureau"]["sections"], 1):
        yield _unit(
            f"{ROOT}/S{number}", name, Kind.SECTION, ROOT, reviews=reviews, order=900 + number
        )


def _county(county: dict[str, Any], order: int) -> Iterator[NewUnit]:
    code = f"{ROOT}/{county['code']}"
    kind = Kind.DEVELOPMENT_ZONE if county.get("zone") else Kind.COUNTY
    yield _unit(code, county["name"], kind, ROOT, short_name=county.get("short", ""), order=order)
    places: dict[str, str] = {}
    for number, (stem, suffix) in enumerate(_townships(county), 1):
        places[stem] = f"{code}/{number:02d}"
        yield _unit(places[stem], stem + suffix, Kind.TOWNSHIP, code, order=number)
    homes = [*_public(county, code, places), *_private(county, places)]
    for number, (name, home_kind, parent) in enumerate(homes, 1):
        yield _unit(f"{code}/H{number:03d}", name, home_kind, parent, order=number)


def _townships(county: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        *((s, "街道") for s in county.get("streets", ())),
        *((t, "镇") for t in county.get("towns", ())),
        *((t, "乡") for t in county.get("townships", ())),
    ]


def _public(
    county: dict[str, Any], code: str, places: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    name, short = county["name"], county.get("short", county["name"])
    if county["code"] == "ZL":
        # the hospital's ward for the old reports on its own
        yield "柘陵县民康医院颐养病区", Kind.PUBLIC_URBAN_HOME, f"{code}/X01"
    else:
        yield (
            f"{short}社会福利{'中心' if county.get('zone') else '院'}",
            Kind.PUBLIC_URBAN_HOME,
            code,
        )
    if not county.get("zone"):
        yield f"{name}中心敬老院", Kind.PUBLIC_RURAL_HOME, code
    rural = [(s, x) for s, x in _townships(county) if x != "街道"]
    for stem, suffix in rural:
        yield f"{stem}{suffix}敬老院", Kind.PUBLIC_RURAL_HOME, places[stem]
    for stem, suffix in rural[: county["second"]]:
        yield f"{stem}{suffix}第二敬老院", Kind.PUBLIC_RURAL_HOME, places[stem]


def _private(county: dict[str, Any], places: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    rng = random.Random(county["name"])  # noqa: S311
    stems = list(places)
    blessings = [a + b for a in _BLESSINGS for b in _BLESSINGS if a != b]
    rng.shuffle(blessings)
    for number in range(county["private_urban"]):
        stem = stems[number % len(stems)]
        name = f"{stem}{blessings[number]}{_PRIVATE[number % len(_PRIVATE)]}"
        yield name, Kind.PRIVATE_URBAN_HOME, places[stem]
    villages = _villages()
    rural = [s for s, suffix in _townships(county) if suffix != "街道"]
    for number in range(county["private_rural"]):
        stem = rural[number % len(rural)]
        village = villages[number * 9 + _COUNTY_ORDER.index(county["code"])]
        name = f"{village}村{_VILLAGE_HOMES[number % 2]}"
        yield name, Kind.PRIVATE_RURAL_HOME, places[stem]


def _villages() -> list[str]:
    """Return village names in a fixed mixed order; no two counties take the same."""
    names = [a + b for a in _VILLAGE_FIRST for b in _VILLAGE_SECOND]
    random.Random("villages").shuffle(names)  # noqa: S311
    return names


def _others(told: dict[str, Any]) -> Iterator[NewUnit]:
    """Yield the institutions that are no homes, numbered under their superior."""
    numbers: Counter[str] = Counter()
    for above, parent, name, kind, order in _told_others(told):
        numbers[above] += 1
        yield _unit(f"{above}/X{numbers[above]:02d}", name, kind, parent, order=order)


def _told_others(told: dict[str, Any]) -> Iterator[tuple[str, str, str, str, int]]:
    """Yield the code of the county or prefecture, of the superior, name, kind and order."""
    counties = {c["code"]: c for c in told["county"]}
    others = told["others"]
    for code, name, kind in others["list"]:
        above = f"{ROOT}/{code}" if code else ROOT
        yield above, above, name, kind, 500
    for code in others["registries"]:
        above = f"{ROOT}/{code}"
        name = f"{counties[code]['name']}民政局婚姻登记处"
        yield above, above, name, Kind.MARRIAGE_REGISTRY, 510
    for kind, word, share in (
        (Kind.DAY_CARE_CENTER, "社区日间照料中心", others["day_care"]),
        (Kind.ELDERLY_DAY_HOME, "社区托老所", others["day_homes"]),
    ):
        for code, count in share.items():
            stems = [s for s, _suffix in _townships(counties[code])][:count]
            for number, stem in enumerate(stems, 1):
                above = f"{ROOT}/{code}"
                yield above, f"{above}/{number:02d}", f"{stem}{word}", kind, 520
    for street, number in others["outlets"]:
        yield ROOT, ROOT, f"福彩{number}号{street}街站", Kind.LOTTERY_OUTLET, 600
