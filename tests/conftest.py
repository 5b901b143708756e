"""The stage every test stands on: a real PostgreSQL of its own, a real browser when asked for.

Settings are read when Django is first touched, so the surroundings are arranged here, at import.
With DATABASE_URL set the tests run against that server instead of the embedded one.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

import django
import hypothesis
from django.conf import settings

from shouwang.config import postgres

ROOT = Path(__file__).resolve().parents[1]

os.environ["SHOUWANG_DATA"] = str(ROOT / "var" / "test")
os.environ["DJANGO_SETTINGS_MODULE"] = "shouwang.config.settings"
os.environ.pop("SHOUWANG_HTTPS", None)
(ROOT / "var" / "test" / "static").mkdir(parents=True, exist_ok=True)

# Held by every test process while it runs: the last one out stops the server.
_users = os.open(ROOT / "var" / "test" / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
fcntl.flock(_users, fcntl.LOCK_SH)
EMBEDDED = not os.environ.get("DATABASE_URL")
if EMBEDDED:
    _place = postgres.place_for(Path(os.environ["SHOUWANG_DATA"]))
    postgres.ensure_running(_place)

# No test is timed, whatever else the machine does; a run on a submission tries the same cases.
hypothesis.settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("house")

# Quick passwords, and styles as they lie in the source. pytest-django looks for settings before
# it loads this file, so setting Django up falls to us.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
django.setup()

pytest_plugins = ["tests.cast", "tests.stage.database", "tests.stage.browser"]


def pytest_unconfigure() -> None:
    """Leave no server behind, unless another test run still uses it."""
    if not EMBEDDED:
        return
    with suppress(BlockingIOError):
        fcntl.flock(_users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        postgres.stop(_place)
