"""Fixed records to hold sentences against: two days of a small prefecture, on the real forms.

Of 2020-02-10 and -11 all have filed but 周湾敬老院, which never does. On the second day 孙桥敬老院
is late and 赵家敬老院 has a fever. The sums that ``data/checking/matching.txt`` states were added
up by hand from the figures below.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from shouwang.accounts.actions.users import system_user
from shouwang.demo.forms import forms as demo_forms
from shouwang.figures.actions import rollups
from shouwang.kit.ids import uuid7
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Filing, file_report
from shouwang.reporting.models import Form
from tests.cast import DAY, MORNING, START, at, make_unit

BEFORE = DAY - timedelta(days=1)
Values = dict[str, int]


def _home(**stated: int) -> Values:
    return stated


# unit code: name, kind, superior, the day before, the day
PLACES: dict[str, tuple[str, Kind, str, Values, Values]] = {
    "LC/TN/ZHAO": (
        "赵家敬老院", Kind.PUBLIC_RURAL_HOME, "LC/TN",
        _home(beds=150, registered=126, in_house=120, away=6, destitute=60, disabled=40, staff=40,
              on_post=36, live_in=20, masks=3000, days_left=9, temp_done=320, disinfected=60,
              refused=5, rooms_free=4, isolated=3),
        _home(beds=150, registered=126, in_house=118, away=8, left=2, destitute=60, disabled=40,
              staff=40, on_post=35, live_in=20, masks=2800, days_left=8, temp_done=310,
              disinfected=62, refused=7, rooms_free=4, isolated=4, isolated_new=2, released=1,
              fever_residents=1, sent=1),
    ),
    "LC/TN/QIAN": (
        "钱村托养院", Kind.PRIVATE_RURAL_HOME, "LC/TN",
        _home(beds=90, registered=84, in_house=80, away=4, destitute=40, disabled=30, staff=25,
              on_post=22, live_in=14, masks=1200, days_left=5, temp_done=210, disinfected=40,
              refused=3, rooms_free=3),
        _home(beds=90, registered=84, in_house=80, away=4, destitute=40, disabled=30, staff=25,
              on_post=22, live_in=14, masks=1150, days_left=5, temp_done=208, disinfected=40,
              refused=4, rooms_free=3),
    ),
    "LC/YN/SUN": (
        "孙桥敬老院", Kind.PUBLIC_RURAL_HOME, "LC/YN",
        _home(beds=60, registered=58, in_house=55, away=3, destitute=30, disabled=17, staff=18,
              on_post=17, live_in=10, masks=900, days_left=4, temp_done=150, disinfected=20,
              refused=2, rooms_free=2),
        _home(beds=60, registered=58, in_house=56, away=2, returned=1, destitute=30, disabled=17,
              staff=18, on_post=18, live_in=10, masks=880, days_left=2, temp_done=152,
              disinfected=20, refused=2, rooms_free=2, isolated=1, isolated_new=1),
    ),
    "LC/CHILD": (
        "澜川市儿童福利院", Kind.CHILD_WELFARE_HOME, "LC",
        _home(in_house=46, age0_6=16, age7_17=20, age18=10, checkups=46, food_kept=3, staff=30,
              on_post=28, live_in=18, temp_done=152, disinfected=8, refused=6, rooms_free=2,
              days_left=9),
        _home(in_house=46, age0_6=16, age7_17=20, age18=10, checkups=46, food_kept=3, staff=30,
              on_post=28, live_in=18, temp_done=152, disinfected=8, refused=9, rooms_free=2,
              days_left=9),
    ),
    "LC/CHARITY": (
        "澜川市慈善会", Kind.CHARITY_FEDERATION, "LC",
        _home(cash_in=100_000, cash_out=20_000, balance=500_000, goods_in=3, staff=6, on_post=5),
        _home(cash_in=153_041, cash_out=53_000, balance=600_041, goods_in=5, staff=6, on_post=5),
    ),
    "LC/TN/MARRY": (
        "棠宁区婚姻登记处", Kind.MARRIAGE_REGISTRY, "LC/TN",
        _home(slots=20, booked=12, married=9, divorced=3, staff=8, on_post=8, days_left=9),
        _home(slots=20, booked=12, married=8, divorced=2, staff=8, on_post=8, days_left=9),
    ),
    "LC/YN/ZHOU": ("周湾敬老院", Kind.PUBLIC_RURAL_HOME, "LC/YN", {}, {}),
}  # fmt: skip


def found_world() -> Unit:
    """Make the prefecture with its two days; return 澜川市."""
    units = {"LC": make_unit("LC", "澜川市", Kind.PREFECTURE, None)}
    units["LC/TN"] = make_unit("LC/TN", "棠宁区", Kind.COUNTY, units["LC"])
    units["LC/YN"] = make_unit("LC/YN", "砚宁县", Kind.COUNTY, units["LC"])
    make_unit("BL", "泊陵市", Kind.PREFECTURE, None)
    for code, (name, kind, above, _before, _now) in PLACES.items():
        units[code] = make_unit(code, name, kind, units[above])
    asked = _forms(units["LC"], {str(kind) for _n, kind, *_rest in PLACES.values()})
    for code, (_name, kind, _above, before, now) in PLACES.items():
        for day, values in ((BEFORE, before), (DAY, now)):
            if values:
                _file(units[code], asked[str(kind)], day, values)
    rollups.settle_all()
    return units["LC"]


def _forms(root: Unit, kinds: set[str]) -> dict[str, Form]:
    made: dict[str, Form] = {}
    for order, told in enumerate(demo_forms()):
        if not kinds & set(told.kinds):
            continue
        form = forms.create_form(
            owner=root, code=told.code, zh=told.zh, period="daily", kinds=list(told.kinds),
            starts_on=START, order=order, by=system_user(), at=MORNING,
        )  # fmt: skip
        forms.save_draft(form=form, draft=told.draft, starts_on=START, by=system_user(), at=MORNING)
        forms.publish(form=form, by=system_user(), at=MORNING)
        made |= dict.fromkeys(told.kinds, form)
    return made


def _file(unit: Unit, form: Form, day: date, values: Values) -> None:
    version = form.versions.get(state="published")
    codes = version.items.values_list("figure__code", flat=True)
    stated: dict[str, Any] = dict.fromkeys(codes, 0) | values
    sent = Filing(values=stated, client_id=uuid7(), reasons=dict.fromkeys(codes, "年前调整"))
    late = unit.name == "孙桥敬老院" and day == DAY
    moment = at(day, 16, 50 if late else 0)
    file_report(unit=unit, form=form, day=day, filing_=sent, by=system_user(), at=moment)
