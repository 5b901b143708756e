"""A pasted chat list, as untidy as real ones: read exactly, or told why not."""

from __future__ import annotations

import re

import pytest

from shouwang.demo.forms import DemoForm, forms
from shouwang.intake.behalf import names, numerals
from shouwang.intake.behalf.chat import Home, Match, Reading, Wanted, Why, read

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


@pytest.mark.parametrize(
    "line",
    [
        "1. 松鹤敬老院 在院45 职工12 无异常",
        "1、松鹤敬老院：在院45人，职工12人，无异常",
        "１．松鹤敬老院　在院４５　职工１２　无异常",
        "①松鹤敬老院 在院45、职工12，一切正常",
        "1️⃣ 松鹤敬老院 在院 45 职工 12 全院正常👍",
        "(1)松鹤敬老院:在院:45;职工:12;无异常情况。",
        "一、松鹤敬老院 在院四十五人 职工十二人 均无异常",
        "1 松鹤敬老院 45人在院 12名职工 无异常",
        "1松鹤敬老院在院45职工12无异常",
        "【松鹤敬老院】在院45人/职工12人/今日无异常",
        "王主任: 1. 松鹤敬老院 在院45 职工12 未见异常",
        "松鹤敬老院-李院长: 在院45 职工12 无异常",
        "@张三 松鹤敬老院2月2日16:00在院45人，职工共12人，人员均正常[强]",
        "松鹤敬老院 2020-02-02 16:03 在院人数：45 职工人数=12 零报告",
        "松鹤敬老院|在院老人45|员工12|无异常",
        "报告：松鹤敬老院 在院45 职工12 无异常 13812345678",
        "松鹤敬老院\t45人在院\t职工\t12\t无异常",
        "更正 松鹤敬老院在院45，职工12，没有异常！",
        "松鹤敬老院今日在院45人，较昨日增加1人，职工12名，无异常",
    ],
)
def test_a_line_reads_the_same_however_it_is_dressed(line: str) -> None:
    (entry,) = of(line).entries
    assert (entry.match, entry.key) == (Match.EXACT, 1)
    assert entry.stated.texts == BOTH
    assert entry.stated.is_quiet


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("发热0", {"fever_residents": "0", "fever_staff": "0"}),
        ("无发热", {"fever_residents": "0", "fever_staff": "0"}),
        ("发热无", {"fever_residents": "0", "fever_staff": "0"}),
        ("没有发热 特困八人", {"fever_residents": "0", "fever_staff": "0", "destitute": "8"}),
        ("口罩1,200只", {"masks": "1200"}),
        ("口罩1.2万只", {"masks": "12000"}),
        ("口罩一千二百只 新入住无", {"masks": "1200", "admitted": "0"}),
        ("45在院12职工", BOTH),
        ("在院45人12名职工", BOTH),
        ("在院45人(其中特困20人)", {"in_house": "45", "destitute": "20"}),
        ("在岗职工10", {"on_post": "10"}),
        ("在院45 在院45", {"in_house": "45"}),
        ("服务对象发热0", {}),
        ("在院 ", {}),
        ("在院：无", {"in_house": "0"}),
        ("在院俩人", {"in_house": "2"}),
        ("在院45（外出2）", {"in_house": "45"}),
        ("无发热、咳嗽等异常情况", {"fever_residents": "0", "fever_staff": "0"}),
        ("无发烧咳嗽", {"fever_residents": "0", "fever_staff": "0"}),
    ],
)
def test_words_and_numbers_pair_in_any_order(words: str, texts: dict[str, str]) -> None:
    assert stated(f"{words} 职工12")  # the line is read at all
    assert stated(f"{words}，职工12") == {"staff": "12", **texts}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("在院约45人", Why.VAGUE),
        ("在院四十多人", Why.VAGUE),
        ("在院45左右", Why.VAGUE),
        ("在院45-46", Why.VAGUE),
        ("在院45→46", Why.VAGUE),
        ("在院45/50", Why.VAGUE),
        ("在院四五人", Why.VAGUE),
        ("在院+1", Why.VAGUE),
        ("昨日 在院45", Why.VAGUE),
        ("发热1", Why.AMBIGUOUS),
        ("外出在院2人", Why.UNCLEAR),
        ("在院失踪2人", Why.UNCLEAR),
        ("在院职工外出3", Why.UNCLEAR),
        ("在院", Why.LONELY),
        ("床位60", Why.UNKNOWN),
        ("在院45 在院46", Why.TWICE),
        ("口罩：在院3", Why.UNCLEAR),
        ("体温36.5", Why.UNKNOWN),
        ("除1人外无异常", Why.EXCEPT),
        ("无异常？", Why.EXCEPT),
        ("体温正常", Why.PARTLY),
        ("老人体温均正常", Why.PARTLY),
        ("职工正常", Why.PARTLY),
        ("其他无异常", Why.PARTLY),
    ],
)
def test_what_is_not_certain_is_left_aside_with_the_reason(words: str, why: Why) -> None:
    (entry,) = of(f"松鹤敬老院 职工12，{words}").entries
    assert entry.stated.texts == {"staff": "12"}
    assert not entry.stated.is_quiet
    assert why in {piece.why for piece in entry.stated.pieces}


