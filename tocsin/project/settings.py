"""Django's settings, read from the environment; docs/operations.md lists every variable."""

from __future__ import annotations

import os
import sys

from tocsin.clock import read_shift
from tocsin.project.databases import database_from
from tocsin.project.instance import field_key, home, secret_key

# httpx loads its command line with it where that is installed: 5 MB and a quarter of a second of every process, for nothing.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "yes" if default else "no").lower() in ("1", "yes", "true", "on")


def _words(name: str, default: str = "") -> list[str]:
    return os.environ.get(name, default).replace(",", " ").split()


TOCSIN_HOME = home()
SECRET_KEY = secret_key(TOCSIN_HOME)
TOCSIN_FIELD_KEY = field_key(TOCSIN_HOME)
TOCSIN_CLOCK_SHIFT_SECONDS = read_shift(TOCSIN_HOME)
#: Where readers reach this instance; every link in a message begins with it.
TOCSIN_PUBLIC_ADDRESS = os.environ.get("TOCSIN_PUBLIC_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
#: The mail server that alerts leave by: smtp://[user:word@]host:port, smtps:// for TLS, +starttls for STARTTLS.
TOCSIN_SMTP_ADDRESS = os.environ.get("TOCSIN_SMTP_ADDRESS", "")
TOCSIN_MAIL_FROM = os.environ.get("TOCSIN_MAIL_FROM", "alerts@localhost")
#: Every mail is signed (DKIM) where these are set: the path of a PEM file, and the name that its public half has in DNS.
TOCSIN_DKIM_KEY = os.environ.get("TOCSIN_DKIM_KEY", "")
TOCSIN_DKIM_SELECTOR = os.environ.get("TOCSIN_DKIM_SELECTOR", "")
#: What comes back (docs/delivery.md): where bounces go, where replies go, the mailbox that both are fetched from, the secrets
#: of the doors for gateways, and whether an SMS says how to answer it.
TOCSIN_BOUNCE_ADDRESS = os.environ.get("TOCSIN_BOUNCE_ADDRESS", "")
TOCSIN_REPLY_ADDRESS = os.environ.get("TOCSIN_REPLY_ADDRESS", "")
TOCSIN_IMAP_ADDRESS = os.environ.get("TOCSIN_IMAP_ADDRESS", "")
TOCSIN_INBOUND_SECRET = os.environ.get("TOCSIN_INBOUND_SECRET", "")
TOCSIN_SMS_REPLIES = _flag("TOCSIN_SMS_REPLIES")
#: Editions are signed where both are set; TOCSIN_SIGNATURE_DUE makes an unsigned publication impossible.
TOCSIN_SIGNING_KEY = os.environ.get("TOCSIN_SIGNING_KEY", "")
TOCSIN_SIGNING_CERTIFICATE = os.environ.get("TOCSIN_SIGNING_CERTIFICATE", "")
TOCSIN_SIGNATURE_DUE = _flag("TOCSIN_SIGNATURE_DUE")
#: Profiles of tocsin.cap that every CAP message of ours is held to: an error by one of them stops the publication.
TOCSIN_CAP_PROFILES = tuple(os.environ.get("TOCSIN_CAP_PROFILES", "").replace(",", " ").split())
#: Hosts on private addresses that sources may be fetched from, by name; the demo names its own.
#: Asked once a minute by the worker while nothing is overdue (docs/operations.md).
#: Where a test alert goes on a schedule, and how many minutes apart; no canary flies without an address.
TOCSIN_CANARY_ADDRESS = os.environ.get("TOCSIN_CANARY_ADDRESS", "")
TOCSIN_CANARY_MINUTES = int(os.environ.get("TOCSIN_CANARY_MINUTES", "1440"))
TOCSIN_HEARTBEAT_URL = os.environ.get("TOCSIN_HEARTBEAT_URL", "")
TOCSIN_PRIVATE_HOSTS = _words("TOCSIN_PRIVATE_HOSTS")
#: So many webhooks a second to one receiver at most, by each worker; 0 for no limit.
TOCSIN_WEBHOOK_RATE = float(os.environ.get("TOCSIN_WEBHOOK_RATE", "0"))
#: A language model that may be asked for wording (docs/assistant.md): without an address none is, and nothing is sent.
TOCSIN_ASSISTANT_URL = os.environ.get("TOCSIN_ASSISTANT_URL", "")
TOCSIN_ASSISTANT_MODEL = os.environ.get("TOCSIN_ASSISTANT_MODEL", "")
TOCSIN_ASSISTANT_KEY = os.environ.get("TOCSIN_ASSISTANT_KEY", "")
TOCSIN_ASSISTANT_SECONDS = float(os.environ.get("TOCSIN_ASSISTANT_SECONDS", "30"))
#: The demo marks its folder, so that every verb in it knows.
TOCSIN_DEMO = _flag("TOCSIN_DEMO") or (TOCSIN_HOME / "demo").exists()

DEBUG = _flag("TOCSIN_DEBUG")
ALLOWED_HOSTS = _words("TOCSIN_ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = [TOCSIN_PUBLIC_ADDRESS] if TOCSIN_PUBLIC_ADDRESS.startswith("https://") else []
SECURE_COOKIES = TOCSIN_PUBLIC_ADDRESS.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Before allauth, whose pages it gives the desk's looks.
    "tocsin.desk",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "tocsin.accounts",
    "tocsin.sources",
    "tocsin.incidents",
    "tocsin.alerts",
    "tocsin.exposure",
    "tocsin.delivery",
    "tocsin.publishing",
    "tocsin.demo",
]

MIDDLEWARE = [
    "tocsin.headers.CompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "tocsin.headers.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tocsin.accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tocsin.accounts.middleware.OrganisationMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tocsin.project.urls"
WSGI_APPLICATION = "tocsin.project.doors.wsgi"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "tocsin.project.templating.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tocsin.project.templating.house",
            ],
        },
    },
    {
        # allauth's own pages are written in Django's template language.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tocsin.project.templating.house",
            ],
        },
    },
]

