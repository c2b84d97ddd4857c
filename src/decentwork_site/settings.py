"""Settings of the site: runs on one machine as it is, without account, secret or container."""

import os
import secrets
from datetime import timedelta
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
TIME_ZONE = os.environ.get("DECENTWORK_TIME_ZONE", "UTC")

INSTALLED_APPS = [
    "decentwork_site.audit",
    "decentwork_site.members",
    "decentwork_site.jobs",
    "decentwork_site.studies",
    "decentwork_site.enterprises",
    "decentwork_site.trade",
    "decentwork_site.sectors",
    "decentwork_site.programmes",
    "decentwork_site.chains",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "rules",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "decentwork_site.api_errors.in_one_shape",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

# Who signs in. Reading what is public needs no account.
AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: refuses who guesses
    "rules.permissions.ObjectPermissionBackend",
    "decentwork_site.members.queries.NameOrAddress",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "display_name", "email")},
    },
]
LOGIN_URL = "members:sign_in"
LOGIN_REDIRECT_URL = "chains:home"

# How many proxies of our own stand before the site: the address of a client is taken from what the
# first of them saw. None when a browser on this machine asks directly.
PROXIES = int(os.environ.get("DECENTWORK_PROXIES", "0"))
AXES_CLIENT_IP_CALLABLE = "decentwork_site.members.queries.client_address"
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "decentwork_site.members.queries.name_tried"
AXES_LOCKOUT_CALLABLE = "decentwork_site.members.views.locked_out"
# A name from one address: nobody can lock another out, and one office behind one address can work.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the audit tells who signed in
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# A working day; then one signs in again. DECENTWORK_HTTPS=1 where the site is served over https.
HTTPS = os.environ.get("DECENTWORK_HTTPS") == "1"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "decentwork_site.members.views.form_too_old"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Long work: kind → the function that does it, and how long a silent worker keeps it.
JOBS = {
    "studies.plan": "decentwork_site.studies.writes.do_plan",
    "studies.plan_paper": "decentwork_site.studies.writes.do_plan_paper",
    "studies.cheapest": "decentwork_site.studies.writes.do_cheapest",
    "studies.estimate": "decentwork_site.studies.writes.do_estimates",
    "studies.preview": "decentwork_site.studies.writes.do_preview",
    "studies.match": "decentwork_site.studies.writes.do_match",
    "studies.release": "decentwork_site.studies.writes.do_release",
    "studies.report": "decentwork_site.studies.writes.do_report",
    "enterprises.read": "decentwork_site.enterprises.writes.do_read",
    "enterprises.match": "decentwork_site.enterprises.writes.do_match",
    "programmes.import": "decentwork_site.programmes.intake.do_import",
    "programmes.compare": "decentwork_site.programmes.intake.do_compare",
    "programmes.merge": "decentwork_site.programmes.intake.do_merge",
    "programmes.publish": "decentwork_site.programmes.intake.do_publish",
    "programmes.export": "decentwork_site.programmes.intake.do_export",
    "programmes.needs": "decentwork_site.programmes.needs.do_unanswered",
    "programmes.report": "decentwork_site.programmes.reports.do_report",
}
JOB_LEASE = timedelta(seconds=60)

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
    "loggers": {
        "django.request": {"handlers": ["window"], "level": "ERROR", "propagate": False},
        "decentwork_site": {"handlers": ["window"], "level": "WARNING", "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
