"""What a chat says in phrases instead of numbers: all is well, as yesterday, no fever."""

from __future__ import annotations

import re

# all is well, said of the whole house
QUIETS = re.compile(
    r"(?:今[日天])?(?:(?:全院|人员|情况|一切|全部|所有|各项|身体|均|都|皆|老人|员工)*"
    r"(?:无|没有|未见|未发现|未出现)(?:任何)?(?:异常|情况发生)(?:情况|现象)?"
    r"|(?:全院|人员|情况|一切|全部|所有|各项|身体|均|都|皆|老人|员工)+(?:正常|平安|良好)"
    r"|零报告|零异常|0报告|平安无事)"
)
_RESERVED = re.compile(
    r"除[^,;。]{0,20}(?:外|以外)|非零报告|不正常|(?<!没)有异常|异常[:]?[1-9]|[?？]|但"
)
# 同昨日 of the whole report; of one item it stands right after the item and is none of this
_SAME = re.compile(
    r"(?<![^\s,;。、:(|!])(?:今[日天]|其他|其它|其余|余)?(?:全部|各项|所有|数据|数字|人数|情况|均|都|全)*"
    r"(?:[同如]昨[日天](?:数据|情况)?"
    r"|[同与和跟较比如]昨[日天](?:数据|情况)?(?:的)?\s?(?:一致|相同|一样|持平|无变化|没变化|没有变化|无变动|不变)"
    r"|(?:无变化|没变化|没有变化|无变动|未变化|不变))(?![^\s,;。、!)|])"
)
# another day's figures, or a change against them: none of today's
_COMPARED = re.compile(r"[较比与同]?(?:昨[日天]|前[日天]|明[日天]|上[日期周])[^,;。\n]*")
_EXCEPTED = re.compile(r"除[^,;。]{0,20}(?:外|以外)")
_SYMPTOM = r"(?:发热|发烧|咳嗽|干咳|乏力|腹泻|呕吐|咽痛|流涕|感冒|胸闷|气促|呼吸困难)"
# 无发热、咳嗽等症状: nobody has any of these
_NONE_OF = re.compile(
    rf"(?:无|没有|未见|未发现|未出现)(?:人)?(?={_SYMPTOM})({_SYMPTOM}(?:[、,和及或/ ]?{_SYMPTOM})+)"
    r"(?:等)?(?:症状|异常|情况|现象|人员|病人|患者)*"
    rf"|(?:无|没有|未见|未发现|未出现)(?:人)?({_SYMPTOM})(?:等|症状|异常|情况|现象|病人|患者)+"
)
# said beside 无异常 these take it back
_WORRY = re.compile(
    rf"{_SYMPTOM}|死亡|去世|病故|走失|失踪|摔|跌倒|骨折|受伤|受凉|失火|火灾|送医|急救|病重|病危|确诊"
    r"|疑似|密接|密切接触|隔离|异常|可疑|不适|不舒服|咳|喘|腹痛|拉肚子|昏|抢救|过世|离世|不[大太]好"
)
_DENIED = re.compile(r"无|没|未|零|(?<!\d)0(?!\d)")
# a body temperature of 37 degrees and more: from where on it is a fever the orders in force say,
# so a person looks at it
_HOT = re.compile(
    r"(?<![\d.至到~\-])(?:3[7-9]|4[0-2])"
    r"(?:\.\d+(?!\d|\s?(?:公?斤|千克|吨|升|箱|万|元|%|kg|L))|(?=\s?(?:°C|度)))"
)
_LIMIT = re.compile(r"以下|以内|低于|小于|不到|不超|不高于|之间|正常")


def is_reserved(text: str) -> bool:
    """Return whether a text takes back what it says of all being well: except, but, a question."""
    return _RESERVED.search(text) is not None


def is_worrying(text: str) -> bool:
    """Return whether a piece of text tells of something that no quiet day has."""
    told = _WORRY.search(text) is not None and _DENIED.search(text) is None
    return told or _is_hot(text)


def _is_hot(text: str) -> bool:
    """Return whether a text tells of a temperature that is no limit which nobody reached."""
    if _LIMIT.search(text):
        return False
    return any(not _DENIED.search(text[: found.start()]) for found in _HOT.finditer(text))


def without_symptoms(text: str) -> str:
    """Return a text in which 无发热、咳嗽等症状 says 发热0: of no other sign a form asks."""

    def stated(found: re.Match[str]) -> str:
        signs = found[1] or found[2]
        return " 发热0 " if "发热" in signs or "发烧" in signs else " "

    return _NONE_OF.sub(stated, text)


def without_yesterday(text: str) -> tuple[str, bool, list[str]]:
    """Return a text without what it says of another day, whether that is 同昨日 of the whole
    report, and what was left out of another day's figures."""
    excepted = _EXCEPTED.search(text) is not None
    is_same = False

    def same(found: re.Match[str]) -> str:
        nonlocal is_same
        # 在院45，较昨日持平 is said of the item before it
        of_one = found[0][0] in "较比" and re.search(r"\d", text[: found.start()])
        if excepted or of_one:
            return found[0]
        is_same = True
        return " , "

    text = _SAME.sub(same, text)
    left = [found[0].strip() for found in _COMPARED.finditer(text)]
    return _COMPARED.sub(" , ", text), is_same, left
