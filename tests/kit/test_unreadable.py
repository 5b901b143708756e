"""What nobody can have typed is answered as a bad request, not as a fault of ours."""

from __future__ import annotations

import pytest
from django.db import DataError, connection, transaction
from django.test import Client

from shouwang.accounts.models import User
from shouwang.kit.middleware import is_unreadable

MANY = "9" * 5_000


@pytest.mark.parametrize(
    "path", ["/reports/today/?show=filed&q=%00", f"/responsibility/?unit={MANY}"]
)
def test_a_nul_and_a_number_of_thousands_of_digits_are_a_bad_request(city: User, path: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(city)
    answer = client.get(path)
    assert answer.status_code == 400
    assert "服务器看不懂这次提交" in answer.content.decode()


@pytest.mark.parametrize(
    ("statement", "is_told"),
    [(r"""SELECT '"\u0000"'::jsonb #>> '{}'""", True), ("SELECT 10000000000::int", False)],
)
def test_only_what_is_no_text_is_taken_for_it_not_every_refusal_of_the_database(
    db: None, statement: str, is_told: bool
) -> None:
    with pytest.raises(DataError) as why, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert is_unreadable(why.value) is is_told
