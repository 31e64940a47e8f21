"""Settings: what is refused at start, and what follows from production."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, request, session

from config import DEVELOPMENT_SECRET, Environment, Settings, SettingsError
from matchmaker.app import create_app
from matchmaker.web.access import public

SECRET = "a-secret-of-this-site-and-no-other-0123456789"


def production(folder: Path, **changes: str) -> Settings:
    """Read the settings of a sound production site, with changes."""
    return Settings.from_environ(
        {
            "MATCHMAKER_ENV": "production",
            "SECRET_KEY": SECRET,
            "BASE_URL": "https://match.example.cn",
            "INSTANCE_PATH": str(folder / "instance"),
            **changes,
        }
    )


def test_nothing_set_gives_a_development_site() -> None:
    settings = Settings.from_environ({})

    assert settings.environment is Environment.DEVELOPMENT
    assert settings.database_url.startswith("sqlite:///")
    assert settings.base_url == "http://127.0.0.1:5000"
    assert settings.mail.backend == "file"
    assert not settings.debug


def test_sound_production_settings_pass(tmp_path: Path) -> None:
    settings = production(tmp_path, SECRET_KEY_FALLBACKS="old-one, older-one ,", PROXY_HOPS="2")

    assert settings.is_production
    assert settings.secret_key_fallbacks == ("old-one", "older-one")
    assert settings.proxy_hops == 2
    assert settings.instance_path.is_dir()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": DEVELOPMENT_SECRET}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 31}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"BASE_URL": ""}, "BASE_URL"),
        ({"BASE_URL": "http://match.example.cn"}, "BASE_URL"),
    ],
)
def test_production_refuses(tmp_path: Path, changes: Mapping[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        production(tmp_path, **changes)


def test_production_refuses_an_instance_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(SettingsError, match="INSTANCE_PATH cannot be written"):
        production(tmp_path, INSTANCE_PATH=str(tmp_path / "file" / "instance"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MATCHMAKER_ENV", "prod"),
        ("DEBUG", "maybe"),
        ("MAIL_STARTTLS", "2"),
        ("PROXY_HOPS", "six"),
        ("PROXY_HOPS", "6"),
        ("PROXY_HOPS", "-1"),
        ("MAIL_PORT", "0"),
        ("MAIL_PORT", "65536"),
        ("MAIL_PORT", "２５.5"),
        ("MAIL_BACKEND", "pigeon"),
        ("BASE_URL", "match.example.cn"),
        ("BASE_URL", "javascript:alert(1)"),
    ],
)
def test_value_that_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environ({name: value})


@pytest.mark.parametrize(("text", "is_on"), [("YES", True), (" on ", True), ("0", False)])
def test_flags_are_read_as_people_write_them(text: str, *, is_on: bool) -> None:
    assert Settings.from_environ({"DEBUG": text}).debug is is_on


def test_old_form_of_a_postgres_address_is_understood() -> None:
    settings = Settings.from_environ({"DATABASE_URL": "postgres://db/site"})

    assert settings.database_url.startswith("postgresql")


def test_cookie_is_bound_to_the_host_in_production_only(tmp_path: Path) -> None:
    strict = production(tmp_path).for_flask()
    plain = Settings.from_environ({}).for_flask()

    assert strict["SESSION_COOKIE_NAME"] == "__Host-session"
    assert strict["SESSION_COOKIE_SECURE"] is True
    assert plain["SESSION_COOKIE_NAME"] == "session"
    assert plain["SESSION_COOKIE_SECURE"] is False
    for settings in (strict, plain):
        assert settings["SESSION_COOKIE_HTTPONLY"] is True
        assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"
        assert settings["PERMANENT_SESSION_LIFETIME"] <= timedelta(days=30)


@pytest.mark.parametrize(
    ("environment", "hsts"),
    [("production", "max-age=31536000; includeSubDomains"), ("test", None)],
)
def test_production_insists_on_https(tmp_path: Path, environment: str, hsts: str | None) -> None:
    app = create_app(production(tmp_path, MATCHMAKER_ENV=environment))

    response = app.test_client().get("/healthz", base_url="https://match.example.cn")

    assert response.status_code == 200
    assert response.headers.get("Strict-Transport-Security") == hsts


def probe(app: Flask) -> None:
    """Add a page that keeps something in the session and says how it was reached."""

    @app.get("/probe")
    @public
    def probed() -> dict[str, str | None]:
        session["seen"] = True
        return {"ip": request.remote_addr, "root": request.url_root}


def test_session_cookie_of_production_stays_with_the_host(tmp_path: Path) -> None:
    probe(app := create_app(production(tmp_path)))

    response = app.test_client().get("/probe", base_url="https://match.example.cn")

    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain=" not in cookie


def test_host_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    app = create_app(production(tmp_path, TRUSTED_HOSTS="match.example.cn"))

    response = app.test_client().get("/healthz", base_url="https://evil.example.org")

    assert response.status_code == 400
    assert response.text == "这个主机名不属于本站，请检查网址。"
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize(
    ("hops", "ip", "root"),
    [
        ("0", "127.0.0.1", "http://inside/"),
        ("1", "203.0.113.9", "https://match.example.cn/"),
    ],
)
def test_proxy_is_believed_only_when_set(tmp_path: Path, hops: str, ip: str, root: str) -> None:
    probe(app := create_app(production(tmp_path, PROXY_HOPS=hops)))
    forwarded = {
        "X-Forwarded-For": "198.51.100.7, 203.0.113.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "match.example.cn",
    }

    response = app.test_client().get("/probe", base_url="http://inside", headers=forwarded)

    assert response.json == {"ip": ip, "root": root}
