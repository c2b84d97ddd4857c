"""Settings of the site: runs on one machine as it is, without account, secret or container."""

import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from decentwork.estimates.errors import DataFolderError
from decentwork.sources.data_folder import DataFolder

SITE = Path(__file__).parent
DATA = DataFolder.default()


def secret_key(root: Path) -> str:
    """Return the installation's key, made on first use and readable by its owner only."""
    path = root / "secret_key"
    if path.is_file():
        return path.read_text()
    try:
        root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise DataFolderError(
            str(root),
            f"the folder cannot be written ({error.strerror}).",
            "Give yourself the right to write there, or set DECENTWORK_DATA to another folder.",
        ) from error
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()


def database(address: str | None, root: Path) -> dict[str, Any]:
    """Return Django's settings of the database: PostgreSQL at `address`, else SQLite in `root`."""
    if not address:
        # WAL lets pages be read while one process writes; IMMEDIATE takes the write lock at the
        # start, so that two writers wait for each other instead of failing halfway.
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": root / "decentwork.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
        }
    parts = conninfo_to_dict(address)
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
    given = {ours: parts.pop(theirs, "") for ours, theirs in {**named, "PORT": "port"}.items()}
    return {"ENGINE": "django.db.backends.postgresql", **given, "OPTIONS": parts}


SECRET_KEY = secret_key(DATA.root)
DEBUG = os.environ.get("DECENTWORK_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("DECENTWORK_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ROOT_URLCONF = "decentwork_site.urls"
WSGI_APPLICATION = "decentwork_site.wsgi.application"
DATABASES = {"default": database(os.environ.get("DATABASE_URL"), DATA.root)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "decentwork_site.chains",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "decentwork_site.api_errors.in_one_shape",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

# Nothing but our own files: no inline script or style, no eval, no frame, no outside host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "decentwork_site.templating.environment"},
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español")]
LOCALE_PATHS = [SITE / "locale"]

# Made once on this machine by `python -m decentwork_site run`: the chart library and the map.
BUILT = DATA.root / "built"
STATIC_URL = "/static/"
STATIC_ROOT = DATA.root / "static"
STATICFILES_DIRS = [SITE / "static", *([BUILT] if BUILT.is_dir() else [])]
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What breaks is told in the window in which the site was started, as its page promises.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"window": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["window"], "level": "ERROR", "propagate": False}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
