"""Encrypted texts: they open as what they were sealed as, and as nothing else."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldError

from shouwang.kit import encrypted
from shouwang.people.models import Person

NUMBER = "11010519491231002X"


def test_what_is_sealed_opens_only_in_its_own_column():
    sealed = encrypted.seal(NUMBER, bound_to="people_person.id_number")
    assert NUMBER.encode() not in sealed
    assert encrypted.unseal(sealed, bound_to="people_person.id_number") == NUMBER
    with pytest.raises(encrypted.Unreadable):
        encrypted.unseal(sealed, bound_to="people_contact.phone")


def test_the_same_text_never_looks_the_same_twice():
    assert encrypted.seal("王秀英", bound_to="a.b") != encrypted.seal("王秀英", bound_to="a.b")


def test_a_changed_byte_is_noticed():
    sealed = bytearray(encrypted.seal("王秀英", bound_to="a.b"))
    sealed[-1] ^= 1
    with pytest.raises(encrypted.Unreadable):
        encrypted.unseal(bytes(sealed), bound_to="a.b")


def test_a_new_key_in_front_leaves_old_values_and_digests_readable(settings):
    settings.PERSONAL_KEYS = ("old",)
    sealed, digest = encrypted.seal("a", bound_to="a.b"), encrypted.digest("a", purpose="id")
    settings.PERSONAL_KEYS = ("new", "old")
    assert encrypted.unseal(sealed, bound_to="a.b") == "a"
    assert encrypted.digest("a", purpose="id") == digest
    settings.PERSONAL_KEYS = ("new",)
    with pytest.raises(encrypted.Unreadable):
        encrypted.unseal(sealed, bound_to="a.b")


def test_digests_of_unlike_things_differ_and_nothing_has_none():
    assert encrypted.digest("1", purpose="id") != encrypted.digest("1", purpose="phone")
    assert encrypted.digest("", purpose="id") == ""


def test_an_encrypted_column_refuses_to_be_compared():
    with pytest.raises(FieldError):
        Person.objects.filter(name="王秀英").query.sql_with_params()
