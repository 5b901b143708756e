"""The words quoted around a finding."""

from __future__ import annotations

from datetime import date

from shouwang.checking.answers_marks import Checked
from shouwang.checking.answers_summary import quoted
from shouwang.orgs.models import Unit


def test_a_quotation_never_begins_in_the_middle_of_a_number() -> None:
    text = "截至16时，全市应报2310家，已报送2060家。"
    checked = Checked(text, Unit(name="澜川市"), date(2020, 2, 11), [])
    starts = range(len(text) - 6, len(text))
    said = [quoted(checked, start, start + 1) for start in starts]
    assert all(not one[0].isdigit() or one.startswith("2310") for one in said if one)
