"""Kinds of unit: jurisdictions, bureaus' own parts, institutions (systems.md A1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a unit is; forms name the kinds that file them, sections the kinds they review."""

    NATION = "nation", _("国家")
    PROVINCE = "province", _("省级")
    PREFECTURE = "prefecture", _("地市级")
    COUNTY = "county", _("县级")
    DEVELOPMENT_ZONE = "development_zone", _("开发区")
    TOWNSHIP = "township", _("乡镇街道")
    COMMUNITY = "community", _("村（社区）")
    SECTION = "section", _("科（股）室")
    PUBLIC_URBAN_HOME = "public_urban_home", _("公办城市养老机构")
    PUBLIC_RURAL_HOME = "public_rural_home", _("公办农村养老机构")
    PRIVATE_URBAN_HOME = "private_urban_home", _("民办城市养老机构")
    PRIVATE_RURAL_HOME = "private_rural_home", _("民办农村养老机构")
    CARE_FACILITY = "care_facility", _("长期照护机构")
    DAY_CARE_CENTER = "day_care_center", _("日间照料中心")
    ELDERLY_DAY_HOME = "elderly_day_home", _("托老所")
    CHILD_WELFARE_HOME = "child_welfare_home", _("儿童福利院")
    MINOR_PROTECTION = "minor_protection", _("未成年人救助保护中心")
    PSYCHIATRIC_HOSPITAL = "psychiatric_hospital", _("精神卫生福利机构")
    RESCUE_STATION = "rescue_station", _("救助管理站")
    FUNERAL_HOME = "funeral_home", _("殡仪馆")
    CEMETERY = "cemetery", _("公墓")
    MARRIAGE_REGISTRY = "marriage_registry", _("婚姻登记处")
    LOTTERY_OUTLET = "lottery_outlet", _("福彩站点")
    CHARITY_FEDERATION = "charity_federation", _("慈善会")


JURISDICTIONS = (
    Kind.NATION,
    Kind.PROVINCE,
    Kind.PREFECTURE,
    Kind.COUNTY,
    Kind.DEVELOPMENT_ZONE,
    Kind.TOWNSHIP,
    Kind.COMMUNITY,
)
ELDERLY_HOMES = (
    Kind.PUBLIC_URBAN_HOME,
    Kind.PUBLIC_RURAL_HOME,
    Kind.PRIVATE_URBAN_HOME,
    Kind.PRIVATE_RURAL_HOME,
    Kind.CARE_FACILITY,
)
INSTITUTIONS = tuple(k for k in Kind if k not in JURISDICTIONS and k != Kind.SECTION)

# What may lie directly under what. A unit lies under a jurisdiction of a higher level;
# institutions may carry sub-units (a hospital's elderly ward reports on its own).
_RANK: dict[str, int] = {kind: rank for rank, kind in enumerate(JURISDICTIONS)}
_RANK[Kind.DEVELOPMENT_ZONE] = _RANK[Kind.COUNTY]


def may_lie_under(kind: str, parent: str | None) -> bool:
    """Return whether a unit of ``kind`` may lie directly under one of kind ``parent``.

    ``None`` is the top of the tree: only jurisdictions stand there.
    """
    if parent is None:
        return kind in _RANK
    if kind in _RANK:
        return parent in _RANK and _RANK[parent] < _RANK[kind]
    if kind == Kind.SECTION:
        return parent in _RANK
    return parent in _RANK or parent in INSTITUTIONS
