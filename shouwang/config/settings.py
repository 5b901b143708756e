"""Django's settings: embedded database and local folder unless the environment says otherwise."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from shouwang.config import env as _env
from shouwang.config import postgres

ENV = _env.read()
BASE_DIR = _env.ROOT
PACKAGE_DIR = Path(__file__).resolve().parents[1]
DATA_DIR = ENV.data
DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key or _env.local_secret(ENV.data)
# what personal data is encrypted with, the present key first (kit/encrypted.py); never the secret
# above, which may be changed at any time
PERSONAL_KEYS = ENV.personal_keys or tuple(_env.local_secret(ENV.data, "personal-key").split())
ALLOWED_HOSTS = list(ENV.hosts)
ROOT_URLCONF = "shouwang.config.urls"
WSGI_APPLICATION = "shouwang.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "treebeard",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "shouwang.kit",
    "shouwang.accounts",
    "shouwang.jobs",
    "shouwang.orgs",
    "shouwang.figures",
    "shouwang.papers",
    "shouwang.desk",
    "shouwang.response",
    "shouwang.alarms",
    "shouwang.guides",
    "shouwang.people",
    "shouwang.epidemic",
    "shouwang.health",
    "shouwang.movements",
    "shouwang.gate",
    "shouwang.routines",
    "shouwang.ledger",
    "shouwang.reporting",
    "shouwang.review",
    "shouwang.intake",
    "shouwang.asking",
    "shouwang.chasing",
    "shouwang.dispatch",
    "shouwang.checking",
    "shouwang.briefs",
    "shouwang.edge",
    "shouwang.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shouwang.edge.door.ApiDoor",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shouwang.orgs.middleware.ScopeOfRequest",
    "shouwang.accounts.middleware.AccessTrail",
    "shouwang.accounts.middleware.IdleSignOut",
    "shouwang.accounts.middleware.FirstPassword",
    "shouwang.kit.middleware.RefuseUnreadable",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "config" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "shouwang.kit.context.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "shouwang.kit.templatetags.shouwang",
            ],
        },
    }
]
COTTON_DIR = "cotton"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"


def _database() -> dict[str, object]:
    """Return Django's connection settings: a bureau's server, or the embedded one's socket."""
    if ENV.database_url is None:
        place = postgres.place_for(ENV.data)
        parts = {
            "NAME": "shouwang",
            "USER": "shouwang",
            "HOST": str(place.socket_dir),
            "PORT": "5432",
        }
        options: dict[str, object] = {}
    else:
        url = urlsplit(ENV.database_url)
        options = dict(parse_qsl(url.query))
        parts = {
            "NAME": url.path.lstrip("/"),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or str(options.pop("host", ""))),
            "PORT": str(url.port or ""),
        }
    return {
        "ENGINE": "shouwang.kit.database",
        **parts,
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"TEMPLATE": "template0", "CHARSET": "UTF8"},
    }


DATABASES = {"default": _database()}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shouwang_cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["shouwang.accounts.backends.ThrottledBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "shouwang.accounts.passwords.ThreeClassesValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "shouwang.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "shouwang.accounts.adapters.TwoFactorAdapter"
MFA_TOTP_ISSUER = "守望"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
IDLE_SIGN_OUT = timedelta(minutes=30)
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENV.https:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
TRUSTED_PROXY = ENV.trusted_proxy
if TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
# a demonstration lives on a shifted clock (demo/clock.py); anything else on the machine's
_SHIFT = DATA_DIR / "demo-clock"
CLOCK_SHIFT = timedelta(seconds=int(_SHIFT.read_text()) if _SHIFT.exists() else 0)
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS: list[Path] = []
FILES_DIR = DATA_DIR / "files"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(FILES_DIR)},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["err"], "level": "WARNING"},
    # what a torn PDF is told is ours to say, in one line; the reader's own remarks are for no user
    "loggers": {"shouwang": {"level": "INFO"}, "pypdf": {"level": "ERROR"}},
}
