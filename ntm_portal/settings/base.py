"""Production. `dev.py` and `test.py` only loosen it; what is missing says so at start."""

import os
from pathlib import Path

import dj_database_url
import structlog
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def env(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name}; see .env.example.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


VAR_DIR = Path(env("VAR_DIR", str(BASE_DIR / "var"))).resolve()

SECRET_KEY = env("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = [host for host in env("ALLOWED_HOSTS").split(",") if host]
CSRF_TRUSTED_ORIGINS = [origin for origin in env("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "accounts.apps.AccountsConfig",
    "communes.apps.CommunesConfig",
    "documents.apps.DocumentsConfig",
    "criteria.apps.CriteriaConfig",
    "plans.apps.PlansConfig",
    "reports.apps.ReportsConfig",
    "ntm_portal.apps.NtmPortalConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "ntm_portal.apps.OurStaticFilesConfig",
    "django_htmx",
    "django_include_bootstrap",
    "django_filters",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # slow lines; CSRF tokens are masked anew each time
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ntm_portal.middleware.ContentSecurityPolicyMiddleware",
    "ntm_portal.middleware.RequestLogMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "ntm_portal.middleware.PasswordChangeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ntm_portal.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "ntm_portal.urls"
WSGI_APPLICATION = "ntm_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ntm_portal.context.portal",
            ],
            "builtins": ["ntm_portal.templatetags.portal"],
        },
    },
]

