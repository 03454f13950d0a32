"""Every installation runs this one file; what differs is the environment."""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from anyue.core import env, sqlite

SQLITE_VERSION = sqlite.use_sound_library()

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.secret("DATA_DIR") or BASE_DIR / "data")
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.flag("DEBUG", default=False)
# Demo mode shows the sample county with its published passwords and needs no secrets.
DEMO = env.flag("DEMO", default=False)
# Pages that are pictures are read by tesseract; off, because a person has to check every letter.
OCR = env.flag("OCR", default=False)
HTTPS = env.flag("HTTPS", default=not (DEMO or DEBUG))


def _secret_key() -> str:
    if key := env.secret("SECRET_KEY"):
        if len(key) < 50:
            raise ImproperlyConfigured("SECRET_KEY 太短：请换成 50 个以上的随机字符。")
        return key
    if not DEMO:
        raise ImproperlyConfigured(
            "没有设置 SECRET_KEY：请设成 50 个以上的随机字符，"
            "或用 SECRET_KEY_FILE 指向存放它的文件；只想试用时设 DEMO=true。"
        )
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64), encoding="utf-8")
    return kept.read_text(encoding="utf-8")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default="*" if DEMO else "")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "没有设置 ALLOWED_HOSTS：请写上本站的域名，多个用逗号隔开；只想试用时设 DEMO=true。"
    )
if "*" in ALLOWED_HOSTS and not DEMO:
    raise ImproperlyConfigured("ALLOWED_HOSTS 不能写 *：请写上本站的域名，多个用逗号隔开。")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", default="")
# How many reverse proxies of ours stand in front and append to X-Forwarded-For.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", default=0, least=0, most=5)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "anyue.core",
    "anyue.organisations",
    "anyue.evidence",
    "anyue.phrases",
    "anyue.campaigns",
    "anyue.comparisons",
    "anyue.assignments",
    "anyue.dashboards",
    "anyue.samples",
    "anyue.styleguide",
    # Templates of the plain widgets; after core, which replaces some of them.
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "anyue.organisations.middleware.SessionLimitMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "anyue.organisations.middleware.FirstSignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "anyue.core.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "anyue.urls"
WSGI_APPLICATION = "anyue.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "anyue.core.context.site",
                "anyue.organisations.context.menu",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DATABASES = {"default": env.database("DATABASE_URL", default_file=DATA_DIR / "anyue.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "organisations.User"
LOGIN_URL = "organisations:sign_in"
LOGIN_REDIRECT_URL = "dashboards:start"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", default=30, least=5, most=480)
SESSION_HOURS = env.number("SESSION_HOURS", default=12, least=1, most=24)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-anyue" if HTTPS else "anyue"
CSRF_COOKIE_NAME = "__Host-anyue-csrf" if HTTPS else "anyue-csrf"
CSRF_FAILURE_VIEW = "anyue.core.views.csrf_failure"

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o600
# Nine photos of a phone that could not shrink them, and the text beside them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DOCUMENT_MAX_BYTES = 20 * 1024 * 1024
PHOTO_MAX_BYTES = 10 * 1024 * 1024

# Names at the foot of public pages; each office sets its own.
SITE_ORGANISER = env.secret("SITE_ORGANISER") or ("示例县工业和信息化局（演示）" if DEMO else "")
SITE_CONTACT = env.secret("SITE_CONTACT")
SITE_CODE = env.secret("SITE_CODE")
SITE_ICP = env.secret("SITE_ICP")
SITE_POLICE = env.secret("SITE_POLICE")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "django_tasks_db")},
}
