"""Days, months and years, times of the day and spans of hours."""

from __future__ import annotations

import re

from shouwang.checking.kinds_rule import ZH, N, Rule, rule

_BLANK_AFTER = r"(?![XxＸ×*_])"
_YEAR = r"(?:(?:19|20)\d{2}|[一二][〇零一二三四五六七八九]{3})"
_MONTH = rf"(?:(?:1[0-2]|0?[1-9])|{N}{{1,2}})"
_DAY = rf"(?:(?:3[01]|[12]\d|0?[1-9])|{N}{{1,3}})"
_PART = r"(?:上旬|中旬|下旬|月?初|月?底|月?末|中上旬|中下旬|份)"


def _is_counted_work(text: str, match: re.Match[str]) -> bool:
    """Hours that were served are counted; hours of duty, deadlines and minutes are time."""
    if not match.group().endswith("小时"):
        return False
    before = re.split(r"[，,。；;：:、\n]", text[max(0, match.start() - 12) : match.start()])[-1]
    counted = re.search(r"时长|累计|[合共总]计|工时|学时|人均|志愿服务|授课|服务(?!热线)", before)
    return bool(counted) and not re.match(r"[以之]?内|值|不间断|在|轮|专人|监", text[match.end() :])


def _is_time(text: str, match: re.Match[str]) -> bool:
    return not _is_counted_work(text, match)


def _is_ratio(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 8) : match.start()]
    return bool(re.search(r"比[例为]?|配[比备]", before)) or text.startswith("比例", match.end())


def _is_clock(text: str, match: re.Match[str]) -> bool:
    return not _is_ratio(text, match)


def _is_day_of_month(text: str, match: re.Match[str]) -> bool:
    """14日内 and 14日隔离 are spans of time, 14日 alone a day of the month."""
    if re.search(
        r"(?:连续|满|不少于|超过|近|每|为期)$", text[max(0, match.start() - 3) : match.start()]
    ):
        return False
    return not re.match(
        r"[以之]?内|隔离|医学|集中|居家|封闭|闭环|轮|游|以上|以下|左右|周期|用量",
        text[match.end() :],
    )


