"""The lint finds what is wrong in a text, says why in Chinese, and does not cry wolf."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from shouwang.checking.lint import RULES, lint
from shouwang.checking.marks import Places
from tests.checking.annotated import DEV, HELD_OUT, PLACES, lint_score, read
from tests.checking.test_find import anything

FLOOR = 0.95


def _told(text: str, **more) -> list[tuple[str, str]]:
    return [(remark.rule, remark.text) for remark in lint(text, **more)]


@pytest.mark.parametrize("path", [DEV, HELD_OUT], ids=["dev", "held out"])
def test_the_lint_says_of_the_annotated_sentences_what_it_should_and_no_more(path):
    score = lint_score((one, lint(one.text, places=PLACES)) for one in read(path))
    assert min(score.precision, score.recall) >= FLOOR
    assert score.wanted > 20


@pytest.mark.parametrize(
    ("text", "rule", "fragment"),
    [
        ("截至X月X日，确诊XX例", "placeholder", "X月X日"),
        ("累计捐款万元，已公示", "missing_number", "捐款万元"),
        ("先后共出动人次，劝返多人", "missing_number", "出动人次"),
        ("报送率达%，居全市前列", "missing_number", "达%"),
        ("澜疫办〔2020〕号文件", "missing_number", "〔2020〕号"),
        ("请于（　）前报送", "blank_brackets", "（　）"),
        ("一、组织。二、机构。四、督导。", "numbering", "四、"),
        ("（一）机构。（三）殡葬。", "numbering", "（三）"),
        ("1.机构。\n2.物资。\n4.宣传。", "numbering", "4."),
        ("身份证110101199003077379", "id_number", "110101199003077379"),
        ("身份证110101199003077370", "id_number", "110101199003077370"),
        ("电话13800138000", "phone", "13800138000"),
        ("老人王秀兰，今日退烧", "person_name", "王秀兰"),
        ("自l月25日起", "lookalike", "l月"),
        ("关干做好防控工作的通知", "lookalike", "关干"),
        ("高度重视。。抓好落实", "repeated", "。。"),
        ("确诊10例，其中榆埠县4例，砚宁县5例。", "parts", "10"),
        ("棠宁区4例、槐津区5例，合计10例。", "parts", "10"),
        ("发现问题31个，其中已整改25个、未整改5个。", "parts", "31"),
        ("发现隐患57处，其中消防30处、用电17处、饮食8处。", "parts", "57"),
        ("应报机构179家，已报176家；应报机构178家。", "two_values", "178"),
        ("全市现有养老机构179家。\n全市178家养老机构全部封闭。", "two_values", "178"),
    ],
)
def test_a_slip_is_found_where_it_stands(text, rule, fragment):
    assert (rule, fragment) in _told(text)


@pytest.mark.parametrize(
    "text",
    [
        "以万元计，单位：万元。按人次、户数统计。",
        "培训人次\n督导轮次\n累计走访户次",
        "全体机关干部返岗，公开干事。水井登记造册，周末报备，自己对照检查。",
        "人人有责，天天调度，为了了解需求，主要要求有三，研究研究再答复。",
        "一、总体。（一）机构。（二）人员。二、问题。（一）物资。1.口罩。2.酒精。",
        "（四）保障。（五）宣传。",
        "1.机构。2.物资。二、问题。3.宣传。",
        "确诊9例，其中榆埠县4例，砚宁县5例。",
        "检查340家次，其中暗访120家次、夜查30家次。",
        "党员30人，其中女党员16人、35岁以下12人。",
        "昨日在院412人，今日在院421人。",
        "棠宁区在院412人。槐津区在院300人。",
        "全市现有养老机构179家。全市9家养老机构被通报。棠宁区28家养老机构全部封闭。",
        "局长刘建平到岗，王某某已解除观察，护理员高度负责，老人康复出院。",
        "电话0558-2295678，编号20200001。",
        "无症状感染者0例，疑似0例。",
    ],
)
def test_good_text_gives_no_remark(text):
    assert _told(text) == []


def test_another_places_name_is_told_unless_people_go_there_or_come_from_there():
    places = Places(own=frozenset({"砚宁县"}), others=frozenset({"宁县", "泊陵市"}))
    assert _told("泊陵市民政系统闻令而动。", places=places) == [("other_place", "泊陵市")]
    assert _told("市委、泊陵市委要求落实。", places=places) == [("other_place", "泊陵市")]
    assert _told("砚宁县无异常。从泊陵市返回2人，支援泊陵市口罩。", places=places) == []


def test_the_nations_other_prefectures_are_known_without_being_handed_in():
    ours = Places(own=frozenset({"九江市"}))
    text = "牡丹江市民政局组织督查。九江市民政局跟进。接收武汉市返回人员2人。"
    assert _told(text, places=ours) == [("other_place", "牡丹江市")]
    assert _told(text) == []


def test_a_name_on_the_roster_is_told_wherever_it_stands():
    assert _told("上午已通知乌兰其其格家中。", people=["乌兰其其格"]) == [
        ("person_name", "乌兰其其格")
    ]


def test_a_remark_says_why_without_giving_the_number_away():
    (remark,) = lint("身份证110101199003077379")
    assert remark.why == "身份证号不得对外，应隐去：110101********7379"


@settings(deadline=None, max_examples=200)
@given(anything)
def test_any_text_gives_exact_remarks_with_a_known_rule_and_a_chinese_reason(text):
    for remark in lint(text, places=PLACES, people=["王三"]):
        assert text[remark.start : remark.end] == remark.text != ""
        assert remark.rule in RULES
        assert re.search("[\u4e00-\u9fff]", remark.why)
