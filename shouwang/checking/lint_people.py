"""What must not leave the house: identity and mobile numbers, names of the persons looked after.

Names of officials with their office (局长王某) stay: reports name them on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from shouwang.checking.lexicon import any_of
from shouwang.checking.marks import Remark
from shouwang.kit.masking import (
    ID_IN_TEXT,
    MOBILE_IN_TEXT,
    is_id_number,
    mask_id_number,
    mask_phone,
)

_SURNAMES = (
    "欧阳|诸葛|上官|司马|皇甫|尉迟|[王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧曹袁邓傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田姜范石姚谭廖邹熊陆郝孔崔康邱秦江史顾侯邵孟龙黎贺龚]"
)
_WORDS = (
    "何[时地处种人]|周[边围知到全密一二三四五六日末期]|孙[子女]|黄[码色]|余[名人家]|陆续|康复|曾[经在有与]|顾虑|范围|唐山|林场"
    "|江[苏西]|夏季|苏州|龙头|王某|钟点|史料|田间|石油|丁等|叶片|陈述|张贴|谢绝|徐缓|宋体|罗列|郑重|沈阳|苏醒|杜绝|江边"
)
_WHO = (
    "(?:联系人|姓名|患者|老人|死者|逝者|病人|病例|值班人员|受助人员?|当事人|儿童|孤儿|家属|丧户|村民|户主|密接人员|密切接触者"
    "|发热人员|特困人员|低保户|五保户|服务对象|住户|护理员|护工|保洁员|厨师|职工|社工"
    "|志愿者)[:：]?[ \u3000]?"
)
_NAME = re.compile(
    rf"{_WHO}(?P<name>(?!{_WORDS})(?:{_SURNAMES})(?![某的和与等在已为均])[\u4e00-\u9fff]{{1,2}}?)"
    r"(?=[（(，,。；;：:、\s)）]|同志|先生|女士|老人|[，,]?[男女]|\d|系|自|已|等|的|在|于|因|从|今日|昨日|出现|连续|坚守|值守|主动|坚持|被|正|经|发热|确诊|返|外出|$)"
)


def people_in(text: str, roster: Collection[str] = ()) -> Iterator[Remark]:
    """Yield identity numbers, mobile numbers and names; `roster` are names known to the house."""
    for match in ID_IN_TEXT.finditer(text):
        sound = "" if is_id_number(match.group()) else _("（校验位不符，请一并核对）")
        hidden = {"masked": mask_id_number(match.group())}
        why = _("身份证号不得对外，应隐去：%(masked)s") % hidden + sound
        yield Remark("id_number", *match.span(), match.group(), why)
    for match in MOBILE_IN_TEXT.finditer(text):
        why = _("手机号不得对外，应隐去：%(masked)s") % {"masked": mask_phone(match.group())}
        yield Remark("phone", *match.span(), match.group(), why)
    named: set[int] = set()
    for match in _NAME.finditer(text):
        name = match.group("name")
        if "某" not in name and "*" not in name:
            named.add(match.start("name"))
            yield _of(name, match.start("name"))
    names = [name for name in roster if len(name) > 1]
    for match in re.finditer(any_of(names), text) if names else ():
        if match.start() not in named:
            yield _of(match.group(), match.start())


def _of(name: str, start: int) -> Remark:
    told = {"name": name, "masked": f"{name[0]}某"}
    why = _("“%(name)s”像是个人姓名，对外材料应写作“%(masked)s”") % told
    return Remark("person_name", start, start + len(name), name, why)