DAYS: tuple[Rule, ...] = (
    rule("date", rf"(?:{_YEAR}年)?(?<![\d.])\d{{1,2}}月\d{{1,2}}[-—~至]\d{{1,2}}[日号]"),
    # dates
    rule("date", rf"{_YEAR}年度?{_MONTH}月{_DAY}[日号]"),
    rule("date", rf"{_YEAR}年{_MONTH}月{_PART}?{_BLANK_AFTER}"),
    rule(  # 2020.2.10-2.16
        "date",
        r"(?<![\d.])(?:19|20)\d{2}\.\d{1,2}\.\d{1,2}\s?[-—–~至]{1,2}\s?(?P<m>\d{1,2}\.\d{1,2})(?![\d.%])",
    ),
    rule(
        "date",
        r"(?<![\d.])(?:19|20)\d{2}([-/.])(?:1[0-2]|0?[1-9])\1(?:3[01]|[12]\d|0?[1-9])"
        r"(?![\d.])",
    ),
    rule(
        "date",
        r"(?<![\d.])(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d.%万余多元])",
    ),
    rule("date", r"(?<![\d.])(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])日(?![以之]?内)"),
    rule("date", r"(?<!\d)(?:19|20)\d{2}[-—~至](?:19|20)\d{2}年度?"),
    rule("date", rf"(?<![\d.]){_YEAR}年度?(?!多|余|以上)"),
    rule("date", rf"(?<![\d.{ZH}个]){_MONTH}月{_DAY}[日号](?![楼院])"),
    rule("date", r"(?<![\d.])(?:3[01]|[12]\d|[1-9])[-—~至](?:3[01]|[12]\d|[1-9])日(?![以之]?内)"),
    rule("date", r"(?<![\d.])(?:1[0-2]|[1-9])[-—~至](?:1[0-2]|[1-9])月(?:份|底)?(?!龄)"),
    rule(
        "date",
        rf"(?:农历|腊月|正月|冬月)?(?:正|腊|冬|闰?{N}{{1,2}})月(?:初[一二三四五六七八九十]|"
        rf"廿[一二三四五六七八九]|二?十[一二三四五六七八九]?|三十)(?!日|[{ZH}])",
    ),
    rule("date", r"(?:大年|年|农历)?初[一二三四五六七八九十](?![年中]级?)|大年三十|年三十(?!多)"),
    rule("date", rf"(?<![\d.{ZH}个]){_MONTH}月{_PART}?(?![龄均饼亮嫂球]){_BLANK_AFTER}"),
    rule(
        "date",
        rf"(?<![\d.{ZH}第])(?:3[01]|[12]\d|0?[1-9])日(?!均|常|用|产|报(?![\d送告来])|照|间){_BLANK_AFTER}",
        _is_day_of_month,
    ),
    rule(
        "date",
        r"(?<![\d.])(?:3[01]|[12]\d|[1-9])号(?=前|起|之前|以前|上午|下午|晚|凌晨|"
        r"中午|早)",
    ),
    rule(
        "date",
        rf"(?<![{ZH}\d])(?:周|星期|礼拜)[一二三四五六日天](?![次轮个家名人户]|报|调度|至两次)",
    ),
    rule(
        "date",
        r"(?:“|\")?(?P<m>五一|十一|六一|三八|七一|八一|五四)(?=(?:”|\")?(?:假期|前夕|重要讲话|讲话|"
        r"小长假|黄金周|期间|劳动节|国庆|国际|儿童节|妇女节|建党|建军|青年节|前后|"
        r"节))",
    ),
    rule("date", rf"(?<![第\d{ZH}])[一二三四1-4]季度"),
    # times of the day and spans of hours
    rule(
        "quantity",
        r"(?<![\d.:：])\d{1,3}(?:\.\d+)?[:：]\d{1,3}(?:\.\d+)?(?![\d:：])",
        _is_ratio,
    ),
    rule(
        "time",
        r"(?<![\d:：])(?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d)?(?![\d:：])",
        _is_clock,
    ),
    rule("quantity", r"(?<![\d.:：])\d{1,4}:(?:\d(?!\d)|[6-9]\d|\d{3,4})(?![\d:：])"),
    rule("time", r"(?<![\d.:])(?:[01]?\d|2[0-4])[-—~至](?:[01]?\d|2[0-4])[时点](?!\d)"),
    rule(
        "time",
        rf"(?<![\d.{ZH}])(?:(?:[01]?\d|2[0-4])|[零一二三四五六七八九十]{{1,3}})时(?:[0-5]?\d分|"
        rf"{N}{{1,3}}分|半|许|整)?(?!间|段|常|期|代|刻|效|长|候|起时|时|值)",
    ),
    rule(
        "time",
        r"(?:(?<=上午)|(?<=下午)|(?<=早上)|(?<=晚上)|(?<=中午)|(?<=凌晨)|(?<=[日早晚至到前])"
        r")(?:(?:[01]?\d|2[0-4])|[一二三四五六七八九十]{1,3})点(?:[0-5]?\d分?|半|"
        r"钟|整|许)?(?!要求|意见|建议|措施|问题|[一二三四五六七八九])",
    ),
    rule(
        "time",
        rf"(?<![\d.{ZH}])(?:(?:[01]?\d|2[0-4])|[一二三四五六七八九十]{{1,3}})点(?:[0-5]\d分?|"
        rf"半|钟|整|许|(?=前|以前|之前|至\d|到\d))",
    ),
    rule(
        "time",
        rf"(?:(?<![\d.])\d+(?:\.\d+)?|[{ZH}半]{{1,4}})(?:余|多|几)?个?(?:半|多)?(?:小时|分钟|"
        rf"秒钟)(?:半)?|(?:(?<!\d)\d+|{N}{{1,3}})(?:秒|刻钟)",
        _is_time,
    ),
)
