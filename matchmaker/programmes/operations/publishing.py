"""Giving the results of a call to everybody: entries, tiers, and word to who submitted."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import exists, func, select

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.queries import speakers_of
from matchmaker.audit import operations as audit
from matchmaker.catalogue.models import ProviderProfile
from matchmaker.catalogue.operations.tiers import CALL_MOST, TierContent, end_tier, set_tier
from matchmaker.db import db
from matchmaker.errors import ConflictError, ForbiddenError
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all
from matchmaker.programmes.enums import CallKind, CallState, PhaseKind
from matchmaker.programmes.enums.results import EntryAct
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.results import Entry, EntryStep
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.calls import touch
from matchmaker.programmes.operations.objections import title_of
from matchmaker.programmes.operations.phases import check_running
from matchmaker.programmes.policies.results import may_judge
from matchmaker.programmes.queries.results import (
    open_objections,
    ranking_of,
    reviewed_submissions,
)
from matchmaker.programmes.scoring.notices import notice_span
from matchmaker.web.filters import exact_moment

MONTHS: Final = 12
TOLD: Final = {
    SubmissionState.NOT_SELECTED: NoticeKind.RESULT_NOT_SELECTED,
    SubmissionState.ON_HOLD: NoticeKind.RESULT_ON_HOLD,
}


def publish_results(call: Call, *, actor: Account) -> list[Entry]:
    """Make an entry of everything that is selected and has stood its time on public notice.

    From then on the results are public; providers get their tier, everybody who was decided on is
    told, in their language. May be done again for what was selected later. Raises ConflictError
    before the phase of the results, with objections or verdicts open, or with nothing to publish;
    ForbiddenError where an organisation of one's own is among the selected.
    """
    check_running(call, PhaseKind.RESULTS)
    db.session.refresh(call, with_for_update=True)
    rows = db.session.scalars(reviewed_submissions(call).with_for_update(of=Submission)).all()
    new = _ready(call, rows)
    if not all(may_judge(actor, row) for row in new):
        raise ForbiddenError(_("名单中有您所在单位的申报，请让别的工作人员公布。"))
    is_first = call.results_at is None
    since = call.results_at
    if is_first:
        with audit.change("call.results-published", call, actor=actor):
            call.results_at = clock.now()
            touch(call)
    made = _entries(call, new, actor)
    for entry in made:
        _tell_selected(entry)
        give_tier(entry, actor=actor)
    for row in rows:
        kind = TOLD.get(row.state)
        if (
            kind is not None
            and row.decided_at is not None
            and (not since or row.decided_at > since)
        ):
            notify_all(
                speakers_of(row.organisation),
                kind,
                facts={
                    "title": row.title,
                    "call": title_of(call),
                    **({"words": row.verdict_words} if row.verdict_words else {}),
                },
                endpoint="programmes.submission_result",
                values={"submission_id": row.id},
                once=f"result:{row.id}:{row.decided_at:%Y%m%d%H%M%S}",
            )
    return made


def last_day(first: date, months: int) -> date:
    """Give the last day of so many months that begin on a day: 2027-03-01, 12 → 2028-02-29."""
    index = first.month - 1 + months
    year, month = first.year + index // MONTHS, index % MONTHS + 1
    day = min(first.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def give_tier(entry: Entry, *, actor: Account) -> None:
    """Give a provider the tier it was selected as, with the call and its day, until it ends."""
    profile = _profile_of(entry)
    if profile is None or not entry.level or entry.valid_until < clock.today():
        return
    set_tier(
        profile,
        TierContent(tier=entry.level, call=tier_call(entry), until=entry.valid_until),
        reason=str(
            _("入选“%(call)s”，编号 %(number)s。", call=entry.call.title_zh, number=entry.number)
        ),
        seen_version=profile.version,
        actor=actor,
    )


def take_tier(entry: Entry, reason: str, *, actor: Account) -> None:
    """End the tier an entry gave; one that came from elsewhere since stays."""
    profile = _profile_of(entry)
    if profile is not None and profile.tier and profile.tier_call == tier_call(entry):
        end_tier(profile, reason=reason, seen_version=profile.version, actor=actor)


def tier_call(entry: Entry) -> str:
    """Name the call a tier comes from, with the day it was given: they stand on the mark."""
    day = f"（{entry.listed_at.astimezone(clock.CHINA):%Y-%m-%d}）"
    return entry.call.title_zh[: CALL_MOST - len(day)] + day


def write_step(
    entry: Entry,
    act: EntryAct,
    *,
    reasons: Sequence[str] = (),
    words: str = "",
    until: date | None = None,
    actor: Account,
) -> None:
    """Write down what was done about an entry."""
    step = EntryStep(
        entry_id=entry.id,
        act=act,
        reasons=list(reasons),
        words=words,
        until=until,
        actor_id=actor.id,
    )
    db.session.add(step)
    db.session.flush()


def _ready(call: Call, rows: Sequence[Submission]) -> list[Submission]:
    if call.state is not CallState.PUBLISHED:
        raise ConflictError(_("这个征集没有进行。"))
    waiting = open_objections(call)
    if waiting:
        raise ConflictError(_("还有 %(n)s 份异议没有答复，答复以后才能公布。", n=waiting))
    if ranking_of(call, rows).pending:
        raise ConflictError(_("还有决定没有生效。请先到“预览”让它们生效。"))
    has_entry = exists().where(Entry.submission_id == Submission.id)
    known = set(
        db.session.scalars(select(Submission.id).where(Submission.call_id == call.id, has_entry))
    )
    selected = [row for row in rows if row.state is SubmissionState.SELECTED]
    new = [row for row in selected if row.id not in known]
    if call.results_at is not None and not new:
        raise ConflictError(_("结果已经公布，没有新的入选项目。"))
    undecided = [row for row in rows if row.state is SubmissionState.ACCEPTED]
    if undecided:
        raise ConflictError(_("还有 %(n)s 份申报没有决定。", n=len(undecided)))
    for row in new:
        span = notice_span(call.phases, row.decided_at) if row.decided_at else None
        if span is not None and clock.now() < span.ends_at:
            raise ConflictError(
                _(
                    "“%(title)s”还在公示，北京时间 %(moment)s 截止。",
                    title=row.title,
                    moment=exact_moment(span.ends_at),
                )
            )
    return new


def _entries(call: Call, rows: Sequence[Submission], actor: Account) -> list[Entry]:
    number = db.session.scalar(select(func.count()).where(Entry.call_id == call.id)) or 0
    first = clock.today()
    made = []
    for place, row in enumerate(rows, number + 1):
        entry = Entry(
            number=f"{call.prefix}-R{place:03d}",
            submission=row,
            call=call,
            organisation=row.organisation,
            level=row.verdict_level,
            listed_at=clock.now(),
            valid_from=first,
            valid_until=last_day(first, call.valid_months),
            renewed_from=_former(call, row),
        )
        audit.created("entry.listed", entry, actor=actor)
        write_step(entry, EntryAct.LISTED, until=entry.valid_until, actor=actor)
        made.append(entry)
    return made


def _former(call: Call, row: Submission) -> Entry | None:
    """Find the latest entry an earlier call of the same kind gave the organisation."""
    same = (
        Call.kind == call.kind,
        Call.programme_type.is_not_distinct_from(call.programme_type),
        Call.subject_type.is_not_distinct_from(call.subject_type),
    )
    statement = (
        select(Entry)
        .join(Entry.call)
        .where(Entry.organisation_id == row.organisation_id, Entry.call_id != call.id, *same)
    )
    if call.kind is not CallKind.PROVIDERS:  # a site is known by its name
        statement = statement.join(Entry.submission).where(Submission.title == row.title)
    return db.session.scalars(statement.order_by(Entry.id.desc())).first()


def _profile_of(entry: Entry) -> ProviderProfile | None:
    if entry.call.kind is not CallKind.PROVIDERS:
        return None
    mine = ProviderProfile.organisation_id == entry.organisation_id
    return db.session.scalars(select(ProviderProfile).where(mine)).first()


def _tell_selected(entry: Entry) -> None:
    partners = [
        partner.organisation
        for partner in entry.submission.partners
        if partner.organisation is not None and partner.agreed_at is not None
    ]
    facts = {
        "title": entry.submission.title,
        "call": title_of(entry.call),
        "number": entry.number,
        "until": entry.valid_until.isoformat(),
    }
    notify_all(
        speakers_of(entry.organisation),
        NoticeKind.RESULT_SELECTED,
        facts=facts,
        endpoint="programmes.entry",
        values={"entry_id": entry.id},
    )
    for organisation in partners:
        notify_all(
            speakers_of(organisation),
            NoticeKind.RESULT_SELECTED,
            facts=facts,
            endpoint="programmes.call_results",
            values={"call_id": entry.call_id},
        )
