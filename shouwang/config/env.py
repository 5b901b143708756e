"""The typed environment: the only place that reads variables of the process.

Every setting has a default that runs on one machine; a bureau's own server sets a handful.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Env:
    """What the surroundings say, typed and with defaults."""

    data: Path
    database_url: str | None
    debug: bool
    hosts: tuple[str, ...]
    secret_key: str | None
    personal_keys: tuple[str, ...]
    https: bool
    bind: str
    web_workers: int
    trusted_proxy: bool


def _flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def read() -> Env:
    """Return the environment as it stands now."""
    return Env(
        data=Path(os.environ.get("SHOUWANG_DATA", ROOT / "var")).resolve(),
        database_url=os.environ.get("DATABASE_URL") or None,
        debug=_flag("SHOUWANG_DEBUG", default=False),
        hosts=tuple(os.environ.get("SHOUWANG_HOSTS", "127.0.0.1,localhost,[::1]").split(",")),
        secret_key=os.environ.get("SHOUWANG_SECRET_KEY") or None,
        personal_keys=tuple(filter(None, os.environ.get("SHOUWANG_PERSONAL_KEYS", "").split(","))),
        https=_flag("SHOUWANG_HTTPS", default=False),
        bind=os.environ.get("SHOUWANG_BIND", "127.0.0.1:8000"),
        web_workers=int(os.environ.get("SHOUWANG_WEB_WORKERS", "2")),
        trusted_proxy=_flag("SHOUWANG_TRUSTED_PROXY", default=False),
    )


def local_secret(data: Path, name: str = "secret-key") -> str:
    """Return the installation's own secret, made once and kept in a 0600 file.

    Processes that start together agree: each offers a complete file, the first link wins and
    everyone reads what it points at.
    """
    path = data / name
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        offer = data / f"{name}.{os.getpid()}"
        handle = os.open(offer, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            path.hardlink_to(offer)
        offer.unlink()
    return path.read_text().strip()
