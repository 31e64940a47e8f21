"""Who decides on submissions and entries, and who sees what came of a call."""

from typing import Final

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.policies import may_act_for
from matchmaker.programmes.enums import CallState, PhaseKind
from matchmaker.programmes.enums.results import EntryState, VerdictReason
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.results import Appeal, Entry, Objection, Renewal
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.policies import may_run_calls
from matchmaker.programmes.scoring.notices import has_begun

LOST: Final = frozenset({SubmissionState.NOT_SELECTED, SubmissionState.ON_HOLD})


def may_judge(actor: Account | None, submission: Submission) -> bool:
    """Who runs calls, but not on what an organisation of their own submits or takes part in."""
    if actor is None or not may_run_calls(actor):
        return False
    partners = {partner.organisation_id for partner in submission.partners}
    return not ({submission.organisation_id} | partners) & set(actor.organisation_ids)


def may_see_notice(actor: Account | None, call: Call) -> bool:
    """Everybody, from the instant the public notice begins."""
    return may_run_calls(actor) or (
        call.state is CallState.PUBLISHED and has_begun(call.phases, PhaseKind.NOTICE, clock.now())
    )


def may_object(actor: Account | None, submission: Submission) -> bool:
    """Everybody, to what stands or stood on a public notice."""
    del actor
    return (
        submission.state is SubmissionState.SELECTED
        and submission.decided_at is not None
        and may_see_notice(None, submission.call)
    )


def may_see_result(actor: Account | None, submission: Submission) -> bool:
    """The people of who submitted, once they may know what was decided."""
    return (
        may_act_for(actor, submission.organisation)
        and submission.decided_at is not None
        and (
            submission.call.results_at is not None
            or VerdictReason.OBJECTION.value in submission.verdict_reasons
        )
    )


def may_see_results(actor: Account | None, call: Call) -> bool:
    """Everybody, once the results are out."""
    return may_run_calls(actor) or call.results_at is not None


def may_see_funnel(actor: Account | None, call: Call) -> bool:
    """Everybody, once the call was published."""
    return may_run_calls(actor) or call.state is not CallState.DRAFT


def may_answer_objection(actor: Account | None, objection: Objection) -> bool:
    """Whoever may judge what it is about."""
    return may_judge(actor, objection.submission)


def may_appeal(actor: Account | None, submission: Submission) -> bool:
    """Owners and editors of who submitted, against a decision they were told."""
    return (
        may_act_for(actor, submission.organisation)
        and submission.state in LOST
        and submission.decided_at is not None
        and submission.call.results_at is not None
    )


def may_answer_appeal(actor: Account | None, appeal: Appeal) -> bool:
    """Whoever may judge what it is about."""
    return may_judge(actor, appeal.submission)


def may_see_entry(actor: Account | None, entry: Entry) -> bool:
    """The organisation's own people, and who runs calls."""
    return may_use_entry(actor, entry) or may_run_calls(actor)


def may_use_entry(actor: Account | None, entry: Entry) -> bool:
    """Owners and editors of the organisation: certificate, renewal, appeal."""
    return may_act_for(actor, entry.organisation)


def may_appeal_entry(actor: Account | None, entry: Entry) -> bool:
    """The organisation's people, against a warning, a rectification or a removal."""
    return may_use_entry(actor, entry) and entry.state is not EntryState.LISTED


def may_run_entry(actor: Account | None, entry: Entry) -> bool:
    """Whoever may judge its submission."""
    return may_judge(actor, entry.submission)


def may_answer_renewal(actor: Account | None, renewal: Renewal) -> bool:
    """Whoever may run the entry."""
    return may_run_entry(actor, renewal.entry)
