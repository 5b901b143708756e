"""The homes and items that a pasted chat is read against in tests."""

from __future__ import annotations

from shouwang.intake.behalf.chat import Home, Reading, Wanted, read

HOMES = [
    Home(1, ("松鹤敬老院",)),
    Home(2, ("棠汀颐萱老年公寓", "颐萱公寓")),
    Home(3, ("拾桥镇敬老院",)),
    Home(4, ("拾桥镇第二敬老院",)),
    Home(5, ("上柳村幸福养老院", "上柳幸福院")),
    Home(6, ("下柳村幸福养老院",)),
    Home(7, ("松村托养院",)),
]
ITEMS = [
    Wanted("in_house", "在院", ("在院老人", "入住老人")),
    Wanted("staff", "在册职工", ("职工", "员工", "工作人员")),
    Wanted("on_post", "在岗", ("在岗职工",)),
    Wanted("destitute", "其中：特困供养", ("特困",)),
    Wanted("admitted", "今日新入住", ("新入住",)),
    Wanted("fever_residents", "今日新发发热：服务对象", is_quiet=True),
    Wanted("fever_staff", "今日新发发热：职工", is_quiet=True),
    Wanted("masks", "口罩库存", ("口罩",)),
]


def of(text: str, **chosen: int) -> Reading:
    return read(text, HOMES, ITEMS, {int(k[1:]): v for k, v in chosen.items()})


def stated(text: str) -> dict[str, str]:
    """Return what one line of 松鹤敬老院 states."""
    (entry,) = of(f"松鹤敬老院 {text}").entries
    return entry.stated.texts


BOTH = {"in_house": "45", "staff": "12"}
