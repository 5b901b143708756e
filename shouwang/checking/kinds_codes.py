"""Codes, telephone numbers, identity numbers and the numbers of documents."""

from __future__ import annotations

from shouwang.checking.kinds_rule import N, Rule, rule
from shouwang.checking.lexicon import MEASURE

_NUM = rf"(?:\d+|{N}{{1,5}})"

_AND = "[、，,和及]"
_SERVICE = r"(?:12\d{3}|11[049]|12[02]|9[56]\d{3,4})"

CODES: tuple[Rule, ...] = (
    # blanks that lint tells of: 20XX年, XX例, X月
    rule(None, r"(?<![\d.])\d{0,3}(?:[XxＸ×]{2,}|\*{2,})\d{0,3}(?![A-Za-z])"),
    # codes
    rule(
        "code",
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·・ ]?[A-Z0-9"
        r"]{5,6}(?![A-Z0-9])",
    ),
    rule("code", r"(?:https?://|www\.)[\w./?=&%#:~+-]{1,200}"),
    rule(
        "code",
        r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,64}){1,5}",
    ),
    rule("code", r"(?<![\dA-Za-z])[1-9]\d{16}[\dXx](?![\dA-Za-z])"),
    rule(
        "code",
        r"(?<![\dA-Za-z])(?=[0-9A-Z]*\d)(?=[0-9A-Z]*[A-Z])[0-9A-HJ-NP-RT-UW-Y]{2}\d{6}[0-9A-Z"
        r"]{10}(?![\dA-Za-z])",
    ),
    rule("code", r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:\d{8}|[- ]\d{4}[- ]\d{4})(?!\d)"),
    rule("code", r"(?<!\d)[1-9]\d{2,5}\*{2,}\d{0,4}[\dXx]?"),
    rule(
        "code",
        r"(?<!\d)(?:[(（]0\d{2,3}[)）] ?|0\d{2,3}[-—– ]?)(?:\d{7,8}|\d{3,4} \d{4})(?:-\d{1,5})?"
        r"(?!\d)",
    ),
    rule("code", r"(?<!\d)[48]00-?\d{3}-?\d{4}(?!\d)"),
    rule(
        "code",
        r"(?:电话|传真|座机|热线|手机|拨打|致电|编码|编号|账号|帐号|代码|邮编|QQ群?|"
        r"微信号)(?:号码)?(?:是|为)?[:：\s“\"]{0,3}(?P<m>[A-Za-z]{0,6}\d[\d-]+\d)"
        r"(?![\d.万余多%])(?!" + MEASURE + ")",
    ),
    rule(
        "code",
        r"(?<![\d.,])(?:12\d{3}|11[049]|12[02]|9[56]\d{3,4}|100\d\d)(?=[”\"]?(?:热线|"
        r"平台|电话|急救|报警|便民|公益|政务|服务热线|民政|市民|市长|心理|接线|工单|"
        r"指挥中心|转来|转办))",
    ),
    rule(
        "code",
        r"(?<![\d.,])(?:12345|12349|12320|12333|12348|12355|12338|12315)(?![\d.,万余多%]|"
        + MEASURE
        + ")",
    ),
    rule("code", r"(?<![A-Za-z0-9])[A-Z]{1,6}-?\d{5,}(?![\dA-Za-z])"),
    rule("code", r"(?<![\d.,])\d{9,40}(?![\d.,万亿余多]|" + MEASURE + ")"),
    rule(  # 殡葬96444; not 共计96444
        "code",
        rf"(?<=[\u4e00-\u9fff“、])(?<![计为达有共是至到])9[56]\d{{3}}(?![\d.,万亿余多%元])(?!{MEASURE})",
    ),
    rule(  # 拨打110、120
        "code",
        rf"(?:拨打|致电|热线|电话)[^，,。；;\n]{{0,12}}?[、和或](?P<m>{_SERVICE})(?![\d.万余多%])(?!{MEASURE})",
    ),
    # document numbers
    rule("document_no", r"[〔\[【(（［](?:19|20)\d{2}[〕\]】)）］]\s?第?\s?\d+\s?号"),
    *(  # 〔2020〕3号、5号
        rule("document_no", rf"[〔[]\d{{4}}[〕\]]\d+号(?:{_AND}\d+号){{{n}}}{_AND}(?P<m>\d+号)")
        for n in range(3)
    ),
    rule("document_no", rf"第\s?{_NUM}\s?号(?!楼|院|线|馆|厅|门|窗|病区|车间|床|地块|卡口)"),
    rule("document_no", rf"第\s?{_NUM}\s?期(?!培训|工程|学员|项目|班)"),
    rule("document_no", r"(?<!\d)\d{1,4}号(?=令|文件|文(?!明|化)|通告|公告)"),
)
