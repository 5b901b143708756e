"""Personal data in part, and the check numbers of the national standards."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.kit import masking

ID = "11010519491231002X"  # the example of GB 11643


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("王小明", "王**"),
        ("欧阳锋", "欧阳*"),
        ("诸葛孔明", "诸葛**"),
        ("欧阳", "欧*"),
        ("李", "*"),
        ("张 三", "张*"),
        ("张　三", "张*"),
        ("阿卜杜拉·买买提", "阿***·买**"),
        ("John Smith", "J*** S****"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_name_keeps_its_surname_only(name, shown):
    assert masking.mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("+86 138 1234 5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("0558-2345621", "0558-*****21"),
        ("", ""),
        ("12", "**"),
    ],
)
def test_a_phone_keeps_too_little_to_be_dialled(phone, shown):
    assert masking.mask_phone(phone) == shown


def test_an_identity_number_keeps_region_and_tail():
    assert masking.mask_id_number(ID) == "110105********002X"
    assert masking.mask_id_number("E12345678") == "E*******8"
    assert masking.mask_id_number("123") == "***"


@given(st.text(min_size=2, max_size=30))
def test_no_name_is_ever_shown_whole(name):
    shown = masking.mask_name(name)
    assert "*" in shown or not any(c.isalnum() for c in name)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_loses_its_middle(phone):
    assert masking.is_mobile(phone)
    assert masking.mask_phone(phone) == f"{phone[:3]}****{phone[7:]}"


@pytest.mark.parametrize(
    ("phone", "mobile", "dialled"),
    [
        ("13812345678", True, True),
        ("+8613812345678", True, True),
        ("12812345678", False, False),
        ("1381234567", False, False),
        ("0558-2345621", False, True),
        ("010-62345678-801", False, True),
        ("(010) 62345678转801", False, True),
        ("2345621", False, True),
        ("12349", False, True),
        ("400-123-4567", False, True),
        ("12", False, False),
        ("无", False, False),
    ],
)
def test_mobiles_and_landlines_are_told_from_nonsense(phone, mobile, dialled):
    assert masking.is_mobile(phone) is mobile
    assert masking.is_phone(phone) is dialled


def test_the_standards_own_example_is_a_sound_identity_number():
    assert masking.is_id_number(ID)
    assert masking.is_id_number(ID.lower())
    assert masking.is_id_number("1101 0519 4912 3100 2Ｘ")
    assert masking.birthday_of(ID) == dt.date(1949, 12, 31)
    assert masking.is_male(ID) is False
    assert masking.is_id_number("34052419800101001X")


@pytest.mark.parametrize(
    "number",
    ["110105194912310021", "11010519490231002X", "110105491231002", "A1010519491231002X", ""],
)
def test_a_wrong_check_an_impossible_birthday_or_an_old_form_is_no_identity_number(number):
    assert not masking.is_id_number(number)


def test_nobody_is_born_tomorrow():
    assert not masking.is_id_number(ID, today=dt.date(1949, 12, 30))


@given(
    st.integers(110000, 659004),
    st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1)),
    st.integers(0, 999),
    st.integers(0, 17),
    st.integers(1, 9),
)
def test_one_wrong_digit_is_always_caught(region, born, order, at, step):
    head = f"{region}{born:%Y%m%d}{order:03d}"
    sound = [head + check for check in "0123456789X" if masking.is_id_number(head + check)]
    assert len(sound) == 1
    number = sound[0]
    if at == 17:
        at = 16
    wrong = number[:at] + str((int(number[at]) + step) % 10) + number[at + 1 :]
    assert not masking.is_id_number(wrong)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91350100m000100y43"])
def test_the_standards_own_example_is_a_sound_credit_code(code):
    assert masking.is_credit_code(code)


@pytest.mark.parametrize(
    "code", ["91350100M000100Y44", "91350100M000100I43", "9135010OM000100Y43", "91350100", ""]
)
def test_a_wrong_check_or_a_letter_outside_the_alphabet_is_no_credit_code(code):
    assert not masking.is_credit_code(code)


@given(
    st.sampled_from(["11", "12", "51", "52", "53", "91", "N1", "Y1", "A1"]),
    st.integers(110000, 659004),
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9),
)
def test_every_head_has_exactly_one_check_character(office, region, body):
    head = f"{office}{region}{body}"
    checks = [c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if masking.is_credit_code(head + c)]
    assert len(checks) == 1
