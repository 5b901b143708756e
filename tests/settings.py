"""The product's settings with what tests need otherwise: quick passwords, styles unhashed."""

from shouwang.config.settings import *  # noqa: F403
from shouwang.config.settings import STORAGES as _STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **_STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
