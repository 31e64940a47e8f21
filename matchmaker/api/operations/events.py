"""What becomes a message of webhooks: what people of an organisation are told, and public changes.

Whom a notice is told to was decided where it is told: a webhook is told no more. Rows are gathered
in the transaction they are written in and queued once at its end; the worker looks whose they are.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from itertools import chain
from typing import Any, Final

from flask import Flask
from sqlalchemy import event as events
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, UOWTransaction

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.api.enums import WebhookKind
from matchmaker.api.models import ChangeCounter, PublicChange, Webhook
from matchmaker.api.operations.deliveries import tell
from matchmaker.api.queries.changes import cursor_at
from matchmaker.api.queries.webhooks import is_live
from matchmaker.catalogue.models import Case, Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.questions import DemandQuestion
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import EVENTS
from matchmaker.notices.enums import GROUP_OF, NoticeGroup, NoticeKind
from matchmaker.notices.models import Notice
from matchmaker.programmes.enums import CallState
from matchmaker.programmes.models import Call, CallPhase
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.submissions import Submission
from matchmaker.watches.enums import WatchKind
from matchmaker.watches.queries.fits import Came, came_for
from matchmaker.web.addresses import site_url

GATHERED: Final = "events of this transaction"
LATELY: Final = timedelta(hours=6)  # looked at every hour; the worker may have been away
FIRST_CHANGES: Final = 50  # named in a message; the feed has all

# What is told to a person of an organisation because it is the organisation's. What is told to a
# person alone stays out: who reviews a submission, who reported or objected, keys, sign-in.
_TOLD: Final[Mapping[WebhookKind, Collection[NoticeKind]]] = {
    WebhookKind.QUESTION: (
        NoticeKind.QUESTION_ASKED,
        NoticeKind.QUESTION_ANSWERED,
        NoticeKind.QUESTION_DECLINED,
        NoticeKind.QUESTION_MERGED,
        NoticeKind.PROVIDER_ASKED,
        NoticeKind.PROVIDER_CONFIRMED,
    ),
    WebhookKind.RESPONSE: (
        NoticeKind.RESPONSE_SUBMITTED,
        NoticeKind.PARTNER_ASKED,
        NoticeKind.PARTNER_ANSWERED,
    ),
    WebhookKind.AWARD: (
        NoticeKind.AWARDED,
        NoticeKind.AWARD_ACCEPTED,
        NoticeKind.AWARD_DECLINED,
        NoticeKind.AWARD_TAKEN_BACK,
        NoticeKind.NOT_CHOSEN,
    ),
    WebhookKind.DECISION: (
        NoticeKind.DEMAND_APPROVED,
        NoticeKind.DEMAND_RETURNED,
        NoticeKind.DEMAND_SUSPENDED,
        NoticeKind.DEMAND_RESTORED,
        NoticeKind.OFFERING_APPROVED,
        NoticeKind.OFFERING_RETURNED,
        NoticeKind.CASE_APPROVED,
        NoticeKind.CASE_RETURNED,
        NoticeKind.VERIFICATION_APPROVED,
        NoticeKind.VERIFICATION_RETURNED,
        NoticeKind.VERIFICATION_REFUSED,
        NoticeKind.VERIFICATION_REOPENED,
        NoticeKind.VERIFICATION_REVOKED,
        NoticeKind.ORGANISATION_RESTORED,
        NoticeKind.CLAIM_APPROVED,
        NoticeKind.CLAIM_RETURNED,
        NoticeKind.CLAIM_REFUSED,
        NoticeKind.CLAIM_REOPENED,
        NoticeKind.TIER_SET,
        NoticeKind.TIER_ENDED,
        NoticeKind.RESULT_SELECTED,
        NoticeKind.RESULT_NOT_SELECTED,
        NoticeKind.RESULT_ON_HOLD,
        NoticeKind.ENTRY_WARNED,
        NoticeKind.ENTRY_RECTIFYING,
        NoticeKind.ENTRY_RESTORED,
        NoticeKind.ENTRY_REMOVED,
        NoticeKind.RENEWAL_GRANTED,
        NoticeKind.RENEWAL_DECLINED,
        NoticeKind.APPEAL_UPHELD,
        NoticeKind.APPEAL_DISMISSED,
        NoticeKind.SUBMISSION_RECEIVED,
        NoticeKind.SUBMISSION_RETURNED,
        NoticeKind.SUBMISSION_RECOMMENDED,
        NoticeKind.SUBMISSION_ACCEPTED,
        NoticeKind.SUBMISSION_REFUSED,
        NoticeKind.SUBMISSION_PARTNER_ASKED,
        NoticeKind.SUBMISSION_PARTNER_ANSWERED,
    ),
}
_KINDS: Final = {notice: kind for kind, notices in _TOLD.items() for notice in notices}


def install(_app: Flask) -> None:
    """Gather what is told in every session of the process; again without harm."""
    for name, gather in (("after_flush", _gather), ("before_commit", _queue)):
        if not events.contains(Session, name, gather):
            events.listen(Session, name, gather)
    if not events.contains(Session, "after_soft_rollback", _forget):
        events.listen(Session, "after_soft_rollback", _forget)


def kind_of(kind: NoticeKind) -> WebhookKind | None:
    """Say as what a webhook is told a notice; None for what concerns a person alone."""
    if kind in _KINDS:
        return _KINDS[kind]
    return WebhookKind.ENGAGEMENT if GROUP_OF[kind] is NoticeGroup.ENGAGEMENT else None


def tell_events(rows: Sequence[OutboxRow]) -> None:
    """Queue messages for the webhooks of those whom gathered rows concern."""
    for row in rows:
        for number in row.payload.get("notices", ()):
            notice = db.session.get(Notice, number)
            if notice is not None:
                _tell_notice(notice, row.id)


def tell_matches() -> None:
    """Tell webhooks what lately came to fit what their organisation posts or offers, each once.

    As watches have it: what is open on both sides, and never what fits within one organisation.
    """
    now = clock.now()
    for hook in _hooks(WebhookKind.MATCH):
        after = max(now - LATELY, hook.created_at)
        for kind, model in _SIDES:
            own = db.session.scalars(
                select(model.id).where(model.organisation_id == hook.organisation_id)
            ).all()
            for came in chain.from_iterable(came_for(kind, own, after, now).values()):
                once = f"match:{came.demand_id}:{came.offering_id}:{came.at.isoformat()}"
                tell(hook, WebhookKind.MATCH, "match.new", _match(came), once=once)


def tell_public(found: Sequence[PublicChange]) -> None:
    """Tell webhooks that follow what is public that it changed: once for all of a batch.

    The cursor in the message is the one from which the feed gives these changes.
    """
    hooks = _hooks(WebhookKind.PUBLIC) if found else []
    if not hooks:
        return
    epoch = db.session.scalars(select(ChangeCounter.epoch)).one()
    before = cursor_at(epoch, found[0].sequence - 1)
    data = {
        "count": len(found),
        "cursor": before,
        "changes": [
            {"kind": row.kind, "id": row.thing_id, "what": row.act.value}
            for row in found[:FIRST_CHANGES]
        ],
        "url": site_url("api.changes", cursor=before),
    }
    for hook in hooks:
        tell(hook, WebhookKind.PUBLIC, "public.changed", data, once=f"public:{before}")


def tell_phases() -> None:
    """Tell webhooks which steps of public calls began or ended lately, each once."""
    now = clock.now()
    hooks = _hooks(WebhookKind.CALL)
    if not hooks:
        return
    lately = now - LATELY
    statement = (
        select(CallPhase)
        .join(CallPhase.call)
        .where(
            Call.state == CallState.PUBLISHED,
            or_(CallPhase.starts_at.between(lately, now), CallPhase.ends_at.between(lately, now)),
        )
    )
    for phase in db.session.scalars(statement):
        for what, at in (("began", phase.starts_at), ("ended", phase.ends_at)):
            if at is None or not lately <= at <= now:
                continue
            data = {
                "call_id": phase.call_id,
                "phase": phase.kind.value,
                "at": at.isoformat(),
                **_addresses("programmes.call", {"call_id": phase.call_id}),
            }
            for hook in hooks:
                once = f"phase:{phase.id}:{what}:{at.isoformat()}"
                tell(hook, WebhookKind.CALL, f"call.phase-{what}", data, once=once)


def _tell_notice(notice: Notice, batch: int) -> None:
    kind = kind_of(NoticeKind(notice.kind))
    person = db.session.get(Account, notice.account_id)
    if kind is None or person is None:
        return
    concerned = _concerned(notice, person)
    target = "/".join(f"{name}={value}" for name, value in sorted(notice.target.items()))
    data = {
        **{name: value for name, value in notice.target.items() if isinstance(value, int)},
        **_addresses(notice.endpoint, notice.target),
    }
    for hook in _hooks(kind, concerned):
        once = f"notices:{batch}:{notice.kind}:{target}"[:160]
        tell(hook, kind, f"{kind.value}.{notice.kind}", data, once=once)


def _match(came: Came) -> dict[str, Any]:
    return {
        "demand_id": came.demand_id,
        "offering_id": came.offering_id,
        "demand_url": site_url("api.demand", demand_id=came.demand_id),
        "offering_url": site_url("api.offering", offering_id=came.offering_id),
    }


def _addresses(endpoint: str, target: Mapping[str, Any]) -> dict[str, str]:
    """Give where a thing is read: by people, and by programs where there is such an address."""
    found = {"page": site_url(endpoint, **target)}
    for name, asked in _ASKED_AT.items():
        if name in target:
            found["url"] = site_url(asked, **{name: target[name]})
    return found


def _concerned(notice: Notice, person: Account) -> set[int | None]:
    """Say of which of a person's organisations a notice speaks."""
    own: set[int | None] = set(person.organisation_ids)
    for name, value in notice.target.items():
        owners = _OWNERS.get(name)
        if owners is not None:
            return own & owners(int(value))
    return own if len(own) == 1 else set()


