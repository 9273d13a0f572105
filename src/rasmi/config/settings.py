"""
One settings file: every value that may differ comes from the environment.

What changes what may be said, shown or kept is a parameter of the policy, not here.
"""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from rasmi.config import data, env, packs

PACKAGE = Path(__file__).resolve().parent.parent
DATA = data.folder()

DEBUG = False
SECRET_KEY = data.key("secret-key")
FACTOR_KEY = data.key("factor-key")  # encrypts the seeds of second factors

# Seal the passwords of accounts: the public one where they are entered, both where the
# worker runs.
VAULT_KEY, VAULT_PUBLIC_KEY = data.sealing_keys("vault")
LEDGER_KEY, LEDGER_PUBLIC_KEY = data.signing_keys("ledger")
CHECKPOINT_FILE = DATA / "checkpoint"  # the newest one, beside the database
EPOCH_FILE = DATA / "epoch.json"  # by which a restored or copied database is known

FILES_ROOT = DATA / "files"  # evidence, kept byte for byte
POLICY_PACK = env.text("RASMI_POLICY_PACK", str(packs.sample()))

# Where people reach the two sides. Staff pages and public pages have addresses of their
# own, so that no staff route exists where the public is served.
PORT = env.number("PORT", 8000)
STAFF_ORIGIN = env.text("RASMI_STAFF_ORIGIN", f"http://localhost:{PORT}").rstrip("/")
PUBLIC_ORIGIN = env.text("RASMI_PUBLIC_ORIGIN", f"http://localhost:{PORT + 1}").rstrip(
    "/"
)
SIDE = env.text("RASMI_SIDE", "both")  # staff, public or both; `rasmi web --side`
ON_HTTPS = STAFF_ORIGIN.startswith("https://")

STAFF_HOST = urlsplit(STAFF_ORIGIN).hostname or ""
PUBLIC_HOST = urlsplit(PUBLIC_ORIGIN).hostname or ""
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ON_LOOPBACK = [] if ON_HTTPS else LOOPBACK
ALLOWED_HOSTS = sorted({STAFF_HOST, PUBLIC_HOST, *ON_LOOPBACK})
# The only addresses by which each side answers, port included.
STAFF_ADDRESSES = {urlsplit(STAFF_ORIGIN).netloc, *(f"{x}:{PORT}" for x in ON_LOOPBACK)}
PUBLIC_ADDRESSES = {
    urlsplit(PUBLIC_ORIGIN).netloc,
    *(f"{x}:{PORT + 1}" for x in ON_LOOPBACK),
}
# How many proxies before us may be believed when they tell who asks.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("RASMI_PROXIES", 1 if ON_HTTPS else 0)
# What strangers send us from one address; the rest is limited by the package itself.
ACCOUNT_RATE_LIMITS = {
    "appeal": "10/h/ip",
    "follow_appeal": "30/h/ip",
    "provider": "120/m/ip",
    "report": "10/h/ip",
    "verify": "30/h/ip",
}
CSRF_TRUSTED_ORIGINS = [STAFF_ORIGIN, PUBLIC_ORIGIN]
if ON_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The sandbox platform: in every demonstration, elsewhere where its port is set.
IS_FOR_TRAINING = bool(env.text("RASMI_SANDBOX_PORT"))
SANDBOX_PORT = env.number("RASMI_SANDBOX_PORT", PORT + 2)
SANDBOX_ADDRESS = f"http://127.0.0.1:{SANDBOX_PORT}"
SANDBOX_TOKEN = data.key("sandbox")
# The body's own sites that accounts are on; whatever stands elsewhere is not called.
SITES = [each.rstrip("/") for each in env.text("RASMI_SITES").split()]
# What may stand beside a name in public: the body's own, by spaces; never private ones.
OFFICIAL_MAIL_DOMAINS = env.text("RASMI_OFFICIAL_MAIL_DOMAINS").lower().split()
OFFICIAL_NUMBERS = env.text("RASMI_OFFICIAL_NUMBERS").split()  # such as +96824
# How many accounts one worker speaks on at the same time.
LINES = env.number("RASMI_LINES", 4)

ROOT_URLCONF = "rasmi.config.urls_staff"
PUBLIC_URLCONF = "rasmi.config.urls_public"
WSGI_APPLICATION = "rasmi.config.wsgi.application"

INSTALLED_APPS = [
    "rasmi.core",
    "rasmi.rules",
    "rasmi.web",
    "rasmi.audit",
    "rasmi.files",
    "rasmi.notify",
    "rasmi.people",
    "rasmi.policy",
    "rasmi.channels",
    "rasmi.delegations",
    "rasmi.records",
    "rasmi.security",
    "rasmi.intake",
    "rasmi.outbox",
    "rasmi.publishing",
    "rasmi.engagement",
    "rasmi.moderation",
    "rasmi.participation",
    "rasmi.compliance",
    "rasmi.portal",
    "rasmi.demo",
    "rasmi.config.apps.ConfigConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rasmi.config.sides.SideByHost",
    "rasmi.web.middleware.NothingUnsayable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rasmi.web.middleware.PersonalTaste",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rasmi.audit.middleware.RefusalsAreKept",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "rasmi.people.middleware.SessionsEnd",
    "rasmi.people.middleware.SecondFactorFirst",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rasmi.web.context.shell",
                "rasmi.people.context.body",
                "rasmi.security.context.stops",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "rasmi.web.templatetags.web",
            ],
        },
    }
]
FORM_RENDERER = "rasmi.web.forms.Renderer"

