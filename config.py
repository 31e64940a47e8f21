"""Settings: read from the environment once, checked before the site starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Self, TypeAlias

ROOT = Path(__file__).resolve().parent
DEVELOPMENT_SECRET = "development-only-secret-never-use-it-on-a-real-site"  # noqa: S105 - refused in production
SECRET_MIN_LENGTH = 32
LOOPBACK = "127.0.0.0/8, ::1/128"
PORT_MIN, PORT_MAX = 1, 65535
OPEN_DATA_LICENCE = "CC BY 4.0"  # of what the site compiled itself; the operator may say otherwise
LOG_DAYS = (190, 190, 3650)  # default, least, most: the law asks for six months
PASSWORD_DAYS = (90, 1, 365)  # default, least, most; where passwords grow old at all


Network: TypeAlias = IPv4Network | IPv6Network


class Environment(StrEnum):
    """Where the site runs; production is strict."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"
    TEST = "test"


class PasswordPolicy(StrEnum):
    """What passwords must be: long and not known (NIST SP 800-63B), or as 等保 asks as well."""

    PLAIN = "plain"
    MLPS = "mlps"  # GB/T 22239: three kinds of characters, changed from time to time


class SettingsError(ValueError):
    """A setting is missing or wrong; the message names it and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """How mail leaves: `file` writes .eml files into the instance folder, `smtp` sends."""

    backend: str
    host: str
    port: int
    username: str
    password: str
    starttls: bool
    sender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs between installations."""

    environment: Environment
    debug: bool
    secret_key: str
    secret_key_fallbacks: tuple[str, ...]
    instance_path: Path
    database_url: str
    base_url: str
    site_name: str
    site_name_en: str
    contact_email: str
    filing_icp: str
    filing_police: str
    proxy_hops: int
    trusted_hosts: tuple[str, ...]
    internal_networks: tuple[Network, ...]
    clamd_address: str
    open_data_licence: str
    webhooks_reach_local: bool  # addresses of any port and network: for tests, never on a real site
    sign_in_log_days: int
    password_policy: PasswordPolicy
    password_days: int
    keep_answers: bool
    mail: MailSettings

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read and check the settings.

        Raises SettingsError for a value that cannot be used, and in production for a default or
        short secret, debug mode, a missing base address or an instance folder nobody can write.
        """
        env = dict(os.environ if environ is None else environ)
        instance_path = Path(env.get("INSTANCE_PATH") or ROOT / "instance").resolve()
        database_url = env.get("DATABASE_URL") or f"sqlite:///{instance_path / 'matchmaker.db'}"
        settings = cls(
            environment=_environment(env.get("MATCHMAKER_ENV", "development")),
            debug=_flag(env, "DEBUG"),
            secret_key=env.get("SECRET_KEY") or DEVELOPMENT_SECRET,
            secret_key_fallbacks=_words(env.get("SECRET_KEY_FALLBACKS", "")),
            instance_path=instance_path,
            database_url=database_url.replace("postgres://", "postgresql://", 1),
            base_url=(env.get("BASE_URL") or "http://127.0.0.1:5000").rstrip("/"),
            site_name=env.get("SITE_NAME") or "5G Inside 供需对接",
            site_name_en=env.get("SITE_NAME_EN") or env.get("SITE_NAME") or "5G Inside Matchmaker",
            contact_email=env.get("CONTACT_EMAIL", ""),
            filing_icp=env.get("FILING_ICP", ""),
            filing_police=env.get("FILING_POLICE", ""),
            proxy_hops=_number(env, "PROXY_HOPS", 0, 0, 5),
            trusted_hosts=_words(env.get("TRUSTED_HOSTS", "")),
            internal_networks=_networks(env.get("INTERNAL_NETWORKS") or LOOPBACK),
            clamd_address=_scanner(env.get("CLAMD_ADDRESS", "").strip()),
            open_data_licence=env.get("OPEN_DATA_LICENCE", "").strip() or OPEN_DATA_LICENCE,
            webhooks_reach_local=_flag(env, "WEBHOOKS_REACH_LOCAL"),
            sign_in_log_days=_number(env, "SIGN_IN_LOG_DAYS", *LOG_DAYS),
            password_policy=_password_policy(env.get("PASSWORD_POLICY") or "plain"),
            password_days=_number(env, "PASSWORD_DAYS", *PASSWORD_DAYS),
            keep_answers=_flag(env, "KEEP_ANSWERS", default="1"),
            mail=MailSettings(
                backend=env.get("MAIL_BACKEND", "file"),
                host=env.get("MAIL_HOST", "127.0.0.1"),
                port=_number(env, "MAIL_PORT", 25, PORT_MIN, PORT_MAX),
                username=env.get("MAIL_USERNAME", ""),
                password=env.get("MAIL_PASSWORD", ""),
                starttls=_flag(env, "MAIL_STARTTLS"),
                sender=env.get("MAIL_SENDER", "5G Inside <noreply@localhost>"),
            ),
        )
        settings.check(has_base_url=bool(env.get("BASE_URL")))
        return settings

    def check(self, *, has_base_url: bool) -> None:
        """Refuse what must not run; raises SettingsError."""
        if self.mail.backend not in {"file", "smtp"}:
            raise SettingsError(f"MAIL_BACKEND must be file or smtp, not {self.mail.backend!r}")
        if not self.base_url.startswith(("http://", "https://")):
            raise SettingsError("BASE_URL must start with http:// or https://")
        if not self.is_production:
            return
        if self.secret_key == DEVELOPMENT_SECRET or len(self.secret_key) < SECRET_MIN_LENGTH:
            raise SettingsError(
                "SECRET_KEY: production needs a secret of its own, at least "
                f"{SECRET_MIN_LENGTH} characters: "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        if self.webhooks_reach_local:
            raise SettingsError("WEBHOOKS_REACH_LOCAL must be off in production")
        if self.debug:
            raise SettingsError("DEBUG must be off in production")
        if not (has_base_url and self.base_url.startswith("https://")):
            raise SettingsError("BASE_URL: production needs the address people use, with https://")
        self.check_instance_path()

    def check_instance_path(self) -> None:
        """Make the instance folder and see that it can be written; raises SettingsError."""
        try:
            self.instance_path.mkdir(parents=True, exist_ok=True)
            probe = self.instance_path / ".writable"
            probe.write_text("", encoding="utf-8")
            probe.unlink()
        except OSError as error:
            raise SettingsError(f"INSTANCE_PATH cannot be written: {error}") from error

    @property
    def password_lasts(self) -> timedelta | None:
        """How long a password may be used; None where it does not grow old."""
        is_strict = self.password_policy is PasswordPolicy.MLPS
        return timedelta(days=self.password_days) if is_strict else None

    @property
    def files_path(self) -> Path:
        """Where files people hand in are kept; part of every backup."""
        return self.instance_path / "files"

    @property
    def is_production(self) -> bool:
        return self.environment is Environment.PRODUCTION

    def for_flask(self) -> dict[str, Any]:
        """Give the settings under the names Flask and its extensions read."""
        cookie_prefix = "__Host-" if self.is_production else ""
        return {
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": list(self.secret_key_fallbacks),
            "DEBUG": self.debug,
            "TESTING": self.environment is Environment.TEST,
            "SESSION_COOKIE_NAME": f"{cookie_prefix}session",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.is_production,
            "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
            "TRUSTED_HOSTS": list(self.trusted_hosts) or None,
            # A text far over the limit must come back in its box, not be cut off by the server.
            "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
            "MAX_FORM_PARTS": 400,
            "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form left open is not lost
            "WTF_CSRF_SSL_STRICT": self.is_production,
            "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
            "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "matchmaker" / "translations"),
            "KEEP_ANSWERS": self.keep_answers,
            "RATELIMIT_HEADERS_ENABLED": True,
            "RATELIMIT_STORAGE_URI": "memory://",
        }


def _environment(name: str) -> Environment:
    try:
        return Environment(name)
    except ValueError:
        names = ", ".join(Environment)
        raise SettingsError(f"MATCHMAKER_ENV must be one of {names}, not {name!r}") from None


def _password_policy(name: str) -> PasswordPolicy:
    try:
        return PasswordPolicy(name)
    except ValueError:
        names = ", ".join(PasswordPolicy)
        raise SettingsError(f"PASSWORD_POLICY must be one of {names}, not {name!r}") from None


def _flag(env: Mapping[str, str], name: str, default: str = "") -> bool:
    value = env.get(name, default).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise SettingsError(f"{name} must be 1 or 0, not {value!r}")


def _number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not low <= int(text) <= high:
        raise SettingsError(f"{name} must be a whole number from {low} to {high}, not {text!r}")
    return int(text)


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(word) for word in _words(text))
    except ValueError as error:
        raise SettingsError(
            f"INTERNAL_NETWORKS must be networks such as 10.0.0.0/8, comma-separated: {error}"
        ) from None


def _scanner(text: str) -> str:
    host, _, port = text.rpartition(":")
    is_number = port.isdecimal() and PORT_MIN <= int(port[:6]) <= PORT_MAX
    if text and not text.startswith("/") and not (host and is_number):
        raise SettingsError(
            f"CLAMD_ADDRESS must be host:port or the path of a Unix socket, not {text!r}"
        )
    return text


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