@pytest.mark.parametrize(
    ("name", "match", "keys"),
    [
        ("松鹤敬老院", Match.EXACT, (1,)),
        ("拾桥镇第二敬老院", Match.EXACT, (4,)),
        ("颐萱公寓", Match.EXACT, (2,)),
        ("上柳幸福院", Match.EXACT, (5,)),
        ("松贺敬老院", Match.LIKELY, (1,)),
        ("松鹤院", Match.LIKELY, (1,)),
        ("拾桥敬老院", Match.LIKELY, (3,)),
        ("拾桥第二敬老院", Match.LIKELY, (4,)),
        ("棠汀颐宣老年公寓", Match.LIKELY, (2,)),
        ("松鹤敬老院东院区", Match.LIKELY, (1,)),
        ("小松鹤敬老院", Match.LIKELY, (1,)),
        ("柳村幸福养老院", Match.CHOOSE, (5, 6)),
        ("幸福养老院", Match.CHOOSE, (5, 6)),
        ("幸福院", Match.CHOOSE, (5, 6)),
        ("柳村幸福院", Match.CHOOSE, (5, 6)),
        ("拾桥", Match.CHOOSE, (3, 4)),
        ("松鹤养老院", Match.LIKELY, (1,)),
        ("松村托老院", Match.LIKELY, (7,)),
        ("松龄敬老院", Match.CHOOSE, (1,)),  # no slip of the ear: another house's name
        ("夕阳红护理院", Match.NONE, ()),
    ],
)
def test_a_name_is_exact_likely_to_choose_or_nobodys(
    name: str, match: Match, keys: tuple[int, ...]
) -> None:
    (entry,) = of(f"1. {name} 在院45 职工12 无异常").entries
    assert entry.match == match
    assert set(keys) <= set(entry.candidates)
    assert entry.candidates[: len(keys)] == keys or match == Match.CHOOSE
    assert entry.key == (keys[0] if match == Match.EXACT else None)
    assert entry.stated.texts == BOTH


def test_a_persons_choice_settles_who_is_meant() -> None:
    text = "1. 松贺敬老院 在院45\n2. 幸福养老院 在院30"
    assert [e.key for e in of(text).entries] == [None, None]
    settled = of(text, n1=1, n2=6)
    assert [(e.key, e.stated.texts["in_house"]) for e in settled.entries] == [(1, "45"), (6, "30")]
    assert of(text, n1=99).entries[0].key is None  # not one of these institutions


CHAT = """#接龙
棠汀街道养老机构日报 2月2日
例：XX敬老院 在院XX 职工XX 无异常

张三 2020/2/2 16:03
1. 松鹤敬老院 在院45 职工12 无异常
李四(13912345678) 16:05:22
2、棠汀颐萱老年公寓：在院 三十八人，职工１４名，发热无
收到[OK]
王五 16:07
拾桥镇敬老院
在院：60
职工：15
无异常

拾桥镇第二敬老院 在院20 职工6 5.上柳幸福院 在院30 职工 8.下柳村幸福养老院 在院22 职工7
合计 在院195 职工54
大家抓紧上报，还差两家
没名字的 在院10
"""


def test_a_whole_chat_loses_no_line() -> None:
    reading = of(CHAT)
    assert [(e.key, e.stated.texts.get("in_house"), e.stated.texts.get("staff"))
            for e in reading.entries] == [
        (1, "45", "12"),
        (2, "38", "14"),
        (3, "60", "15"),
        (4, "20", "6"),
        (5, "30", "8"),
        (6, "22", "7"),
        (None, "10", None),
    ]  # fmt: skip
    assert [e.key for e in reading.entries if e.stated.is_quiet] == [1, 3]
    told = {piece.text: piece.why for piece in reading.lines}
    assert told["合计 在院195 职工54"] == Why.TOTAL
    assert told["大家抓紧上报，还差两家"] == Why.TALK
    assert told["李四(139****5678) 16:05:22"] == Why.TALK