DATABASES = {"default": database_from(os.environ.get("TOCSIN_DATABASE_URL", ""), TOCSIN_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tocsin.accounts.adapter.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_FORMS = {
    "reauthenticate": "tocsin.accounts.sign_in.PasswordAgainForm",
    "change_password": "tocsin.accounts.sign_in.NewPasswordForm",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Repeated failures are axes' business: one rule, kept in the database, for every way in.
ACCOUNT_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "tocsin.accounts.second_factor.SealedSecondFactors"
# A code that was typed as the half minute ended is still taken (RFC 6238, section 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "tocsin.accounts.sign_in.SecondFactorForm",
    "reauthenticate": "tocsin.accounts.sign_in.SecondFactorAgainForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_COOKIES
#: How many reverse proxies of ours stand in front; each adds one address to X-Forwarded-For.
TOCSIN_PROXIES = int(os.environ.get("TOCSIN_PROXIES", "0"))
AXES_CLIENT_IP_CALLABLE = "tocsin.accounts.addresses.client_address"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "tocsin.accounts.sign_in.account_named"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"

SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
# A page from before the last sign-in: what was typed there waits in its form.
CSRF_FAILURE_VIEW = "tocsin.desk.typed.form_not_taken"
SESSION_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if SECURE_COOKIES else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")]

STATIC_URL = "/static/"
STATIC_ROOT = TOCSIN_HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# What has its version in its name never changes under it: a browser that has it does not ask again.
WHITENOISE_IMMUTABLE_FILE_TEST = r"-\d+\.\d+\.\d+(\.min)?\.(js|css)$"

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": os.environ.get("TOCSIN_LOG_LEVEL", "WARNING")},
    "loggers": {
        "axes": {"level": "WARNING"},
        # Below this they log whole addresses, with the secrets in them.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "urllib3": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
