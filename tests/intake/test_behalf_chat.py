"""A whole pasted chat: no line is lost, nobody's figures are taken for another's."""

from __future__ import annotations

import re

import pytest

from shouwang.intake.behalf import names
from shouwang.intake.behalf.chat import Why
from tests.intake.chats import BOTH, of


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


def test_a_name_without_figures_and_an_empty_paste_state_nothing() -> None:
    assert [p.why for p in of("松鹤敬老院 已报").lines] == [Why.NO_FIGURES]
    assert of("").entries == []
    assert of("松鹤敬老院 无异常").entries[0].stated.texts == {}


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
