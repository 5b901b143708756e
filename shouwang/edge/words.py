"""Audit sentences of edge."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.kit import registry

TOKEN_ISSUED = registry.word("edge.token_issued", _("签发接口密钥"))
TOKEN_REVOKED = registry.word("edge.token_revoked", _("收回接口密钥"))
