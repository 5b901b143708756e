"""Sealing anew, with the present key, what was sealed with an older one."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction

from shouwang.kit import encrypted
from shouwang.kit.encrypted import EncryptedTextField

_AT_ONCE = 1_000


def columns() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    """Yield every encrypted column of the installation with its model."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field


def reseal() -> int:
    """Seal with the first key whatever is sealed with another; return how many values that was.

    It may run while Shouwang works and be stopped at any time: a thousand values a transaction.
    """
    return sum(_column(model, field) for model, field in columns())


def _column(model: type[models.Model], field: EncryptedTextField) -> int:
    quoted = connection.ops.quote_name
    key, table = quoted(str(model._meta.pk.column)), quoted(model._meta.db_table)
    column, done = quoted(str(field.column)), 0
    current = encrypted.current_key_id()
    find = f"""
        SELECT {key}, {column} FROM {table}
        WHERE length({column}) > 0 AND substring({column} FROM 2 FOR {encrypted.KEY_ID}) <> %s
        LIMIT {_AT_ONCE} FOR UPDATE
    """  # noqa: S608 - names of ours
    put = f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s"  # noqa: S608
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(find, [current])
            found = [(pk, bytes(value)) for pk, value in cursor.fetchall()]
            for pk, value in found:
                plain = encrypted.unseal(value, bound_to=field.bound_to)
                cursor.execute(put, [encrypted.seal(plain, bound_to=field.bound_to), pk, value])
        done += len(found)
        if not found:
            return done