def figures(text: str) -> list[tuple[str, int | None, dict[str, str]]]:
    """Return of each entry how it was named, whose it is for certain, and what it states."""
    return [(e.head, e.key, e.stated.texts) for e in of(text).entries]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "松鹤 在院45，拾桥镇敬老院 职工15",
            [("松鹤", None, {"in_house": "45"}), ("拾桥镇敬老院", 3, {"staff": "15"})],
        ),
        (
            "拾桥镇敬老院 在院60 松鹤 职工12",
            [("拾桥镇敬老院", 3, {"in_house": "60"}), ("松鹤", None, {"staff": "12"})],
        ),
        (
            "拾桥镇敬老院 职工15\n老柳 在院30",
            [("拾桥镇敬老院", 3, {"staff": "15"}), ("老柳", None, {"in_house": "30"})],
        ),
        (
            "拾桥镇敬老院 职工15\n王芳：在院30",
            [("拾桥镇敬老院", 3, {"staff": "15"}), ("王芳", None, {"in_house": "30"})],
        ),
        (
            "3. 松鹤敬老院 职工12\n4. A 上柳 在院30",
            [("松鹤敬老院", 1, {"staff": "12"}), ("上柳", None, {"in_house": "30"})],
        ),
        ("3. 松鹤敬老院 职工12\n4. 在院30", [("松鹤敬老院", 1, {"staff": "12"})]),
        ("拾桥镇敬老院 职工15\n@松鹤敬老院 在院45", [("拾桥镇敬老院", 3, {"staff": "15"})]),
        ("@王芳松鹤敬老院 在院45", [("松鹤敬老院", 1, {"in_house": "45"})]),
        ("拾桥镇敬老院 职工15\n全镇在院195人", [("拾桥镇敬老院", 3, {"staff": "15"})]),
        ("拾桥镇敬老院 职工15\n共6家，在院195", [("拾桥镇敬老院", 3, {"staff": "15"})]),
        ("在院38 颐萱公寓 在院30 上柳幸福院", []),
    ],
)
def test_figures_of_one_home_are_never_taken_for_anothers(
    text: str, expected: list[tuple[str, int | None, dict[str, str]]]
) -> None:
    assert figures(text) == expected
    reading = of(text)
    kept = " ".join([*(e.raw for e in reading.entries), *(p.text for p in reading.lines)])
    assert sorted(re.sub(r"\W", "", kept)) == sorted(re.sub(r"\W", "", text))  # nothing is lost


@pytest.mark.parametrize(
    "words",
    [
        "发热1 零报告",
        "发热1人，无异常",
        "无异常 1人发烧",
        "无异常，2人咳嗽已就医",
        "一切正常，昨晚一老人摔伤",
        "无异常 发热约2人",
        "无异常\n松鹤敬老院 发热1",
    ],
)
def test_all_is_well_beside_a_fever_is_no_zero_report(words: str) -> None:
    (entry,) = of(f"松鹤敬老院 在院45 {words}").entries
    assert not entry.stated.is_quiet
    assert Why.DENIED in {piece.why for piece in entry.stated.pieces}
    assert entry.stated.texts == {"in_house": "45"}


@pytest.mark.parametrize(
    ("words", "is_same"),
    [
        ("同昨天", True),
        ("无变化", True),
        ("数据与昨日一致，无异常", True),
        ("在院45，其余不变", True),
        ("今天没变化", True),
        ("在院45，较昨日持平", False),
        ("在院无变化", False),
        ("除在院外同昨日", False),
        ("昨日在院44", False),
    ],
)
def test_as_yesterday_is_understood_of_the_whole_report_only(words: str, is_same: bool) -> None:
    (entry,) = of(f"松鹤敬老院 职工12 {words}").entries
    assert entry.stated.is_same == is_same
    assert entry.stated.texts.get("in_house") == ("45" if words.startswith("在院45") else None)


def test_a_table_with_its_head_is_read_by_columns_and_one_that_does_not_fit_is_not() -> None:
    text = "机构 在院 职工 发热\n松鹤敬老院 45 12 0 无异常\n拾桥镇敬老院 60 15"
    (entry,) = of(text).entries
    assert entry.stated.texts == BOTH | {"fever_residents": "0", "fever_staff": "0"}
    assert entry.stated.is_quiet
    assert of(text).lines[-1].why == Why.UNCLEAR


