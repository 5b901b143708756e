"""Which unit a text speaks of: names of the units asked about, 全市, 我县, places of others."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from shouwang.checking import marks
from shouwang.orgs.kinds import JURISDICTIONS, Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

_SHORTENED = {Kind.PREFECTURE, Kind.COUNTY, Kind.DEVELOPMENT_ZONE}
_ENDINGS = ("省", "市", "州", "县", "区", "旗", "街道", "镇", "乡")
_BY_KIND = {
    Kind.PROVINCE: ("省", "州"),
    Kind.PREFECTURE: ("市", "州"),
    Kind.COUNTY: ("县", "区", "市"),
}
_OF_OTHERS = re.compile(
    r"[\u4e00-\u9fff]{2,4}?(?:自治州|自治县|[省市县区州旗镇乡])"
    r"|[\u4e00-\u9fff]{2,10}?(?:敬老院|养老院|福利院|老年公寓|服务中心|护理院|托养院|幸福院|殡仪馆|救助站|陵园)"
)
# 社区, 疫区 … are no places of their own; nor is 各县, 城区
_NO_PLACE = re.compile(
    r"社区|小区|辖区|地区|疫区|城区|园区|病区|院区|街区|校区|景区|区域|分区|片区|灾区|库区|"
    r"[各全我本该两县城乡省市村几多]+[省市县区州旗镇乡]$|县（|县\(|下乡|返乡|家乡|老乡|同乡|超市|上市|夜市|集市|门市|股市"
)


@dataclass(frozen=True)
class Place:
    """A unit as a text names it; ``units`` has several where two bear the name, none abroad."""

    start: int
    end: int
    name: str
    units: tuple[int, ...] = ()

    @property
    def is_elsewhere(self) -> bool:
        """Return whether it is no unit of those asked about."""
        return not self.units


@dataclass
class Places:
    """The names of the units of a check: the one asked about and those below it, in scope."""

    unit: Unit
    names: dict[str, list[int]] = field(default_factory=dict)
    units: dict[int, Unit] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    above: list[str] = field(default_factory=list)
    _lengths: dict[str, list[int]] = field(default_factory=dict)

    def index(self) -> None:
        """Make ready to find names; called once."""
        found: dict[str, set[int]] = {}
        for name in [*self.names, *self.others, *self.above]:
            found.setdefault(name[0], set()).add(len(name))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in found.items()}

    def at(self, text: str, start: int) -> Place | None:
        """Return the longest name that stands at a place of the text."""
        for size in self._lengths.get(text[start], ()):
            name = text[start : start + size]
            if not _stands_alone(text, start, start + size):
                continue
            if name in self.names:
                return Place(start, start + size, name, tuple(self.names[name]))
            if name in self.others or name in self.above:
                return Place(start, start + size, name)
        return None

    def named_in(self, text: str) -> marks.Places:
        """Return our names and other people's that stand in a text."""
        own = {name for name in (*self.names, *self.above) if name in text}
        others = {name for name in self.others if len(name) > 2 and name in text}
        return marks.Places(frozenset(own), frozenset(others - own))

    def elsewhere(self, text: str) -> str:
        """Return a name in a stretch of text that looks like a place and is none of ours."""
        for found in _OF_OTHERS.finditer(text):
            if not _NO_PLACE.search(found.group()):
                return found.group()
        return ""

    def area(self, word: str, topics: list[int]) -> tuple[int, ...] | None:
        """Return the units that 全市, 我县, 本院 mean after ``topics``; None where it is doubtful.

        An empty answer is a place above or beside the units asked about.
        """
        ending = next((e for e in _ENDINGS if word.endswith(e)), "")
        if word.startswith(("辖区", "本辖区")):
            return (self.unit.pk,) if not topics else None
        if not ending:
            return (self.unit.pk,) if self.unit.is_institution or word.startswith("我局") else None
        for unit_id in reversed(topics):
            if _ends_on(self.units[unit_id], ending):
                return (unit_id,)
        if _ends_on(self.unit, ending):
            return (self.unit.pk,)
        if any(name.endswith(ending) for name in self.above):
            return ()
        return None


def read(scope: Scope, unit: Unit) -> Places:
    """Return the names that a text about a unit may use; nothing out of scope is among them."""
    found = Places(unit)
    within = Unit.objects.filter(scope.q(), path__gte=unit.path, path__lt=unit.path + "~")
    for one in within.exclude(kind=Kind.SECTION).defer("reviews", "address", "phone"):
        found.units[one.pk] = one
        for name in _names(one, unit):
            found.names.setdefault(name, []).append(one.pk)
    found.units.setdefault(unit.pk, unit)
    elsewhere = Unit.objects.filter(kind__in=JURISDICTIONS).exclude(
        path__gte=unit.path, path__lt=unit.path + "~"
    )
    for name, path in elsewhere.values_list("name", "path"):
        if len(name) < 2 or name in found.names:
            continue
        if unit.path.startswith(path):
            found.above.append(name)
        else:
            found.others.add(name)
    found.index()
    return found


def _ends_on(unit: Unit, ending: str) -> bool:
    """Return whether 全县 may mean a unit: by its name, or by its kind where that says nothing."""
    if unit.name.endswith(_ENDINGS) or not unit.name.isascii():
        return unit.name.endswith(ending)
    return ending in _BY_KIND.get(Kind(unit.kind), ())


def _names(unit: Unit, asked: Unit) -> set[str]:
    names = {unit.name, unit.short_name} - {""}
    own = unit.name.removeprefix(asked.name)
    if own not in ("", unit.name) and asked.name[-1] in "省市县区州":
        names.add(asked.name[-1] + own)  # 市慈善会, in the city's own paper
    if unit.kind in _SHORTENED and len(unit.name) > 2 and unit.name[-1:] in "市县区":
        names.add(unit.name[:-1])
    if unit.name.isascii() and unit.kind in JURISDICTIONS:
        names |= {unit.name.title(), *(n + "县" for n in (unit.name, unit.name.title()))}
    return {name for name in names if len(name) > 1}


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether a name of letters is not part of a longer word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    cut_left = before.isascii() and before.isalnum() and text[start].isascii()
    cut_right = after.isascii() and after.isalpha() and text[end - 1].isascii()
    if after.isdigit() and text[end - 1].isdigit():
        cut_right = True
    return not (cut_left or cut_right)
