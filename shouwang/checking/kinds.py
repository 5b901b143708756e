"""Which numbers of a text are no quantities: dates, times, document numbers, ordinals, names …

Each rule is a pattern on the text with full-width signs made half-width (offsets stay). Rules are
tried in the order of the list and what one has taken no other gets, so the particular stand before
the general. docs/figurecheck.md tells the same in words.
"""

from __future__ import annotations

import re

from shouwang.checking.kinds_codes import CODES
from shouwang.checking.kinds_days import DAYS
from shouwang.checking.kinds_rule import HAN, NO_NUMERAL_BEFORE, START, ZH, Rule, rule
from shouwang.checking.lexicon import MEASURE, any_of, words

_WORD = f"(?![{ZH}]){HAN}"
_GE = any_of(words("after 个"))
_LATIN_MEASURE = r"(?:kg|KG|Kg|g|mg|ml|mL|ML|km|cm|mm|m|L|t|h|min|w|W|kW|kw|m2|m3)(?![A-Za-z0-9])"


def _is_quoted_slogan(text: str, match: re.Match[str]) -> bool:
    """“三个做好” is a slogan; “三人” or “179家”, a count in quotation marks, is none."""
    inside = match.group("m")
    return not re.fullmatch(f"[{ZH}]+{MEASURE}", inside) and not re.fullmatch(
        f"[{ZH}]{{2,}}", inside
    )


def _is_level(text: str, match: re.Match[str]) -> bool:
    """市县乡三级 counts levels; 三级医院 is one of a rank."""
    return not re.search(
        r"[省州市县区乡镇村户院局](?:、?[省州市县区乡镇街村组户社院局所]){1,3}$",
        text[max(0, match.start() - 8) : match.start()],
    )


def _is_place(text: str, match: re.Match[str]) -> bool:
    """五爱村 is a name, 五个村 and 五县区 count."""
    middle = match.group("mid")
    return not re.match(f"{MEASURE}|[余多几]", middle) and not re.search(
        "[省市县区镇乡村、和及]", middle
    )


