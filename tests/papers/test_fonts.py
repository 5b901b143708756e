"""The typefaces built from npm packages show what Chinese papers need."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from shouwang.papers import fonts

NAMES_AND_SIGNS = "镕喆囍珺渟湜蘅柘椴〔〕—…“”℃％‰①⑩ⅠⅡⅢⅣ㎡×÷≤≥→·、。《》（）１Ａ□√△○●〇〓"


def gb2312() -> set[str]:
    """The 6,763 Chinese characters of GB 2312."""
    pairs = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    found = {pair.decode("gb2312", "ignore") for pair in pairs}
    return {char for char in found if char}


def test_every_character_of_gb2312_and_of_our_papers_can_be_shown() -> None:
    known = fonts.characters((fonts.FONTS_DIR,))
    assert len(gb2312()) == 6763
    assert {c for c in gb2312() | set(NAMES_AND_SIGNS) if ord(c) not in known} == set()


@pytest.mark.parametrize("file", ["NotoSerifSC-Regular.ttf", "NotoSansSC-Medium.ttf"])
def test_a_face_has_what_stands_in_most_texts_without_another_faces_help(file: str) -> None:
    cmap = TTFont(fonts.FONTS_DIR / file, lazy=True).getBestCmap()
    assert {c for c in NAMES_AND_SIGNS if ord(c) not in cmap} == set()
    assert len([c for c in gb2312() if ord(c) not in cmap]) < 40


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.file)
def test_digits_have_one_width_and_the_dash_joins(face: fonts.Face) -> None:
    font = TTFont(fonts.FONTS_DIR / face.file, lazy=True)
    cmap, widths = font.getBestCmap(), font["hmtx"].metrics
    assert len({widths[cmap[ord(c)]][0] for c in "0123456789"}) == 1
    assert widths[cmap[ord("—")]][0] == 1000


def test_each_face_is_known_by_its_own_family_and_weight() -> None:
    for face in fonts.FACES:
        font = TTFont(fonts.FONTS_DIR / face.file, lazy=True)
        assert font["name"].getDebugName(1) == face.family
        assert font["OS/2"].usWeightClass == face.weight


def test_building_again_does_nothing_and_is_quick() -> None:
    began = time.process_time()
    assert fonts.build() == []
    assert time.process_time() - began < 5


def test_missing_packages_are_named_with_the_remedy(tmp_path: Path, capsys) -> None:
    code = fonts.main(["--node-modules", str(tmp_path), "--out", str(tmp_path / "out")])
    assert code == 2
    assert "@fontsource/noto-serif-sc is not installed: run npm ci" in capsys.readouterr().err
