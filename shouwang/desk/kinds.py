"""Kinds of inbox entry: each app names its own, above."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

Text = Any  # str or a lazy translation

NOTE = "note"
_kinds: dict[str, tuple[Text, str]] = {NOTE: (_("消息"), "info")}


def kind(name: str, zh: Text, *, tone: str = "info") -> str:
    """Name a kind of entry: its word and the tone of its tag (ok, warn, bad, none, info).

    Raises ``ValueError`` when a kind is named twice.
    """
    if name in _kinds:
        raise ValueError(f"inbox kind {name} is named twice")
    _kinds[name] = (zh, tone)
    return name


def shown(name: str) -> tuple[Text, str]:
    """Return the word and the tone of a kind; one that nobody named is shown as 消息."""
    return _kinds.get(name, _kinds[NOTE])