DATABASES = {"default": dj_database_url.parse(env("DATABASE_URL"), conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a writer waits for its turn at the start, never fails in the middle.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "reports:home"
LOGOUT_REDIRECT_URL = "accounts:login"

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages ask for no others
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What people send lies under the hash of its bytes: writing it again writes the same.
    "files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"allow_overwrite": True},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_MAX_BYTES = int(env("FILE_MAX_MB", "20")) * 1024 * 1024  # of one file
FILE_UPLOAD_HANDLERS = [
    "documents.http.SizeGuard",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_MAX_PIXELS = 80_000_000  # of one picture: a page of A3 at 600 dpi
# Our own default: working days in which a difficulty asks for an answer, where who raises it names no day.
DIFFICULTY_ANSWER_DAYS = int(env("DIFFICULTY_ANSWER_DAYS", "5"))
# Likewise ours: working days that an urging letter gives its addressee, as drafted.
URGING_ANSWER_DAYS = int(env("URGING_ANSWER_DAYS", "5"))
# Likewise ours: how many working days before its file is due a commune is reminded.
FILE_REMINDER_DAYS = [int(one) for one in env("FILE_REMINDER_DAYS", "5,1").split(",") if one]
EVIDENCE_MAX_BYTES = int(env("EVIDENCE_MAX_MB", "200")) * 1024 * 1024  # of one scorecard
PREVIEWS_ROOT = VAR_DIR / "previews"  # pictures of files; may be thrown away at any time
# Who may see a file beside its giver and the office: functions from a user to keys of files.
FILE_READERS = [
    "criteria.selectors.evidence.files_shown_to",
    "plans.selectors.attachments.files_shown_to",
    "documents.selectors.paper_files.files_shown_to",
    "documents.selectors.paper_files.prints_shown_to",
    "criteria.selectors.council.files_shown_to",
]
# What upper apps know of a condition of recognition, by its kind: functions of a commune and a day.
COUNCIL_FACTS: dict[str, str] = {"debt": "plans.selectors.council.debt_known"}
# Where papers get fresh data for their blocks: a name that stays, and the path of a `documents.blocks.Source`.
BLOCK_SOURCES: dict[str, str] = {
    "sponsor-communes": "plans.selectors.sources.sponsors.SPONSOR_COMMUNES",
    "unmet-criteria": "plans.selectors.sources.sponsors.UNMET_CRITERIA",
    "targets": "plans.selectors.sources.sponsors.TARGETS",
    "sponsor-support": "plans.selectors.sources.sponsors.SPONSOR_SUPPORT",
    "sponsor-offices": "plans.selectors.sources.sponsors.SPONSOR_OFFICES",
    "programme-tasks": "plans.selectors.sources.tasks.PROGRAMME_TASKS",
    "late-tasks": "plans.selectors.sources.tasks.LATE_TASKS",
    "commune-criteria": "plans.selectors.sources.communes.COMMUNE_CRITERIA",
    "commune-gaps": "plans.selectors.sources.communes.COMMUNE_GAPS",
    "milestones": "plans.selectors.sources.communes.MILESTONES",
    "proposals": "plans.selectors.sources.communes.PROPOSALS",
    "report-duties": "plans.selectors.sources.duties.REPORT_DUTIES",
    "report": "reports.selectors.sources.REPORT_PARTS",
}
# Whom recipients named as groups in words mean: functions of a paper, the words and a day.
RECIPIENT_GROUPS = ["plans.selectors.recipients.agencies_of_words"]
# What follows from an act on a paper in upper apps: functions called inside the act, with paper, by and day.
PAPER_FOLLOWERS: dict[str, list[str]] = {
    "issued": [
        "plans.services.decisions.link_programme",
        "reports.services.cycle_owed.note_sent",
    ],
    "replaced": ["plans.services.duty_ends.end_duties"],
    "recalled": [
        "plans.services.duty_ends.end_duties",
        "reports.services.cycle_owed.note_recalled",
    ],
}
# Certificates (PEM, DER) of those whose signatures are trusted, one a file; none: every signer is «unknown root».
SIGNING_ROOTS = Path(env("SIGNING_ROOTS", str(VAR_DIR / "signing-roots")))
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a draft's tables are sent cell by cell

SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_FAILURE_VIEW = "ntm_portal.refusals.csrf_failure"
X_FRAME_OPTIONS = "DENY"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20  # seconds of silence of the mail server
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "ntm@localhost")
MAIL_ATTEMPTS = int(env("MAIL_ATTEMPTS", "5"))  # tries of one mail that certainly did not go out
# From which hour of the day, in Vietnam, those who chose one mail a day of a kind of notice get it.
NOTICE_DIGEST_HOUR = int(env("NOTICE_DIGEST_HOUR", "7"))
if NOTICE_DIGEST_HOUR not in range(24):
    raise ImproperlyConfigured("Set NOTICE_DIGEST_HOUR to 0 … 23; see .env.example.")
PORTAL_URL = env("PORTAL_URL", "")  # how people reach the portal: links in mails begin with it

# The working day: empty for the real day in Vietnam, or YYYY-MM-DD (a demonstration says so on every page).
PORTAL_TODAY = env("PORTAL_TODAY", "")
# Demonstration data and accounts may exist; never true in production.
DEMO = False

# A report ends within ten minutes (`reports.tasks.HARD_LIMIT`); the broker hands out again what nobody
# acknowledged for twice as long. What is lost sooner, the sweep finds by its heartbeat.
CELERY_BROKER_URL = env("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1200}
CELERY_TASK_DEFAULT_QUEUE = "ntm"
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-forgotten-runs": {
        "task": "reports.tasks.sweep_forgotten_runs",
        "schedule": crontab(),
    },
    "sweep-lost-prints": {
        "task": "documents.tasks.sweep_lost_prints",
        "schedule": crontab(),
    },
    "sweep-lost-drafts": {
        "task": "criteria.tasks.sweep_lost_drafts",
        "schedule": crontab(),
    },
    # Office hours, every hour: a morning that beat missed is made up for, and nothing is told twice.
    "write-mails": {
        "task": "plans.tasks.write_mails",
        "schedule": crontab(minute="0", hour="7-16"),
    },
    # Reports that come due are opened ahead and reminded of, proposals of issued plans told to their addressees.
    "keep-duties": {
        "task": "plans.tasks.keep_duties",
        "schedule": crontab(minute="30", hour="6-16"),
    },
    "open-owed-reports": {
        "task": "reports.tasks.open_owed_reports",
        "schedule": crontab(minute="25", hour="6-16"),
    },
    # Files of rounds that have begun are opened; who is about to be late, or is, is told once per deadline.
    "keep-files": {
        "task": "criteria.tasks.keep_files",
        "schedule": crontab(minute="35", hour="6-16"),
    },
    "send-mails": {
        "task": "plans.tasks.send_mails",
        "schedule": crontab(minute="*/5"),
    },
    "send-notices": {
        "task": "accounts.tasks.send_notices",
        "schedule": crontab(minute="*/5"),
    },
}
# What web and worker tell each other beside the database: how far a big import is.
_broker = CELERY_BROKER_URL.replace("redis+socket://", "unix://")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "shared": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _broker}
    if _broker.startswith(("redis://", "rediss://", "unix://"))
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"},
}
# Seconds without a heartbeat after which a running report counts as abandoned.
RUN_EXPIRES = int(env("RUN_EXPIRES", "60"))
# Reports of a cycle made at a time: as many as there are worker processes.
CYCLE_LANES = int(env("CYCLE_LANES", "2"))

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "rest_framework.authentication.TokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["communes.permissions.IsMember"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "ntm_portal.refusals.api_exception_handler",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Cổng nông thôn mới tỉnh Quảng Trị",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    # Choices that share a field's name: each is called by its own.
    "ENUM_NAME_OVERRIDES": {
        "ActionStateEnum": "plans.choices.ActionState",
        "AgencyKindEnum": "communes.choices.AgencyKind",
        "CommuneClassKindEnum": "communes.choices.CommuneClassKind",
        "ConditionKindEnum": "criteria.choices.ConditionKind",
        "ContactKindEnum": "plans.choices.ContactKind",
        "CouncilStateEnum": "criteria.choices.CouncilState",
        "CycleStateEnum": "reports.choices.CycleState",
        "DossierStageEnum": "plans.choices.DossierStage",
        "DraftKindEnum": "criteria.choices.DraftKind",
        "DraftStateEnum": "criteria.choices.DraftState",
        "FileActEnum": "criteria.choices.FileAct",
        "FileStateEnum": "criteria.choices.FileState",
        "MailPaceEnum": "accounts.choices.MailPace",
        "MailStateEnum": "plans.choices.MailState",
        "MoneySourceEnum": "plans.choices.MoneySource",
        "NeedStateEnum": "plans.choices.NeedState",
        "NoticeKindEnum": "accounts.choices.NoticeKind",
        "RemarkActEnum": "criteria.choices.RemarkAct",
        "ReportKindEnum": "reports.choices.Kind",
        "RoundKindEnum": "criteria.choices.RoundKind",
        "RunStateEnum": "reports.choices.RunState",
        "StageEnum": "criteria.choices.Stage",
        "SupportFormEnum": "plans.choices.SupportForm",
        "TargetKindEnum": "plans.choices.TargetKind",
        "TaskStateEnum": "plans.choices.TaskState",
        "UrgeKindEnum": "plans.choices.UrgeKind",
        "WorkKindEnum": "plans.choices.WorkKind",
    },
}

shared_processors: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
            "foreign_pre_chain": [
                *shared_processors,
                structlog.processors.format_exc_info,
            ],
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {
            "handlers": ["console"],
            "level": "WARNING",
            "propagate": False,
        },
        # WeasyPrint and fontTools tell of every glyph.
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[
        *shared_processors,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
