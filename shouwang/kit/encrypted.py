"""Personal data at rest: encrypted by AES-256-GCM, found again by a keyed digest.

个人信息保护法 art. 51 asks for encryption. What is kept is a version, the key's id, a nonce and the
sealed text; table and column are bound to it as associated data, so that a value moved to another
column does not open. Keys are texts in ``settings.PERSONAL_KEYS``: new values are sealed with the
first, any of them opens. Digests are made with the last, the oldest, so that a new key in front
leaves them as they are.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

VERSION = b"\x01"
KEY_ID = 4
NONCE = 12
DIGEST_LENGTH = 32  # hexadecimal signs: 128 bits, far beyond any number of people
_HEAD = len(VERSION) + KEY_ID + NONCE


class Unreadable(ValueError):
    """The value was sealed with a key that this installation has not, or was changed."""


def seal(text: str, *, bound_to: str) -> bytes:
    """Return ``text`` encrypted with the first key, to be opened only as ``bound_to``.

    An empty text stays empty: there is nothing to hide in it.
    """
    return seal_bytes(text.encode(), bound_to=bound_to) if text else b""


def seal_bytes(plain: bytes, *, bound_to: str) -> bytes:
    """Return bytes encrypted with the first key, such as a file of people that waits."""
    key_id, cipher = _ring(tuple(settings.PERSONAL_KEYS))[0]
    nonce = os.urandom(NONCE)
    return VERSION + key_id + nonce + cipher.encrypt(nonce, plain, bound_to.encode())


def unseal(value: bytes | memoryview, *, bound_to: str) -> str:
    """Return what was sealed; raises ``Unreadable`` for a foreign key or a changed value."""
    raw = bytes(value)
    return unseal_bytes(raw, bound_to=bound_to).decode() if raw else ""


def unseal_bytes(raw: bytes, *, bound_to: str) -> bytes:
    """Return bytes that were sealed; raises ``Unreadable``."""
    ring = dict(_ring(tuple(settings.PERSONAL_KEYS)))
    cipher = ring.get(raw[1 : 1 + KEY_ID])
    if raw[:1] != VERSION or cipher is None:
        raise Unreadable(f"{bound_to}: sealed with a key that is not in PERSONAL_KEYS")
    try:
        return cipher.decrypt(raw[1 + KEY_ID : _HEAD], raw[_HEAD:], bound_to.encode())
    except InvalidTag:
        raise Unreadable(f"{bound_to}: the value was changed or belongs to another column")


def current_key_id() -> bytes:
    """Return the id that values sealed now carry."""
    return _ring(tuple(settings.PERSONAL_KEYS))[0][0]


def digest(text: str, *, purpose: str) -> str:
    """Return a keyed digest for finding an equal text; empty for an empty one.

    ``purpose`` keeps digests of unlike things apart: the same digits as a phone and as a document
    number have two. Without the key nobody can try all numbers.
    """
    if not text:
        return ""
    key = _digest_key(settings.PERSONAL_KEYS[-1])
    made = hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256)
    return made.hexdigest()[:DIGEST_LENGTH]


class EncryptedTextField(models.TextField):
    """A text that the database holds encrypted; code reads and writes plain ``str``.

    It cannot be compared or ordered in a query; keep a ``digest`` beside it for that.
    """

    description = "Encrypted text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        """Return what the column is: bytes."""
        return "BinaryField"

    @property
    def bound_to(self) -> str:
        """Return the table and column to which values are bound."""
        return f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        """Return the text of a column."""
        return None if value is None else unseal(value, bound_to=self.bound_to)

    def get_prep_value(self, value: Any) -> Any:
        """Return the text as it is: sealed bytes are no text."""
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Return a text sealed, for writing."""
        if value is None:
            return None
        return connection.Database.Binary(seal(str(value), bound_to=self.bound_to))

    def value_to_string(self, obj: models.Model) -> str:
        """Refuse to be serialised: fixtures would carry it in the clear."""
        raise FieldError(f"{self.bound_to} is not serialised")

    def get_lookup(self, lookup_name: str) -> Any:
        """Return the lookup ``isnull``; refuse others, which would compare what is encrypted."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.bound_to} is encrypted: look for its digest")
        return super().get_lookup(lookup_name)


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> tuple[tuple[bytes, AESGCM], ...]:
    """Return (key id, cipher) of each key; the id tells nothing of the key."""
    return tuple(
        (_derived(key, b"shouwang key id")[:KEY_ID], AESGCM(_derived(key, b"shouwang people")))
        for key in keys
    )


@lru_cache(maxsize=8)
def _digest_key(key: str) -> bytes:
    return _derived(key, b"shouwang digest")


def _derived(key: str, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=info).derive(key.encode())
