"""Webhooks: signed, tried again, on record; only what an organisation may read, only out there."""

import hashlib
import hmac
import json
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest
from factories.catalogue import offering
from factories.demands import open_demand
from factories.engagements import invited
from factories.people import member, organisation
from factories.receivers import Receiver, receiver
from factories.working import work
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, OrganisationState
from matchmaker.accounts.models import Account
from matchmaker.api.enums import WebhookKind, WebhookState
from matchmaker.api.models import Delivery, Webhook
from matchmaker.api.operations import deliveries
from matchmaker.api.operations.deliveries import HELD, SCHEDULE, send_due, tell
from matchmaker.api.operations.events import kind_of, tell_matches
from matchmaker.api.operations.webhooks import (
    add_webhook,
    renew_secret,
    send_again,
    send_test,
    switch_on,
)
from matchmaker.db import db
from matchmaker.errors import ConflictError
from matchmaker.jobs.outgoing import is_public, post
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.models import Notice

API = "/api/v1/webhooks"
pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def local(app: Flask) -> None:
    settings = app.extensions["settings"]
    object.__setattr__(settings, "webhooks_reach_local", True)


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as held:
        yield held


def hook(url: str, *kinds: WebhookKind) -> tuple[Webhook, Account]:
    of = organisation("远山钢铁有限公司")
    owner = member(of)
    row = add_webhook(of, url, kinds or (WebhookKind.PUBLIC,), actor=owner)
    db.session.commit()
    return row, owner


def signed(secret: str, headers: dict[str, str], body: bytes) -> str:
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = b64decode(secret.removeprefix("whsec_"))
    return f"v1,{b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()}"


@pytest.mark.usefixtures("local")
def test_a_message_is_signed_and_on_record(there: Receiver) -> None:
    row, _owner = hook(there.url)
    send_test(row)
    work()

    [(headers, body)] = there.got
    assert headers["webhook-signature"] == signed(row.secret, headers, body)
    assert json.loads(body)["type"] == "test"
    [sent] = db.session.scalars(select(Delivery)).all()
    assert sent.done_at is not None
    assert sent.number == headers["webhook-id"]
    assert [one.status for one in sent.tries] == [200]
    assert len(sent.tries[0].answer) <= 1000


@pytest.mark.usefixtures("local")
def test_for_a_day_both_secrets_sign(there: Receiver) -> None:
    row, owner = hook(there.url)
    old = row.secret
    new = renew_secret(row, actor=owner)
    send_test(row)
    work()
    [(headers, body)] = there.got
    both = f"{signed(new, headers, body)} {signed(old, headers, body)}"
    assert headers["webhook-signature"] == both

    with clock.at(clock.now() + timedelta(days=2)):
        send_test(row)
        work()
    headers, body = there.got[1]
    assert headers["webhook-signature"] == signed(new, headers, body)


@pytest.mark.usefixtures("local")
def test_what_fails_is_tried_again_and_then_switched_off_with_a_notice(there: Receiver) -> None:
    row, owner = hook(there.url)
    there.status = 500
    tell(row, WebhookKind.PUBLIC, "public.changed", {}, once="one")
    db.session.commit()
    at = clock.now()
    for pause in (timedelta(0), *SCHEDULE):
        at += pause
        with clock.at(at):
            send_due(())
            db.session.commit()

    [sent] = db.session.scalars(select(Delivery)).all()
    assert len(there.got) == sent.attempts == len(SCHEDULE) + 1
    assert {headers["webhook-id"] for headers, _body in there.got} == {sent.number}
    assert sent.given_up_at is not None
    assert row.state is WebhookState.OFF
    told = db.session.scalars(select(Notice).where(Notice.account_id == owner.id)).one()
    assert told.kind == "webhook-off"

    there.status = 200
    switch_on(row, actor=owner)
    send_again(sent)
    db.session.commit()
    with clock.at(at):
        send_due(())
        db.session.commit()
    assert sent.done_at is not None


@pytest.mark.usefixtures("local")
def test_an_address_that_fails_rests_before_other_messages(there: Receiver) -> None:
    row, _owner = hook(there.url)
    there.status = 503
    for number in range(3):
        tell(row, WebhookKind.PUBLIC, "public.changed", {}, once=f"{number}")
    db.session.commit()
    send_due(())
    db.session.commit()
    tried = len(there.got)
    send_due(())
    db.session.commit()
    assert len(there.got) == tried