RULES: tuple[Rule, ...] = (
    *CODES,
    rule("idiom", r"(?<![\d.])7[×xX*]24(?:小时|h)?(?!\d)"),
    *DAYS,
    # headings and items of lists
    rule("ordinal", rf"{START}[一二三四五六七八九十]{{1,3}}[、.．](?!\d)"),
    rule("ordinal", r"[（(][一二三四五六七八九十]{1,3}[)）]"),
    rule("ordinal", rf"{START}(?:[（(]\d{{1,2}}[)）]|\d{{1,2}}[)）])"),
    rule("ordinal", rf"{START}\d{{1,2}}(?:[.．](?!\d)|、(?!\d))"),
    rule("ordinal", r"[①-⑳⑴-⒇⒈-⒛㈠-㈩]"),
    rule(
        "ordinal",
        rf"(?:{START}|(?<=[，,：:、]))(?:[一二三四五六七八九十]{{1,2}})(?:是|要|则|"
        rf"来)(?!否|素)",
    ),
    rule("ordinal", r"(?<!尤)(?<!与)其[一二三四五六七八九十](?=[，,、是])"),
    rule("ordinal", r"^[ \u3000]{0,8}[-—–]{1,2}\s?(?P<m>\d{1,3})\s?[-—–]{1,2}[ \u3000\r]{0,8}$"),
    # names
    rule("name", r"(?:20)?(?:19)?(?:2019-?nCoV|nCoV-?2019)|COVID-?19(?!\d)"),
    rule(
        "name",
        r"84(?=消毒|泡腾)(?:消毒[液水剂片]|泡腾片)?|2019(?=新型冠状|冠状)|95598|新冠肺炎?19型",
    ),
    rule(
        "name",
        rf"(?<![A-Za-z0-9.])(?!{_LATIN_MEASURE})[A-Za-z]{{1,8}}-?\d{{1,4}}(?:[A-Za-z][A-Za-z0-"
        rf"9]*|\.\d+)?(?![\dA-Za-z])",
    ),
    rule("name", rf"(?<![A-Za-z0-9.])\d{{1,4}}(?!{_LATIN_MEASURE})[A-WYZa-wyz][A-Za-z0-9-]*"),
    rule(
        "name",
        r"(?:十[一二三四五六七八九]?|二十)[大届](?:[一二三四五六七八九]中全会)?(?![名个家])"
        r"|[一二三四五六七八]中全会",
    ),
    rule(
        "name",
        r"十[一二三四五](?=[”\"]?(?:规划|时期|期间|五年))|十[一二三四五]五(?=[”\"]|"
        r"规划|时期|期间|末|以来)",
    ),
    rule("name", r"(?<!\d)(?:1[0-2]|[1-9])[·・](?:[12]?\d|3[01])(?!\d)"),
    rule("name", r"(?:张三|李四|王五|赵六|王三|九三学社)"),
    rule("name", NO_NUMERAL_BEFORE + any_of(words("places")) + r"(?:[市县区](?![委直级政]))?"),
    # slogans
    rule(
        "idiom",
        r"(?:“|\")(?P<m>\d{1,2}\+[\dNXn]{1,2}(?:\+[\dNXn]{1,2})*)(?:”|\")|(?<![\d.])"
        r"(?:\d|N)\+[\dNX](?!\d)",
    ),
    rule("idiom", rf"[“\"‘「『【](?P<m>[{ZH}]{HAN}{{1,9}})[”\"’」』】]", _is_quoted_slogan),
    rule("idiom", rf"一[个名](?:{_WORD}){{2,4}}一[个座面支把](?:{_WORD}){{2,4}}"),
    rule("idiom", r"(?<![\d.])1[院人户村县企事日站所馆岗]1[策档案码表卡册议报岗证测](?!次)"),
    rule("idiom", r"(?<![\d.])(?:00|[5-9]0)后(?![来面期])"),
    rule("idiom", rf"{NO_NUMERAL_BEFORE}[二三四五六]级(?:书记|联动|网络|联防|包保|联创|阵地)"),
    rule(
        "idiom",
        rf"[“\"](?P<m>[{ZH}\d]{{2,6}})[”\"](?=工作|机制|模式|行动|工程|战法|计划|体系|举措|思路)",
    ),
    rule("idiom", r"(?<![\d.])(?:[一二两三四五六七八九十]|\d{1,2})个100%"),
    rule(
        "idiom",
        rf"(?<=[“、])[二三四五六七八九十](?!{MEASURE}){_WORD}{{1,3}}(?=(?:、{HAN}{{2,5}}){{0,6}}[”\"])",
    ),
    rule("idiom", NO_NUMERAL_BEFORE + any_of(words("idioms"))),
    rule("idiom", rf"{NO_NUMERAL_BEFORE}[一二两三四五六七八九十]个{_GE}"),
    rule(
        "idiom",
        rf"{NO_NUMERAL_BEFORE}[两三四五六七八九十]不(?:放过|误|准|得|漏|少|减|变|"
        rf"出|进|能|许|留)?",
    ),
    rule(
        "idiom",
        rf"{NO_NUMERAL_BEFORE}[两三四五六七八九十](?:严|早|无|清|到位|紧盯|从简|严控|"
        rf"必须|应|统一|集中|全覆盖|优先|强化|提升|同步|落实)(?!重|厉|格)",
    ),
    rule(None, rf"{NO_NUMERAL_BEFORE}{any_of(words('ordinary'))}(?!钟|之[一二三四五六七八九十])"),
    rule("idiom", rf"{NO_NUMERAL_BEFORE}一{_WORD}一(?!线|定|直|起|般|些|批|律){_WORD}(?!家|名)"),
    # ordinals
    rule(
        "ordinal",
        r"第\d{1,3}(?:[—\-~至、]\d{1,3})+(?=批|组|期|条|项|版|章|轮|次|支部|党支部|名|位)",
    ),
    rule("ordinal", r"第(?:\d{1,4}(?!\d)|[零〇一二三四五六七八九十百千]{1,7})"),
    rule("ordinal", r"(?:[ⅠⅡⅢⅣⅤ]|(?<![A-Za-z])I{1,3}V?|(?<![A-Za-z])IV)级(?:应急)?(?:响应)?"),
    rule(
        "ordinal",
        rf"{NO_NUMERAL_BEFORE}[一二三四1234]级(?:应急)?(?:响应)?",
        _is_level,
    ),
    rule(
        "ordinal",
        r"(?<![\d.{ZH}])(?:\d{1,5}|[一二三四五六七八九十]{1,3})号(?:楼|院|线|馆|厅|"
        r"门|窗口|病区|车间|床|卡口|大厅)?(?!召)",
    ),
    rule("ordinal", r"(?<![\d.])(?:\d{1,2}楼|\d{3,4}(?:室|号?房)|\d{1,2}单元)"),
    rule(
        "ordinal",
        r"附[件表图录]\d{1,2}(?![\d.%])|(?:(?<=[见详（(，、\s])|^)[表图]\d{1,2}(?![\d.%])",
    ),
    rule(
        "ordinal",
        r"(?:\d{1,3}|[一二三四五六七八九十]{1,2})(?:年级|等奖|期工程)|(?<![\d共一二三四五六七"
        r"八九十])[一二三四五六七八九](?:楼|期)(?=[\u4e00-\u9fff])",
    ),
    # names of places by their shape
    rule(
        "name",
        rf"(?<![{ZH}\d第余多几])[一二三四五六七八九十百千万](?P<mid>{HAN}{{1,2}}?)"
        rf"(?:{'|'.join(sorted(words('place ends'), key=len, reverse=True))})(?!级|"
        rf"民|委|两|内|外)",
        _is_place,
    ),
    # 一 as an article or behind a determiner
    rule(None, r"(?<=[人时])一(?:班|组|岗|间|室|桌|房|轮)(?!级)"),
    rule(
        None,
        r"一(?:个|项|次|名|位|支|件)(?=重要|重大|特殊|紧迫|严峻|严肃|光荣|合格|优秀|"
        r"普通|艰巨|基础|系统|长期|政治|复杂|全新|崭新|重点|关键|硬|大考|新|好)",
    ),
    rule(None, r"(?:[每任同某另这那哪逐唯前后当]|不[漏落掉少让留]|没有|无)一"),
    rule("idiom", r"一[日天周月](?:一|两|二|三|四)(?!次|个|餐|人|名|家|两)[\u4e00-\u9fff]{1,2}"),
    rule(None, r"一[日天周月年](?=[一二两三四五六七八九十\d])"),
    rule(
        None,
        r"(?<![县区市镇乡村院校个])一(?:"
        + "|".join(sorted(words("weak after one"), key=len, reverse=True))
        + r")(?!次)",
    ),
)