def test_a_block_goes_on_over_items_that_the_form_does_not_ask() -> None:
    (entry,) = of("松鹤敬老院：\n1、护理员：5\n2、在院45人\n3、职工12\n体温正常\n无异常").entries
    assert entry.stated.texts == BOTH
    assert entry.stated.is_quiet
    assert ("护理员", Why.UNKNOWN) in {(p.text, p.why) for p in entry.stated.pieces}


def test_one_home_in_two_lines_is_one_and_what_they_dispute_counts_as_neither() -> None:
    (entry,) = of("松鹤敬老院 在院45\n王五:\n松鹤敬老院 在院46 职工12").entries
    assert entry.stated.texts == {"staff": "12"}
    assert [p.why for p in entry.stated.pieces] == [Why.TWICE]
    assert "在院 45 / 46" in entry.stated.pieces[0].text


def test_the_reply_of_another_is_not_added_to_the_home_above() -> None:
    reading = of("松鹤敬老院 在院45 职工12\n李四 16:05\n无异常")
    assert not reading.entries[0].stated.is_quiet
    assert [p.why for p in reading.lines] == [Why.TALK, Why.NO_UNIT]


def test_the_kept_words_hold_no_telephone_or_identity_number() -> None:
    (entry,) = of(
        "松鹤敬老院 在院45 联系人13812345678 身份证110101199003077758 0550-3011201 电话3011202"
    ).entries
    assert "138****5678" in entry.note
    assert "199003077758" not in entry.note
    assert "3011201" not in entry.note
    assert "3011202" not in entry.note
    assert entry.stated.texts == {"in_house": "45"}


def test_a_name_without_figures_and_an_empty_paste_state_nothing() -> None:
    assert [p.why for p in of("松鹤敬老院 已报").lines] == [Why.NO_FIGURES]
    assert of("").entries == []
    assert of("松鹤敬老院 无异常").entries[0].stated.texts == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45", 45), ("1,200", 1200), ("1.5万", 15000), ("四十五", 45), ("十二", 12), ("二十", 20),
        ("一百零二", 102), ("一百二", 120), ("一万二", 12000), ("两千三百", 2300), ("二〇", 20),
        ("廿三", 23), ("壹佰贰拾", 120), ("零", 0), ("一", 1), ("三万零五十", 30050),
        ("四五", None), ("十十", None), ("百", None),
    ],
)  # fmt: skip
def test_numerals_read_as_people_write_them(text: str, value: int | None) -> None:
    assert numerals.read(text) == value


@pytest.mark.parametrize("paste", ["\x00" * 50, "1" * 5000, "在院" * 3000, "(" * 9000, "一" * 8000])
def test_a_hostile_paste_is_read_in_no_time(paste: str) -> None:
    assert of(paste + "\n松鹤敬老院 在院45").entries[-1].stated.texts == {"in_house": "45"}


def test_a_long_talk_is_hardly_ever_laid_beside_a_name_sign_by_sign(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The whole talk of a day, pasted where hundreds of homes may be meant, is read at once."""
    compared = 0
    distance = names._distance

    def counted(one: str, other: str, *, most: int) -> int:
        nonlocal compared
        compared += 1
        return distance(one, other, most=most)

    monkeypatch.setattr(names, "_distance", counted)
    talk = "\n".join(["各位辛苦了，请大家做好通风消毒，量好体温", "收到，谢谢领导关心"] * 50)
    assert of(f"{talk}\n松贺敬老院 在院45").entries[0].candidates == (1,)
    assert 0 < compared < 10


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.code)
def test_no_item_of_a_real_form_is_ever_taken_for_another(form: DemoForm) -> None:
    specs = [item.figure for item in form.draft.items]
    items = [Wanted(f.code, f.zh, tuple(f.aliases)) for f in specs]
    read_right = 0
    for spec in specs:
        for words in (spec.zh, *spec.aliases):
            for line in (f"{words}12", f"{words}：12{spec.measure}", f"12{spec.measure}{words}"):
                (entry,) = read(f"1. 松鹤敬老院 {line} 无异常", HOMES, items).entries
                assert entry.stated.texts in ({}, {spec.code: "12"}), line
                read_right += bool(entry.stated.texts)
                assert entry.stated.texts or entry.stated.pieces, line
    asked = sum(3 * (1 + len(spec.aliases)) for spec in specs)
    assert read_right >= 0.9 * asked
