"""The small language in which a paper's template is written: plain Python, nothing is evaluated.

    % figure fever = fever_residents + fever_staff | 今日新发发热 | 人
    % share on_duty = on_post / staff | 在岗率
    % list fever_units = fever > 0
    % list slow = child rate lowest 3
    % mark days_left < 3 | 3天
    % table summary | 各县（市、区）日报汇总表 | child
    % column 人员（人） | 在院/服务对象 | in_house
    ## 异常与处置
    «if fever: {now}新发发热{fever}，涉及{list:fever_units}。»«else: 无异常情况。»
    @each child {name}在院{in_house}（{Δin_house}）。
    @chart days 14 fever isolated
    @chart child in_house

``{code}`` is a figure of the unit and period with its measure (无 for zero), ``{Δcode}`` its
change since the period before, ``{ratio:code}`` the same in percent (增长5.2%), ``{growth:code}``
that with what it is counted from (较昨日增长5.2%), ``{list:name}`` units by name,
``{area}`` a word. ``«if c: …»`` is printed when its condition holds, ``«else: …»`` behind it when
it does not; ``«…»`` without a condition goes when a figure in it is zero or was stated by nobody;
``«each child: …»`` is said of every unit directly below, ``«each kind: …»`` of every kind of
institution. ``[…]`` waits for a person. A line ``##`` is a heading, ``###`` one whose text goes on
behind its 。; a blank line ends a paragraph; ``@each child …`` makes a paragraph for each unit;
``@totals`` stands for the paragraphs about every figure, ``@problems`` for a sentence about each
``% mark`` that is missed. ``@chart days 14 …`` draws up to four figures of one measure over the
last days, ``@chart child …`` (or ``kind``) one figure over what lies below. A line that begins with
``%`` declares something or sets a word of the paper (``masthead``, ``title``, ``head``,
``addressee``, ``copy``).
"""

from __future__ import annotations

from shouwang.briefs.language.conditions import OPERATORS, compare, condition
from shouwang.briefs.language.nodes import (
    TABLES,
    ChartSpec,
    Choice,
    Clause,
    Column,
    Condition,
    Limit,
    Line,
    Named,
    Number,
    Part,
    Repeat,
    Share,
    Slot,
    Sum,
    TableSpec,
    Template,
    TemplateError,
    Test,
    Words,
)
from shouwang.briefs.language.reading import blocks, line, parse, read

__all__ = [
    "OPERATORS", "TABLES", "ChartSpec", "Choice", "Clause", "Column", "Condition", "Limit", "Line",
    "Named", "Number", "Part", "Repeat", "Share", "Slot", "Sum", "TableSpec", "Template",
    "TemplateError", "Test", "Words", "blocks", "compare", "condition", "line", "parse", "read",
]  # fmt: skip