@pytest.mark.usefixtures("local")
def test_redirects_are_not_followed_and_gone_switches_off(there: Receiver) -> None:
    row, _owner = hook(there.url)
    there.status, there.headers = 302, {"Location": there.url}
    tell(row, WebhookKind.PUBLIC, "public.changed", {}, once="one")
    db.session.commit()
    send_due(())
    assert len(there.got) == 1
    there.status, row.rests_until = 410, None
    with clock.at(clock.now() + SCHEDULE[0]):
        send_due(())
    assert row.state is WebhookState.OFF


@pytest.mark.usefixtures("local")
def test_a_side_is_told_what_its_people_are_told_and_no_text(there: Receiver) -> None:
    demand, owner = open_demand()
    assert demand.organisation is not None
    row = add_webhook(
        demand.organisation, there.url, [WebhookKind.ENGAGEMENT, WebhookKind.DECISION], actor=owner
    )
    stranger, _other = hook(f"{there.url}&b", WebhookKind.ENGAGEMENT, WebhookKind.DECISION)
    db.session.commit()
    invited()
    db.session.commit()
    work()

    found = db.session.scalars(select(Delivery)).all()
    assert stranger.id not in {one.webhook_id for one in found}
    for one in found:
        assert one.webhook_id == row.id
        assert demand.title not in json.dumps(one.body, ensure_ascii=False)


@pytest.mark.usefixtures("local")
def test_public_changes_come_as_one_message_a_batch(there: Receiver) -> None:
    hook(there.url)
    offering(organisation("远方通信"))
    work()
    told = [json.loads(body) for _headers, body in there.got]

    [changes] = [one["data"]["changes"] for one in told if one["type"] == "public.changed"]
    assert {"kind": "offering", "id": 1, "what": "published"} in changes


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.com/", "https"),
        ("https://example.com:22/", "port"),
        ("https://user:pass@example.com/", "password"),
        ("ftp://", "malformed"),
        ("https://exa mple.com/", "malformed"),
        ("https://127.0.0.1/", "not-public"),
        ("https://10.1.2.3/", "not-public"),
        ("https://169.254.169.254/latest/meta-data", "not-public"),
        ("https://100.64.0.1/", "not-public"),
        ("https://0.0.0.0/", "not-public"),
        ("https://[::1]/", "not-public"),
        ("https://[::ffff:127.0.0.1]/", "not-public"),
        ("https://[fe80::1]/", "not-public"),
        ("https://[fd00::1]/", "not-public"),
        ("https://[64:ff9b::7f00:1]/", "not-public"),
        ("https://2130706433/", "not-public"),
        ("https://localhost/", "not-public"),
        ("https://168.63.129.16/", "not-public"),
        ("https://[::127.0.0.1]/", "not-public"),
        ("https://[2002:7f00:1::]/", "not-public"),
    ],
)
def test_addresses_inside_are_refused(url: str, reason: str) -> None:
    assert post(url, b"{}", {}).fault == reason


@given(
    inside=st.one_of(
        *(
            st.ip_addresses(v=4, network=net)
            for net in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12")
        ),
        *(
            st.ip_addresses(v=4, network=net)
            for net in ("192.168.0.0/16", "100.64.0.0/10", "0.0.0.0/8", "224.0.0.0/3")
        ),
    )
)
def test_no_inner_address_is_public_whatever_it_is_wrapped_in(inside: IPv4Address) -> None:
    number = int(inside)
    wrapped = (
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(number),
        IPv6Address((0x64FF9B << 96) | number),
        IPv6Address((0x2002 << 112) | (number << 80)),
    )
    assert not any(is_public(one) for one in (inside, *wrapped))


@given(st.ip_addresses(v=6))
def test_of_ipv6_only_what_is_handed_out_is_public(address: IPv6Address) -> None:
    mapped = address.ipv4_mapped
    assert not is_public(address) or mapped is not None or int(address) >> 125 == 1