# Data
DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{DATA / 'rasmi.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Every transaction takes the write lock at once and waits for it, and none fails
    # half-way with "database is locked". FULL, because an audit entry that was answered
    # for must be there after a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;"
        ),
    }
# In the database, so that the limits on guessing hold across all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
        # Few entries would let a flood of names push out the count of one.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language and time
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["rasmi.web.formats"]
TIME_ZONE = "Asia/Muscat"
USE_TZ = True

# Static files
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise reads it at start
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "rasmi.web.fonts.FontFinder",
]
NODE_MODULES = PACKAGE.parent.parent / "node_modules"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# People and sign-in
AUTH_USER_MODEL = "people.User"
# The body's directory (LDAP, always with TLS); without an address there is none.
LDAP_URI = env.text("RASMI_LDAP_URI")
AUTHENTICATION_BACKENDS = [
    *(["rasmi.people.backends.DirectoryBackend"] if LDAP_URI else []),
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    # Length and a list of known passwords, no rules of composition: NIST SP 800-63B-4
    # §3.1.1.2. Twelve, because a second factor stands behind every power.
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {
        "NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name_en", "staff_number"]},
    },
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # seconds

# The body's own sign-in (OpenID Connect); without an issuer there is none.
OIDC_ISSUER = env.text("RASMI_OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("RASMI_OIDC_CLIENT_ID")
OIDC_SECRET = env.closed_file("RASMI_OIDC_SECRET_FILE")
OIDC_SCOPES = env.text("RASMI_OIDC_SCOPES", "email").split()
# Its work e-mail, verified; any other claim holds the staff number.
OIDC_CLAIM = env.text("RASMI_OIDC_CLAIM", "email")
OIDC_TRUSTED_AMR = env.text("RASMI_OIDC_TRUSTED_AMR").split()
LDAP_CA_FILE = env.text("RASMI_LDAP_CA_FILE", "/etc/ssl/certs/ca-certificates.crt")
LDAP_BIND_DN = env.text("RASMI_LDAP_BIND_DN")
LDAP_SECRET = env.closed_file("RASMI_LDAP_PASSWORD_FILE")
LDAP_BASE = env.text("RASMI_LDAP_BASE")
LDAP_FILTER = env.text("RASMI_LDAP_FILTER", "(objectClass=person)")
LDAP_LOGIN = env.text("RASMI_LDAP_LOGIN", "mail")  # what people write
LDAP_MATCH = env.text("RASMI_LDAP_MATCH", "mail")  # what finds them in the register
# Who may sign in with a password that is kept here: everybody or operators.
PASSWORDS_OF = env.text("RASMI_PASSWORDS_OF", "operators" if LDAP_URI else "everybody")

ACCOUNT_ADAPTER = "rasmi.people.adapters.StaffAdapter"
_FORMS = "rasmi.people.forms_signin"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reauthenticate": f"{_FORMS}.ConfirmPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # sign-up itself is closed
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are entered by the ministry
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds
MFA_ADAPTER = "rasmi.people.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": f"{_FORMS}.CodeForm",
    "reauthenticate": f"{_FORMS}.ConfirmCodeForm",
    "activate_totp": f"{_FORMS}.FirstCodeForm",
    "add_webauthn": f"{_FORMS}.AddKeyForm",
    "edit_webauthn": f"{_FORMS}.EditKeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are entered by the ministry
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 0  # a code lives one step, as long as its use is remembered
MFA_TOTP_ISSUER = "Rasmi"
# Browsers allow passkeys on plain http on the loopback only, and so do we.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = STAFF_HOST in ON_LOOPBACK
USERSESSIONS_TRACK_ACTIVITY = False
USERSESSIONS_ADAPTER = "rasmi.people.adapters.SessionsAdapter"

# Sessions and cookies
SESSION_COOKIE_AGE = 2 * 3600  # seconds without a request
SESSION_LASTS = 12 * 3600  # seconds in all: a shift and its handover
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-rasmi" if ON_HTTPS else "rasmi"
CSRF_COOKIE_NAME = "__Host-rasmi-csrf" if ON_HTTPS else "rasmi-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ON_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "rasmi.web.errors.csrf_failed"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Browser
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ON_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ON_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes

# Mail: without a server, messages wait in the database
EMAIL_HOST = env.text("RASMI_SMTP_HOST")
EMAIL_PORT = env.number("RASMI_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("RASMI_SMTP_USER")
EMAIL_HOST_PASSWORD = env.secret_file("RASMI_SMTP_PASSWORD_FILE")
SMTP_SECURITY = env.text("RASMI_SMTP_SECURITY", "starttls")
EMAIL_USE_TLS = SMTP_SECURITY == "starttls"
EMAIL_USE_SSL = SMTP_SECURITY == "tls"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env.text("RASMI_MAIL_FROM", f"rasmi@{STAFF_HOST}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "filters": {"no_secrets": {"()": "rasmi.config.logs.WithoutSecrets"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_secrets"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},  # it tells of every call
        "weasyprint": {"level": "WARNING"},  # of every step
        "fontTools": {"level": "WARNING"},  # of every table of a font
    },
}

# The address is unique in any case of letters, by a constraint the check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
