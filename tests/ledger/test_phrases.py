"""A counter's kept words ask what the counter asks, whatever the span."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.figures import counting
from shouwang.figures.counting import Counter, Span
from shouwang.ledger import counting as ledger
from shouwang.ledger import phrases

FIRST = datetime(2019, 1, 1, tzinfo=UTC)
moments = st.integers(0, 13 * 365 * 24 * 60).map(lambda m: FIRST + timedelta(minutes=m))
spans = st.builds(
    lambda unit, until, hours: Span((unit,), until - timedelta(hours=hours), until),
    st.integers(1, 90_000), moments, st.integers(1, 24 * 40),
)  # fmt: skip


def asked() -> list[tuple[object, phrases.Ask]]:
    declared = [one for each in counting.counters().values() for one in each]
    known = {ask for one in declared for ask in ledger._known_by(one)}
    return [(one, ledger._amounts(one)) for one in declared] + [
        (ask, ledger._units(ask)) for ask in known
    ]


@pytest.mark.django_db
@given(span=spans)
@settings(max_examples=15, deadline=None)
def test_kept_words_are_those_that_would_be_made_anew(span: Span) -> None:
    for key, ask in asked():
        assert phrases.worded(key, ask, span) == ask(span).query.sql_with_params()


@pytest.mark.django_db
def test_most_counters_are_worded_once_and_no_words_serve_several_units() -> None:
    span = Span((7,), datetime(2020, 2, 10, tzinfo=UTC), datetime(2020, 2, 11, tzinfo=UTC))
    all_of_them = asked()
    for key, ask in all_of_them:
        phrases.worded(key, ask, span)
    kept = [key for key, _ask in all_of_them if phrases._known[key] is not None]
    assert len(kept) > 0.8 * len(all_of_them)
    one = next(key for key in kept if isinstance(key, Counter))
    several = Span((7, 8), span.since, span.until)
    told = phrases.worded(one, ledger._amounts(one), several)
    assert told == ledger._amounts(one)(several).query.sql_with_params()
    assert {7, 8} <= set(told[1])
