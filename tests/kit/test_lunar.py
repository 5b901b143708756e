"""The lunar day beside the solar one."""

from __future__ import annotations

import datetime as dt

import pytest

from shouwang.kit import lunar


@pytest.mark.parametrize(
    ("day", "text", "feast"),
    [
        (dt.date(2020, 1, 22), "腊月廿八", None),
        (dt.date(2020, 1, 24), "腊月三十", "除夕"),
        (dt.date(2020, 1, 25), "正月初一", "春节"),
        (dt.date(2020, 1, 26), "正月初二", None),
        (dt.date(2020, 2, 8), "正月十五", "元宵节"),
        (dt.date(2022, 1, 31), "腊月廿九", "除夕"),
        (dt.date(2020, 5, 23), "闰四月初一", None),
        (dt.date(2020, 6, 25), "五月初五", "端午节"),
        (dt.date(2020, 12, 15), "冬月初一", None),
        # the second fifth month of 2009 brings no second Dragon Boat festival
        (dt.date(2009, 6, 27), "闰五月初五", None),
    ],
)
def test_lunar_days_and_feasts_of_known_dates(day, text, feast):
    assert lunar.lunar_day(day) == text
    assert lunar.feast(day) == feast


def test_every_new_year_has_exactly_one_eve_the_day_before():
    # the new year falls between 21 January and 21 February
    days = [
        dt.date(year, 1, 18) + dt.timedelta(days=index)
        for year in range(2016, 2026)
        for index in range(36)
    ]
    named = {name: [d for d in days if lunar.feast(d) == name] for name in ("除夕", "春节")}
    assert len(named["春节"]) == 10
    assert [eve + dt.timedelta(days=1) for eve in named["除夕"]] == named["春节"]


def test_years_beyond_the_table_are_refused_rather_than_guessed():
    for year in (1900, 2100):
        with pytest.raises(ValueError, match=str(year)):
            lunar.lunar_day(dt.date(year, 6, 1))
