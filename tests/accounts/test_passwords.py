"""Password hashes and rules."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type
from factories.accounts import NOON, PASSWORD, add_account, sign_in
from flask import Flask
from pages import PageClient

from config import PasswordPolicy, Settings, SettingsError
from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.passwords import (
    check_new_password,
    hash_password,
    needs_rehash,
    verify_password,
)
from matchmaker.db import db
from matchmaker.errors import DomainError

GOOD = "four horses pull a cloud"


def check(password: str, email: str = "lin@example.com", name: str = "林晓燕") -> None:
    works_for = ["远山露天煤矿有限公司"]
    check_new_password(password, email=email, name=name, organisations=works_for)


def seconds(work: Callable[[], object]) -> float:
    started = time.thread_time()
    work()
    return time.thread_time() - started


def test_hash_is_argon2id_with_enough_memory() -> None:
    found = extract_parameters(hash_password(GOOD))

    assert found.type is Type.ID
    assert (found.memory_cost, found.time_cost, found.parallelism) == (19 * 1024, 2, 1)


def test_only_the_right_password_verifies() -> None:
    hashed = hash_password(GOOD)

    assert verify_password(hashed, GOOD)
    assert not verify_password(hashed, GOOD + " ")
    assert not verify_password(None, GOOD)
    assert not verify_password("not a hash", GOOD)


def test_full_width_typing_gives_the_same_password() -> None:
    assert verify_password(hash_password("ｈｏｒｓｅｓ　四匹马 pull"), "horses 四匹马 pull")


def test_nobody_takes_as_long_as_somebody() -> None:
    hashed = hash_password(GOOD)

    known = min(seconds(lambda: verify_password(hashed, "wrong")) for _ in range(5))
    unknown = min(seconds(lambda: verify_password(None, "wrong")) for _ in range(5))

    assert 0.5 < unknown / known < 2


def test_hash_of_other_settings_is_made_again() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(GOOD)

    assert needs_rehash(weak)
    assert not needs_rehash(hash_password(GOOD))


@pytest.mark.one_database
@pytest.mark.parametrize(
    "password",
    [GOOD, "四匹马拉着一朵云往山那边走", "马 云 山 水 火 土 木", "x9k2m4p7q1w8", "aaaaaaaaaaab",
     "字" * 6 + "句" * 122, "🐴🐎🐴 ☁️ 山那边 的 云"],
)  # fmt: skip
@pytest.mark.usefixtures("session")
def test_long_password_of_any_kind_is_accepted(password: str) -> None:
    check(password)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("eleven chrs", "至少 12 个字符，现在有 11 个"),
        ("", "至少 12"),
        ("x y" * 43, "最多 128 个字符，现在有 129 个"),
        ("password1234", "太常见"),
        ("PassWord 2026!!", "太常见"),
        ("123456789012", "太常见"),
        ("qwertyuiop123", "太常见"),
        ("Mailcreated5240", "太常见"),  # of a breach
        ("Chickenwing 101", "太常见"),
        ("sunflower 20261", "太常见"),
        ("aaaaaaaaaaaa", "太常见"),
        ("abcabcabcabc", "太常见"),
        ("            ", "太常见"),
        ("lin.xiaoyan and a horse", "姓名或邮箱"),
        ("我是林晓燕，我有一匹马呀", "姓名或邮箱"),
        ("5G Inside 一朵云 四匹马", "本站名称"),
        ("供需对接平台的第四匹马", "至少 12"),
        ("供需对接平台的第四匹马和云", "本站名称"),
        ("matchmaker horse", "本站名称"),
        ("远山 露天煤矿 第一 号坑 四匹马", "单位名称"),
    ],
)
@pytest.mark.usefixtures("session")
def test_bad_password_is_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(DomainError, match=why) as refused:
        check(password, email="lin.xiaoyan@example.com")

    assert refused.value.field == "password"


@pytest.mark.usefixtures("session")
def test_short_pieces_of_a_name_may_stand_in_a_password() -> None:
    check("linen and horses", email="lin@example.com", name="Li N")


@pytest.fixture
def strict(app: Flask) -> Flask:
    """Give a site that follows 等保."""
    changes = {"password_policy": PasswordPolicy.MLPS, "password_days": 90}
    app.extensions["settings"] = replace(app.extensions["settings"], **changes)
    return app


def test_mlps_asks_for_three_kinds_of_characters(strict: Flask, client: PageClient) -> None:
    with strict.test_request_context():
        for password in ("four horses pull a cloud", "四匹马拉着一朵云往山那边走"):
            with pytest.raises(DomainError, match="至少三类"):
                check(password)
        check("FOUR horses pull")
        check("4 horses 拉着一朵云")
    assert "至少三类" in client.get("/register").text


def test_mlps_lets_a_password_grow_old_and_leads_to_another(
    strict: Flask, client: PageClient
) -> None:
    with clock.at(NOON - timedelta(days=90)), strict.app_context():
        number = add_account(email="lin@example.com").id
        db.session.commit()
    sign_in(client)

    kept_out = client.get("/my/demands")

    assert kept_out.location == "/account/password?next=/my/demands"
    assert "用得太久" in client.get(kept_out.location).text
    same = client.submit(kept_out.location, {"current": PASSWORD, "password": PASSWORD})
    assert same.status_code == 422
    new = {"current": PASSWORD, "password": "4 Horses 拉着一朵云 慢慢走"}
    assert client.submit(kept_out.location, new).location == "/my/demands"
    assert client.get("/my/demands").status_code == 200
    with strict.app_context():
        assert db.session.get_one(Account, number).password_set_at == NOON


def test_without_mlps_no_password_grows_old(app: Flask, client: PageClient) -> None:
    with clock.at(NOON - timedelta(days=3650)), app.app_context():
        add_account(email="lin@example.com")
        db.session.commit()
    sign_in(client)

    assert client.get("/my/demands").status_code == 200


@pytest.mark.parametrize(("name", "value"), [("PASSWORD_POLICY", "strong"), ("PASSWORD_DAYS", "0")])
def test_settings_of_passwords_are_checked(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environ({name: value})
