"""Slips of the pen and of the scanner: look-alike characters, words and marks written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from shouwang.checking.marks import Remark

# what stands there, in which surroundings → what is meant
_LOOKALIKES = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (r"(?<![机海相公开])关干(?![部警事群线])", "关于"),
        (r"(?<!自)由干(?![部警群])", "由于"),
        (r"(?<=[，。；、,\n])对干(?![部警群预扰活])", "对于"),
        (r"(?<![收进出加纳])入员(?![工额])", "人员"),
        (r"疫清|疫惰", "疫情"),
        (
            r"(?<![水油天市打机深竖矿检窨])井(?=登记|上报|报告|及时|要求|做好|按|对|组织|将|向|逐|立即|严格|加强)",
            "并",
        ),
        (r"(?<![周月年期岁世季本学])末(?=发现|出现|接到|按|见异常|能|成年|报|落实)", "未"),
        (
            r"(?<![自知利克律舍体])己(?=对|完成|经|于|全部|累计|排查|落实|组织|启动|报|有|解除|隔离|整改)",
            "已",
        ),
        (r"(?<=[\d])曰|(?<=[今昨每])曰", "日"),
        (
            r"(?<![A-Za-z])[lI|](?=\d?月|\d日)|(?<![A-Za-z])[lI|](?=\d{1,4}[名家例人个])"
            r"|(?<=第)[lI|]|(?<=\d)[lI|](?=[\d月日年时人家例名个%])",
            "1",
        ),
        (r"(?<![A-Za-z])[Oo](?=例|人(?!员)|\d)|(?<=\d)[Oo](?=[\d月日年时人家例名个%])", "0"),
        (r"[—-](?=级(?:应急)?响应)", "一"),
        (r"千(?=部队伍|部群众|部职工|净整洁|预措施)|(?<=[党机关员])千(?=部)", "干"),
        (
            r"(?<=[进录转加输纳])人(?=院观|院隔|病区|机构|养老|隔离|疫情|台账|名单|低保|性病例|社区)",
            "入",
        ),
        (r"养[者考]机构|养老机[沟枸]", "养老机构"),
        (r"敬[者考]院", "敬老院"),
        (r"殡议|殡[义宜]馆", "殡仪"),
        (r"隔[漓禽]", "隔离"),
        (r"消毐|消每", "消毒"),
        (r"[摹慕]捐|募[指损]", "募捐"),
        (r"民[致攻]局", "民政局"),
        (r"疫情防空|防空措施|防[校较]工作", "防控"),
        (r"囗罩|口[罡置]", "口罩"),
        (r"报吿|公吿", "告"),
        (r"时侯", "时候"),
    )
)
_MARKS = re.compile(
    r"([，。；：、！？])\1+|([,;])\2+|[，、；：][。，；、]|。[，；、：]|(?<!\.)\.\.(?!\.)"
)
_WORDS_TWICE = re.compile(r"(?P<word>(?!一)[\u4e00-\u9fff]{2,6})(?P=word)")
# each with what may follow it in good Chinese: 主要要求, 为了了解
_SIGNS_TWICE = re.compile(
    r"要要(?![求素点务害闻塞])|的的(?![确哥士])|将将(?!来|近|领|士)|和和(?![睦气谐平])|不不|已已|与与(?!会)"
    r"|对对(?![子象方外策接口照应比])|被被(?![子褥])|把把(?!关)|及及(?!时)|该该|做好好|搞好好|是是(?!非)"
    r"|了了(?![解结])|(?<![尽])并并|也也|都都(?!市)|我我|由由|从从(?!严|业|事|容|前|属)"
)
_SENTENCE = re.compile(r"[^。；;！？\n\s][^。；;！？\n]*")
_LONG_SENTENCE = 16
_FINE_TWICE = re.compile(
    r"(.)\1{3}|[零一二三四五六七八九十百千]{2}|研究|学习|商量|讨论|考虑|休息|哈|呵"
)


def lookalikes(text: str) -> Iterator[Remark]:
    """Yield characters that stand for another of the same look, in words that do not exist."""
    for pattern, meant in _LOOKALIKES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if end - start == 1:  # one sign says little; show it with the next
                end = min(end + (1 if match.group() in "lI|Oo曰—-" else 2), len(text))
            why = _("疑为“%(words)s”之误") % {"words": meant}
            yield Remark("lookalike", start, end, text[start:end], why)


def sentences_twice(text: str) -> Iterator[Remark]:
    """Yield sentences of some length that stood before in the same text, word for word."""
    seen: set[str] = set()
    for match in _SENTENCE.finditer(text):
        words = re.sub("[^\u4e00-\u9fff]", "", match.group())
        if len(words) >= _LONG_SENTENCE:
            if words in seen:
                yield Remark("repeated", *match.span(), match.group(), _("整句与前文重复"))
            seen.add(words)


def repeated(text: str) -> Iterator[Remark]:
    """Yield marks and words written twice; good reduplications (天天, 研究研究) are none."""
    for match in _MARKS.finditer(text):
        yield Remark("repeated", *match.span(), match.group(), _("标点重复或相连"))
    for match in _SIGNS_TWICE.finditer(text):
        start = match.start() + (1 if match.group()[0] in "做搞" else 0)
        yield Remark("repeated", start, match.end(), text[start : match.end()], _("文字重复"))
    for match in _WORDS_TWICE.finditer(text):
        if not _FINE_TWICE.match(match.group("word")) and len(set(match.group("word"))) > 1:
            why = _("“%(words)s”重复") % {"words": match.group("word")}
            yield Remark("repeated", *match.span(), match.group(), why)
