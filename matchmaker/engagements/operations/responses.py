"""Writing, submitting and withdrawing a response."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.audit import operations as audit
from matchmaker.catalogue.models import Case, Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand, Requirement
from matchmaker.demands.operations import accept_guest
from matchmaker.demands.queries import requirement_words
from matchmaker.engagements.enums import EngagementState, Side
from matchmaker.engagements.enums.responses import (
    RESPONSE_TRANSITIONS,
    LineAnswer,
    ResponseState,
)
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.responses import EVIDENCE_MAX, Response, ResponseLine
from matchmaker.engagements.operations.moves import move
from matchmaker.engagements.operations.notifying import tell
from matchmaker.engagements.operations.opening import offer_engagement
from matchmaker.engagements.policies import may_offer_as
from matchmaker.engagements.policies.responses import may_write, takes_responses
from matchmaker.engagements.queries.responses import (
    asked_lines,
    asked_of,
    obstacle_words,
    response_of,
    standing_of,
)
from matchmaker.engagements.queries.rows import engagement_of
from matchmaker.engagements.scoring.weighing import meets, obstacles
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind

PLAN_MAX = 5_000
PRICE_WORDS_MAX = 300
WEEKS_MOST = 520
PRICE_MOST_WAN = Decimal(10_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineGiven:
    """What a person answers to one requirement; `figure` is in the unit of its metric."""

    requirement: Requirement
    answer: LineAnswer | None = None
    figure: float | None = None
    evidence: str = ""
    case: Case | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseContent:
    """What a person writes in the form of a response."""

    offering: Offering | None = None
    lines: Sequence[LineGiven] = field(default_factory=tuple)
    price_min_wan: Decimal | None = None
    price_max_wan: Decimal | None = None
    price_words: str = ""
    plan: str = ""
    weeks: int | None = None


def save_response(
    demand: Demand,
    provider: Organisation,
    content: ResponseContent,
    *,
    seen_version: int,
    actor: Account,
) -> Response:
    """Write the response of a provider, anew or again; a submitted one must stay complete.

    Raises DomainError for what cannot be said and where nobody may respond; ConflictError when
    somebody else saved it since the person opened it (`seen_version`; 0 for a new one).
    """
    if not takes_responses(demand):
        raise DomainError(_("这条需求现在不接受应答。"))
    if not may_offer_as(actor, provider, demand):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"))
    _check(content, demand, provider)
    response = response_of(demand, provider)
    if (response.version if response else 0) != seen_version:
        raise ConflictError(
            _("您打开页面之后，同事已改动了这份应答。下面列出已保存的内容，请核对后再保存。")
        )
    if response is None:
        return _begun(demand, provider, content, actor)
    with audit.change("response.edited", response, actor=actor):
        _write(response, content)
        response.updated_at = clock.now()  # its version changes with its lines
    if response.state is ResponseState.SUBMITTED:
        check_complete(response)
    return response


def submit_response(response: Response, *, actor: Account) -> Engagement:
    """Hand a complete response to the enterprise; the engagement begins here if it has not.

    Raises DomainError naming everything that is in the way.
    """
    if not may_write(actor, response):
        raise DomainError(_("这条需求现在不接受应答。"))
    check_complete(response)
    engagement = _engaged(response, actor)
    if response.state is not ResponseState.SUBMITTED:
        with audit.change("response.submitted", response, actor=actor):
            _move(response, ResponseState.SUBMITTED)
            response.engagement = engagement
            response.submitted_at = clock.now()
            response.withdrawn_at = None
        tell(engagement, Side.ENTERPRISE, NoticeKind.RESPONSE_SUBMITTED)
    return engagement


def withdraw_response(response: Response, *, actor: Account) -> None:
    """Take a response back; it can be submitted again while the demand takes responses."""
    with audit.change("response.withdrawn", response, actor=actor):
        _move(response, ResponseState.WITHDRAWN)
        response.withdrawn_at = clock.now()


def check_complete(response: Response) -> None:
    """Raise DomainError where something keeps a response from being submitted."""
    db.session.flush()
    found = obstacles(standing_of(response))
    if found:
        said = "；".join(obstacle_words(obstacle) for obstacle in found)
        raise DomainError(_("现在还不能提交：%(reasons)s", reasons=said))


def _begun(
    demand: Demand, provider: Organisation, content: ResponseContent, actor: Account
) -> Response:
    response = Response(demand=demand, provider=provider, state=ResponseState.DRAFT)
    response.engagement = engagement_of(demand, provider.id)
    _write(response, content)
    try:
        with db.session.begin_nested():  # a colleague may be beginning it right now
            audit.created("response.begun", response, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("同事刚刚也开始写这份应答，请刷新页面查看。")) from error
    return response


def _write(response: Response, content: ResponseContent) -> None:
    response.offering = content.offering
    response.price_min_wan = content.price_min_wan
    response.price_max_wan = content.price_max_wan
    response.price_words = content.price_words
    response.plan = content.plan
    response.weeks = content.weeks
    known = {line.requirement_id: line for line in response.lines if line.requirement_id}
    rows = []
    for position, given in enumerate(content.lines):
        line = known.get(given.requirement.id) or ResponseLine(requirement=given.requirement)
        line.position = position
        line.requirement_id = given.requirement.id
        line.asked = asked_of(given.requirement)
        line.answer = given.answer
        line.figure = given.figure
        line.evidence = given.evidence
        line.case = given.case
        rows.append(line)
    response.lines = rows


def _engaged(response: Response, actor: Account) -> Engagement:
    """Give the engagement of a response: an invitation is accepted by responding to it."""
    engagement = response.engagement or engagement_of(response.demand, response.provider_id)
    if engagement is None or engagement.state is EngagementState.WITHDRAWN:
        return offer_engagement(
            response.demand, response.provider, offering=response.offering, actor=actor
        )
    if engagement.state is EngagementState.INVITED:
        with audit.change("engagement.accepted", engagement, actor=actor):
            move(engagement, EngagementState.TALKING)
            accept_guest(engagement.demand, engagement.provider)
    return engagement


def _check(content: ResponseContent, demand: Demand, provider: Organisation) -> None:
    low, high = content.price_min_wan, content.price_max_wan
    if any(price is not None and not 0 <= price <= PRICE_MOST_WAN for price in (low, high)):
        raise DomainError(_("价格请填 0 到 1000 亿元之间的数，单位是万元。"), field="price_max")
    if low is not None and high is not None and low > high:
        raise DomainError(_("最低价高于最高价，请改正。"), field="price_max")
    if content.weeks is not None and not 1 <= content.weeks <= WEEKS_MOST:
        raise DomainError(_("工期请填 1 到 520 周。"), field="weeks")
    if len(content.plan) > PLAN_MAX or len(content.price_words) > PRICE_WORDS_MAX:
        raise DomainError(_("最多 %(limit)s 个字，请缩短后再提交。", limit=PLAN_MAX), field="plan")
    if content.offering is not None and content.offering.organisation_id != provider.id:
        raise DomainError(_("请选择这个单位已发布的方案。"), field="offering")
    asked = {row.id for row in asked_lines(demand)}
    for given in content.lines:
        if given.requirement.id not in asked:
            raise ConflictError(_("需求方刚刚改动了要求，请刷新页面后再填。"))
        _check_line(given)


def _check_line(given: LineGiven) -> None:
    row, words = given.requirement, requirement_words(given.requirement)
    if len(given.evidence) > EVIDENCE_MAX:
        raise DomainError(
            _("“%(line)s”的佐证最多 %(limit)s 个字，请缩短。", line=words, limit=EVIDENCE_MAX),
            field="lines",
        )
    if given.figure is None or row.op is None or row.value is None:
        return
    is_met = meets(row.op, row.value, row.value2, given.figure)
    if given.answer is LineAnswer.YES and not is_met:
        raise DomainError(
            _("“%(line)s”填的数值达不到要求，请改数值，或改成“部分满足”“不满足”。", line=words),
            field="lines",
        )


def _move(response: Response, target: ResponseState) -> None:
    if target not in RESPONSE_TRANSITIONS[response.state]:
        raise ConflictError(_("这份应答现在的状态不允许这样做，请刷新页面查看。"))
    response.state = target
