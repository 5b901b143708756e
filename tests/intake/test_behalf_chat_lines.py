"""One line of a pasted chat, as untidy as real ones: read exactly, or told why not."""

from __future__ import annotations

import pytest

from shouwang.demo.forms import DemoForm, forms
from shouwang.intake.behalf import numerals
from shouwang.intake.behalf.chat import Match, Wanted, Why, read
from tests.intake.chats import BOTH, HOMES, of, stated


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
        "无异常，有一位老人37.8度",
        "零报告 李四 37.9",
        "零报告 体温38.2℃1人",
        "零报告，张大爷咳得厉害",
        "零报告，昨夜一老人过世",
    ],
)
def test_all_is_well_beside_a_fever_is_no_zero_report(words: str) -> None:
    (entry,) = of(f"松鹤敬老院 在院45 {words}").entries
    assert not entry.stated.is_quiet
    assert Why.DENIED in {piece.why for piece in entry.stated.pieces}
    assert entry.stated.texts == {"in_house": "45"}


@pytest.mark.parametrize(
    "words",
    [
        "体温36.5",
        "体温36.2-37.1",
        "体温均在37.3℃以下",
        "体温都低于37.3度",
        "无37.3以上人员",
        "酒精37.5升",
        "室温24度",
    ],
)
def test_a_temperature_that_nobody_had_takes_nothing_back(words: str) -> None:
    (entry,) = of(f"松鹤敬老院 在院45，{words}，无异常").entries
    assert entry.stated.is_quiet


@pytest.mark.parametrize(
    ("words", "is_same"),
    [
        ("同昨天", True),
        ("无变化", True),
        ("数据与昨日一致，无异常", True),
        ("在院45，其余不变", True),
        ("今天没变化", True),
        ("与昨日 一致", True),
        ("和 在岗10", False),
        ("较昨日 增加1人", False),
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


def test_the_kept_words_hold_no_telephone_or_identity_number() -> None:
    (entry,) = of(
        "松鹤敬老院 在院45 联系人13812345678 身份证110101199003077758 0550-3011201 电话3011202"
    ).entries
    assert "138****5678" in entry.note
    assert "199003077758" not in entry.note
    assert "3011201" not in entry.note
    assert "3011202" not in entry.note
    assert entry.stated.texts == {"in_house": "45"}


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
