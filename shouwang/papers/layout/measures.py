"""The measures of GB/T 9704-2012 that both renderers share. Lengths in points unless named mm."""

from __future__ import annotations

from typing import Final

MM: Final = 72 / 25.4

PAGE_MM: Final = (210.0, 297.0)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37.0, 35.0, 28.0, 26.0
TEXT_WIDTH: Final = (PAGE_MM[0] - LEFT_MM - RIGHT_MM) * MM  # 156 mm
TEXT_HEIGHT: Final = (PAGE_MM[1] - TOP_MM - BOTTOM_MM) * MM  # 225 mm

# A statistical table is no official document: it takes more of the sheet.
FORM_TOP_MM, FORM_BOTTOM_MM, FORM_LEFT_MM, FORM_RIGHT_MM = 24.0, 22.0, 20.0, 18.0
FORM_WIDTH: Final = (PAGE_MM[0] - FORM_LEFT_MM - FORM_RIGHT_MM) * MM
FORM_HEIGHT: Final = (PAGE_MM[1] - FORM_TOP_MM - FORM_BOTTOM_MM) * MM

LINES: Final = 22
CHARS: Final = 28
PITCH: Final = 28.95  # 22 lines fill 225 mm with 0.9 pt to spare
CHAR: Final = 15.79  # 28 characters fill 156 mm

SIZE_MASTHEAD: Final = 44.0
SIZE_TITLE: Final = 22.0  # 二号
SIZE_BODY: Final = 16.0  # 三号
SIZE_SMALL: Final = 14.0  # 四号
TRACKING: Final = -0.21  # 16 pt letters on a 15.79 pt grid

PITCH_TITLE: Final = 34.0
PITCH_SMALL: Final = 22.0

TABLE_SIZES: Final = (12.0, 10.5, 9.0)  # 小四, 五号, 小五; nothing smaller is readable on paper
TABLE_NOTE_RATIO: Final = 0.9

RULE_OUTER: Final = 0.35 * MM
RULE_INNER: Final = 0.25 * MM
FOLIO_DROP: Final = 7 * MM  # from the text area down to the page number

RED_MARK_DROP: Final = 35 * MM  # from the text area's top to the red mark
RED_RULE_GAP: Final = 4 * MM

RED: Final = "#e60000"
MARK_GREY: Final = "#eaeaea"

# The names Word looks for on the bureau's PC; what stands after them is tried when one is absent.
WORD_FONTS: Final = {
    "biaosong": "方正小标宋简体",
    "fang": "仿宋_GB2312",
    "hei": "黑体",
    "kai": "楷体_GB2312",
    "song": "宋体",
}
WORD_FALLBACKS: Final = {
    "方正小标宋简体": "FZXiaoBiaoSong-B05S,华文中宋,宋体,Noto Serif CJK SC",
    "仿宋_GB2312": "仿宋,FangSong,华文仿宋,Noto Serif CJK SC",
    "黑体": "SimHei,Noto Sans CJK SC",
    "楷体_GB2312": "楷体,KaiTi,华文楷体,LXGW WenKai",
    "宋体": "SimSun,Noto Serif CJK SC",
}

# For the PDF: a typeface that the site put into its folder of fonts goes before our open ones.
PDF_FONTS: Final = {
    "biaosong": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
    "fang": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "FandolFang"),
    "hei": ("黑体", "SimHei", "FandolHei"),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "FandolKai"),
    "song": ("宋体", "SimSun", "FandolSong"),
}
