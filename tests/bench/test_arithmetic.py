"""The benchmarks' own sums, by hand."""

from __future__ import annotations

import pytest

from bench import arithmetic
from bench.result import Result, WrongAnswer, expect, table, verdict


def test_the_median_is_the_middle_or_the_mean_of_the_middle_two():
    assert arithmetic.median([9.0, 1.0, 5.0]) == 5.0
    assert arithmetic.median([4.0, 1.0, 2.0, 9.0]) == 3.0


@pytest.mark.parametrize(
    ("count", "share", "rank"),
    [(100, 0.95, 95), (20, 0.95, 19), (30, 0.95, 29), (7, 1, 7), (1, 0.5, 1)],
)
def test_a_percentile_is_the_value_of_its_rank(count, share, rank):
    values = [float(n) for n in range(count, 0, -1)]
    assert arithmetic.percentile(values, share) == rank


def test_a_percentile_of_nothing_is_refused():
    with pytest.raises(ValueError, match="needs values"):
        arithmetic.percentile([], 0.95)


def test_growth_counts_only_what_got_worse():
    assert arithmetic.worst_growth(
        {400: 10.0, 40_000: 13.0}, lower_is_better=True
    ) == pytest.approx(0.3)
    assert arithmetic.worst_growth({400: 10.0, 40_000: 7.0}, lower_is_better=True) == 0
    assert arithmetic.worst_growth(
        {400: 800.0, 40_000: 600.0}, lower_is_better=False
    ) == pytest.approx(0.25)


def test_a_wrong_answer_is_told_and_a_right_one_passes():
    expect(3, 3, "reports")
    with pytest.raises(WrongAnswer, match="reports: 2 instead of 3"):
        expect(2, 3, "reports")


def test_the_table_says_which_goals_were_met():
    missed = Result("P1", "filing", "400/s", must="≥500/s", met=False)
    met = Result("P3", "totals 合计", "0.2 s", met=True, aims_met=True)
    assert [verdict(missed), verdict(met), verdict(Result("P9", "page", "80 KB"))] == [
        "NO",
        "yes, aim too",
        "–",
    ]
    head, first, second = table([missed, met]).splitlines()
    assert head.index("ours") == first.index("400/s")
    # a Chinese sign takes two columns on the screen
    assert second.index("0.2 s") == first.index("400/s") - 2
