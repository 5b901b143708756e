"""Names, numbers and rooms of people who do not exist, always the same for the same institution."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from shouwang.people.checks import NewContact, NewPerson

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(0, len(text), 2)]


_OLD_WOMEN = _pairs("秀英桂兰玉珍淑华凤英素芬翠莲月娥兰芳桂香玉梅春花菊英金凤惠芳巧云")
_OLD_MEN = _pairs("建国德福永贵长林文才守义志明国栋福生水根正山树德金山家旺仁义云龙")
_YOUNG = _pairs("小雨婷婷佳怡浩然子轩欣怡明轩思远晓敏俊杰雅琴海燕丽娟志强文静国庆")
_JOBS = ("护理员", "护理员", "护理员", "护理员", "医务", "厨师", "保洁", "保安", "管理")
_RELATIONS = ("儿子", "女儿", "侄子", "孙女")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PER_ROOM = 3


def id_number(house: int, born_on: date, number: int) -> str:
    """Return a number that passes GB 11643's check, of an area code that no place bears."""
    body = f"99{house:04d}{born_on:%Y%m%d}{number % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def resident(house: int, number: int, rng: Random, *, child_of: date | None = None) -> NewPerson:
    """Return the ``number``-th resident of a house; a child is born on ``child_of``."""
    male = rng.random() < 0.42
    given = rng.choice(_YOUNG if child_of else _OLD_MEN if male else _OLD_WOMEN)
    born_on = child_of or date(1925, 1, 1) + timedelta(days=int(rng.triangular(0, 12_000, 5_000)))
    sequence = number * 2 + int(male)
    room, bed = divmod(number, PER_ROOM)
    return NewPerson(
        name=rng.choice(_SURNAMES) + given,
        id_number=id_number(house, born_on, sequence),
        born_on=born_on if child_of else None,
        room=f"{room // 20 + 1}{room % 20 + 1:02d}",
        bed=str(bed + 1),
        care="" if child_of else _care(rng),
        is_destitute=not child_of and rng.random() < 0.3,
        contacts=() if child_of else (_relative(rng),),
    )


def worker(number: int, rng: Random) -> NewPerson:
    """Return the ``number``-th member of a house's staff."""
    return NewPerson(
        name=rng.choice(_SURNAMES) + rng.choice(_YOUNG),
        birth_year=rng.randint(1962, 1998),
        sex="m" if rng.random() < 0.3 else "f",
        phone=phone(rng),
        job=_JOBS[number % len(_JOBS)],
    )


def visitor(rng: Random) -> tuple[str, str]:
    """Return the name and phone of somebody at a gate."""
    return rng.choice(_SURNAMES) + rng.choice(_YOUNG), phone(rng)


def phone(rng: Random) -> str:
    """Return a telephone number of an area code that is assigned to no place."""
    return f"0400-55{rng.randrange(100_000):05d}"


def _care(rng: Random) -> str:
    return rng.choices(("self", "semi", "full"), (60, 22, 18))[0]


def _relative(rng: Random) -> NewContact:
    name, number = visitor(rng)
    return NewContact(name, number, rng.choice(_RELATIONS), is_guardian=False)
