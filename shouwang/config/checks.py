"""What must not go to a bureau: the questions of ``shouwang check --deploy``.

They are Django checks, so its own deployment checks, silencing and output apply to them too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def secret_of_its_own(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse the secret that local mode keeps beside the data it protects."""
    if settings.ENV.secret_key is not None:
        return []
    return [
        Error(
            "the secret is the local file in the data folder",
            hint="Set SHOUWANG_SECRET_KEY from where your secrets are kept; to go on reading "
            "what is encrypted already, set it to that file's content.",
            id="shouwang.E001",
        )
    ]


@register(Tags.security, deploy=True)
def personal_keys_apart(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse keys of personal data that lie beside the data they protect."""
    if settings.ENV.personal_keys:
        return []
    return [
        Error(
            "the keys of personal data are the local file in the data folder",
            hint="Set SHOUWANG_PERSONAL_KEYS from where your secrets are kept; to go on reading "
            "what is encrypted already, let it end with that file's content.",
            id="shouwang.E006",
        )
    ]


@register(Tags.security, deploy=True)
def no_demonstration(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse accounts whose passwords are printed on every start."""
    User = apps.get_model(settings.AUTH_USER_MODEL)
    count = User.objects.filter(is_demo=True, is_active=True).count()
    if not count:
        return []
    return [
        Error(
            f"{count} demonstration accounts can sign in",
            hint="Start with an empty SHOUWANG_DATA and without --demo.",
            id="shouwang.E002",
        )
    ]


@register(Tags.security, deploy=True)
def no_debugging(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse error pages that show the code and its variables."""
    if not settings.DEBUG:
        return []
    return [Error("SHOUWANG_DEBUG is on", hint="Unset it.", id="shouwang.E003")]


@register(Tags.security, deploy=True)
def encrypted_in_transit(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse passwords and personal data over plain HTTP."""
    if settings.ENV.https:
        return []
    return [
        Error(
            "pages are served without HTTPS",
            hint="Put a proxy with a certificate in front, set SHOUWANG_HTTPS=1 and, where the "
            "proxy sets X-Forwarded-Proto itself, SHOUWANG_TRUSTED_PROXY=1.",
            id="shouwang.E004",
        )
    ]


@register(Tags.security, deploy=True)
def reachable_by_name(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a list of host names that no user outside this machine can have typed."""
    outside = set(settings.ALLOWED_HOSTS) - {"127.0.0.1", "localhost", "[::1]"}
    if outside and "*" not in outside:
        return []
    return [
        Error(
            "SHOUWANG_HOSTS names no host of yours, or any at all",
            hint="Set it to the host names users type, separated by commas.",
            id="shouwang.E005",
        )
    ]