def _hooks(kind: WebhookKind, of: Collection[int | None] | None = None) -> list[Webhook]:
    statement = select(Webhook).where(is_live()).order_by(Webhook.id)
    if of is not None:
        statement = statement.where(Webhook.organisation_id.in_([one for one in of if one]))
    return [hook for hook in db.session.scalars(statement) if kind.value in hook.kinds]


def _of_engagement(number: int) -> set[int | None]:
    row = db.session.get(Engagement, number)
    return {row.provider_id, row.demand.organisation_id} if row else set()


def _of_demand(number: int) -> set[int | None]:
    row = db.session.get(Demand, number)
    return {row.organisation_id, *(guest.organisation_id for guest in row.guests)} if row else set()


def _of_question(number: int) -> set[int | None]:
    row = db.session.get(DemandQuestion, number)
    return {row.organisation_id, row.demand.organisation_id} if row else set()


def _owner(model: type[Any]) -> Callable[[int], set[int | None]]:
    def find(number: int) -> set[int | None]:
        row = db.session.get(model, number)
        return {row.organisation_id} if row else set()

    return find


_SIDES: Final[Sequence[tuple[WatchKind, type[Demand] | type[Offering]]]] = (
    (WatchKind.OWN_DEMANDS, Demand),
    (WatchKind.OWN_OFFERINGS, Offering),
)
_ASKED_AT: Final[Mapping[str, str]] = {
    "demand_id": "api.demand",
    "offering_id": "api.offering",
    "case_id": "api.case",
    "call_id": "api.call",
    "showcase_id": "api.showcase",
}
_OWNERS: Final[Mapping[str, Callable[[int], set[int | None]]]] = {
    "engagement_id": _of_engagement,
    "demand_id": _of_demand,
    "offering_id": _owner(Offering),
    "case_id": _owner(Case),
    "submission_id": _owner(Submission),
    "entry_id": _owner(Entry),
    "question_id": _of_question,
    "organisation_id": lambda number: {number},
}


def _gather(session: Session, _context: UOWTransaction) -> None:
    told = [row for row in session.new if isinstance(row, Notice)]
    if told:
        session.info.setdefault(GATHERED, []).extend(told)


def _queue(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    notices = session.info.pop(GATHERED, [])
    if not notices or not session.scalar(select(exists().where(Webhook.id.is_not(None)))):
        return
    payload = {"notices": [row.id for row in notices]}
    session.add(OutboxRow(kind=EVENTS, key=f"events:{len(notices)}", payload=payload))


def _forget(session: Session, _previous: object) -> None:
    if not session.in_nested_transaction():
        session.info.pop(GATHERED, None)
