"""Measure words that lost their number: 捐款万元, 共出动人次, 养老机构  家，, 截至月日."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from shouwang.checking.marks import Remark

_NUMERIC = "零〇一二两三四五六七八九十百千万亿余多几数半\\dXx×*_"
_HAN = "\u4e00-\u9fff"
_VERBS = (
    "(?:出动|投入|发动|组织|检查|走访|培训|测温|排查|参与|服务|劝返|接待|受益|惠及|消毒|巡查|发放|购置"
    "|采购|储备|捐赠|设立|印发|悬挂|张贴|组建|抽调|募集|接收|发现|整改|确诊|疑似|治愈|死亡"
    "|新增|现有|共有|共计|合计|累计|总计|救助|隔离|解除)"
)
_GAP = "[ \u3000]{0,8}"
_COUNTED = (
    "(?:人次|家次|户次|场次|批次|台次|轮次|家|例|名|份|只|个|件|次|户|处|套|台|辆|支|条|张|起|批|间|吨"
    "|公斤|盒|瓶|对|具)"
)
# the end of a line is no pause: in a table 培训人次 is a heading
_PAUSE = "(?=[，,。；;])"
_MISSING = re.compile(
    "|".join(
        (
            # 捐款万元, 善款  亿元; not 以万元计, 单位：万元
            rf"(?<![{_NUMERIC}以按每])(?<!单位)[{_HAN}]{{1,2}}(?<![{_NUMERIC}以按每]){_GAP}[万亿]元"
            r"(?![级户计以]|为单位|[)）])",
            rf"(?:捐款|善款|资金|金额|共计|合计|价值|折合|款项)(?:约|达|近|为|共)?{_GAP}元(?![旦素宵])",
            # 共出动人次, 发放物资份
            rf"(?:{_VERBS}|(?<![公总一])共)(?:[了约近达逾]|超过)?{_GAP}{_COUNTED}{_PAUSE}",
            rf"(?:突击队|服务队|工作组|督查组|督导组|专班)(?:支|个){_PAUSE}",
            rf"(?:党员|职工|老人|志愿者|社工|干部)名{_PAUSE}",
            rf"(?:督查|督导|暗访|演练)(?:轮次|轮|场次|场|次){_PAUSE}",
            rf"(?:车辆|物资|口罩|防护服|消毒液)(?:台次|辆次|人次|批次|辆|件|只|套|吨|份){_PAUSE}",
            # a gap where a number was: 养老机构  家，
            rf"[{_HAN}]{{2}}[ \u3000]{{1,8}}(?:{_COUNTED}|人|天|元|岁)(?=[，,。；;、])",
            # the 余 is left of 170余
            r"(?:共|检查|走访|计|达|投入|发放|募集|捐款|捐物|善款|资金|出动|排查)[余多]"
            r"(?:万元|家|名|人次|人|件|份|户|只)",
            r"(?:率为?|占比?|达到?|比例为?|完成)%",
            r"(?<=截至)月日|(?<=[自从于止])月日|[〔\[](?:19|20)\d\d[〕\]][ \u3000]*号",
        )
    )
)


def missing_numbers(text: str) -> Iterator[Remark]:
    """Yield measure words without the number that belongs before them."""
    for match in _MISSING.finditer(text):
        why = _("“%(words)s”处应有数字，现缺") % {"words": match.group()}
        yield Remark("missing_number", *match.span(), match.group(), why)