@pytest.mark.usefixtures("local")
def test_https_is_met_with_its_name_and_only_with_a_certificate_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = {}
    for name in ("localhost", "elsewhere.example"):
        key, certificate = tmp_path / f"{name}.key", tmp_path / f"{name}.pem"
        openssl = shutil.which("openssl")
        assert openssl is not None
        asked = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name} -addext"
        command = [openssl, *asked.split(), f"subjectAltName=DNS:{name}"]
        command += ["-keyout", str(key), "-out", str(certificate)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - words of this test
        with receiver(certificate, key) as there:
            faults[name, "stranger"] = post(there.url, b"{}", {}, allows_local=True).fault
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
            answer = post(there.url, b"{}", {}, allows_local=True)
            monkeypatch.delenv("SSL_CERT_FILE")
            faults[name, "known"] = answer.fault
            assert len(there.got) == (name == "localhost")

    assert faults == {
        ("localhost", "stranger"): "certificate",
        ("localhost", "known"): "",
        ("elsewhere.example", "stranger"): "certificate",
        ("elsewhere.example", "known"): "certificate",
    }


@pytest.mark.usefixtures("local")
def test_a_round_that_dies_sends_the_same_number_again(
    there: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _owner = hook(there.url)
    tell(row, WebhookKind.PUBLIC, "public.changed", {}, once="one")
    db.session.commit()

    def die() -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(deliveries, "queue_next_round", die)
        with pytest.raises(SystemExit):
            send_due(())
    db.session.rollback()
    send_due(())  # another worker, meanwhile: what is held is left alone
    assert len(there.got) == 1
    with clock.at(clock.now() + HELD):
        send_due(())
    db.session.commit()

    first, second = (headers["webhook-id"] for headers, _body in there.got)
    assert first == second
    [sent] = db.session.scalars(select(Delivery)).all()
    assert sent.done_at is not None
    assert len(sent.tries) == 1


@pytest.mark.usefixtures("local")
def test_it_stops_with_who_registered_it_until_another_owner_switches_it_on(
    there: Receiver,
) -> None:
    row, owner = hook(there.url)
    other = member(row.organisation)
    tell(row, WebhookKind.PUBLIC, "public.changed", {}, once="one")
    owner.state = AccountState.DISABLED
    db.session.commit()
    work()
    assert there.got == []
    with pytest.raises(ConflictError, match="重新启用"):
        send_test(row)

    switch_on(row, actor=other)
    row.organisation.state = OrganisationState.SUSPENDED
    db.session.commit()
    work()
    assert there.got == []

    row.organisation.state = OrganisationState.ACTIVE
    db.session.commit()
    work()
    send_due(())
    assert len(there.got) == 1


def test_renewed_twice_the_secret_of_the_receiver_still_signs() -> None:
    row, owner = hook("https://8.8.8.8/")
    first = row.secret
    renew_secret(row, actor=owner)
    renew_secret(row, actor=owner)
    assert row.former_secret == first


def test_what_is_told_to_a_person_alone_is_no_event() -> None:
    alone = ("reviews-assigned", "reviewer-invited", "report-answered", "objection-answered")
    assert {kind_of(NoticeKind(kind)) for kind in alone} == {None}
    assert kind_of(NoticeKind.AWARDED) is WebhookKind.AWARD
    assert kind_of(NoticeKind.ENGAGEMENT_INVITED) is WebhookKind.ENGAGEMENT


def matches_told() -> list[tuple[int, int]]:
    """Tell what came to fit, twice; give each webhook that was told, and its demand."""
    work()
    with clock.at(clock.now() + timedelta(seconds=10)):
        work()
        tell_matches()
        tell_matches()
        db.session.commit()
    rows = db.session.scalars(select(Delivery)).all()
    assert {row.body["type"] for row in rows} <= {"match.new"}
    return [(row.webhook_id, row.body["data"]["demand_id"]) for row in rows]


@pytest.mark.usefixtures("local")
def test_a_demand_hears_of_a_new_offering_that_fits(there: Receiver) -> None:
    demand, buyer = open_demand()
    assert demand.organisation is not None
    bought = add_webhook(demand.organisation, there.url, [WebhookKind.MATCH], actor=buyer)
    work()
    offering(organisation("远方通信有限公司"))

    assert matches_told() == [(bought.id, demand.id)]


@pytest.mark.usefixtures("local")
def test_an_offering_hears_of_a_new_demand_that_it_fits(there: Receiver) -> None:
    provider = organisation("远方通信有限公司")
    sold = add_webhook(provider, there.url, [WebhookKind.MATCH], actor=member(provider))
    offering(provider)
    work()
    with clock.at(clock.now() + timedelta(minutes=1)):
        demand, _buyer = open_demand()

        assert matches_told() == [(sold.id, demand.id)]
