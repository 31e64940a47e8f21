"""Who may see and tell what came of an engagement."""

from matchmaker.accounts.models import Account
from matchmaker.engagements.enums import CLOSED, EngagementState, Side
from matchmaker.engagements.enums.outcomes import ConsentState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.outcomes import Outcome, OutcomeEffect, OutcomeStage
from matchmaker.engagements.policies import (
    speaks_as,
    speaks_as_enterprise,
    speaks_as_provider,
)
from matchmaker.engagements.policies.talks import is_insider, speaking_side


def may_see_outcome(actor: Account | None, engagement: Engagement) -> bool:
    """Everybody of both sides, once both agreed; contracts are no business of staff."""
    return engagement.agreed_at is not None and is_insider(actor, engagement)


def may_tell(actor: Account | None, engagement: Engagement) -> bool:
    """Owners and editors of both sides, while the agreement holds."""
    return (
        engagement.state is EngagementState.AGREED and speaking_side(actor, engagement) is not None
    )


def may_stop(actor: Account | None, engagement: Engagement, outcome: Outcome | None) -> bool:
    """Whoever may tell, until the project was accepted."""
    return may_tell(actor, engagement) and (outcome is None or outcome.accepted_at is None)


def may_confirm_stage(actor: Account | None, stage: OutcomeStage) -> bool:
    """The side that did not tell of it."""
    engagement = stage.outcome.engagement
    other = Side.ENTERPRISE if stage.is_by_provider else Side.PROVIDER
    return (
        stage.confirmed_at is None
        and engagement.state is EngagementState.AGREED
        and speaks_as(actor, engagement, other)
    )


def may_drop_stage(actor: Account | None, stage: OutcomeStage) -> bool:
    """Both sides, until it is confirmed: one takes it back, the other says it is not so."""
    return stage.confirmed_at is None and may_tell(actor, stage.outcome.engagement)


def may_measure(actor: Account | None, effect: OutcomeEffect) -> bool:
    """Both sides, until the figure is confirmed."""
    return effect.confirmed_by_id is None and may_tell(actor, effect.outcome.engagement)


def may_confirm_effect(actor: Account | None, effect: OutcomeEffect) -> bool:
    """The side that did not measure."""
    other = Side.ENTERPRISE if effect.is_by_provider else Side.PROVIDER
    return (
        effect.reached is not None
        and may_measure(actor, effect)
        and speaks_as(actor, effect.outcome.engagement, other)
    )


def may_see_evidence(actor: Account | None, effect: OutcomeEffect) -> bool:
    """Both sides."""
    return effect.evidence_id is not None and may_see_outcome(actor, effect.outcome.engagement)


def may_rate(actor: Account | None, engagement: Engagement, outcome: Outcome | None) -> bool:
    """Both sides, when the project was accepted, or it ended after both had wanted to talk."""
    is_over = engagement.state in CLOSED and engagement.accepted_at is not None
    is_accepted = outcome is not None and outcome.accepted_at is not None
    return (is_over or is_accepted) and speaking_side(actor, engagement) is not None


def may_make_case(actor: Account | None, outcome: Outcome) -> bool:
    """The provider, of an accepted outcome, once; again where the client had said no."""
    return (
        outcome.accepted_at is not None
        and (outcome.consent is None or outcome.consent is ConsentState.REFUSED)
        and speaks_as_provider(actor, outcome.engagement)
    )


def may_draft_case(actor: Account | None, outcome: Outcome) -> bool:
    """The provider, of an accepted outcome, unless the client said no before there was a draft."""
    return (
        outcome.accepted_at is not None
        and (outcome.case_id is not None or outcome.consent is not ConsentState.REFUSED)
        and speaks_as_provider(actor, outcome.engagement)
    )


def may_answer_case(actor: Account | None, outcome: Outcome) -> bool:
    """The client; who agreed can take that back."""
    return outcome.consent is not None and speaks_as_enterprise(actor, outcome.engagement)


def may_nominate(actor: Account | None, outcome: Outcome) -> bool:
    """Both sides, of an accepted outcome, once."""
    return (
        outcome.accepted_at is not None
        and outcome.nominated_at is None
        and speaking_side(actor, outcome.engagement) is not None
    )
