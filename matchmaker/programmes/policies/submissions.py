"""Who writes, reads, recommends and decides on submissions."""

from matchmaker.accounts.models import Account
from matchmaker.accounts.policies import is_member, may_act_for
from matchmaker.programmes.enums.submissions import (
    ENTRANT_EDITS,
    ENTRANT_WITHDRAWS,
    STAFF_DECIDE,
    SubmissionState,
)
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.submissions import (
    RegionalBody,
    Submission,
    SubmissionAnswer,
    SubmissionPartner,
)
from matchmaker.programmes.policies import may_run_calls, may_see_call


def may_enter(actor: Account | None, call: Call) -> bool:
    """Any signed-in person who sees the call; for whom they enter is asked on the page."""
    return actor is not None and may_see_call(actor, call)


def may_edit_submission(actor: Account | None, submission: Submission) -> bool:
    """Owners and editors of the organisation that submits; until when, its page says."""
    return may_act_for(actor, submission.organisation)


def may_withdraw_submission(actor: Account | None, submission: Submission) -> bool:
    """Owners and editors of the organisation that submits, until it is decided on."""
    return submission.state in ENTRANT_WITHDRAWS and may_act_for(actor, submission.organisation)


def may_discard_submission(actor: Account | None, submission: Submission) -> bool:
    """Owners and editors of the organisation, before it was ever sent."""
    is_draft = submission.state is SubmissionState.DRAFT
    return is_draft and may_act_for(actor, submission.organisation)


def is_entrant(actor: Account | None, submission: Submission) -> bool:
    """The people of the organisation that submits, and of its partners who did not decline."""
    if actor is None:
        return False
    partners = {one.organisation_id for one in submission.partners if one.declined_at is None}
    return is_member(actor, submission.organisation) or bool(partners & actor.organisation_ids)


def may_see_receipt(actor: Account | None, submission: Submission) -> bool:
    """The people of the organisation that submitted."""
    return submission.number is not None and is_member(actor, submission.organisation)


def may_see_submission(actor: Account | None, submission: Submission) -> bool:
    """Who enters; once it was sent also who runs calls and the regional body of its province."""
    if is_entrant(actor, submission):
        return True
    if submission.state is SubmissionState.DRAFT:
        return False
    return may_run_calls(actor) or (
        submission.call.needs_recommendation and acting_body(actor, submission) is not None
    )


def may_see_answer_file(actor: Account | None, answer: SubmissionAnswer) -> bool:
    """Who sees the submission."""
    return answer.attachment is not None and may_see_submission(actor, answer.submission)


def is_concerned(actor: Account, submission: Submission) -> bool:
    """Whether a person belongs to who submits or to a partner: such a person decides nothing."""
    partners = {one.organisation_id for one in submission.partners}
    return bool(({submission.organisation_id} | partners) & actor.organisation_ids)


def may_decide_submission(actor: Account | None, submission: Submission) -> bool:
    """Who runs calls, on what was sent, and never on what concerns an organisation of theirs."""
    if actor is None or submission.state is SubmissionState.DRAFT:
        return False
    return may_run_calls(actor) and not is_concerned(actor, submission)


def is_to_decide(submission: Submission) -> bool:
    """Whether staff still decide if it goes to the reviewers."""
    return submission.state in STAFF_DECIDE


def acting_body(actor: Account | None, submission: Submission) -> RegionalBody | None:
    """Give the regional body of the submission's province a person acts for today, if any."""
    return next(
        (
            body
            for body in submission.bodies
            if body.is_in_force and may_act_for(actor, body.organisation)
        ),
        None,
    )


def may_recommend(actor: Account | None, submission: Submission) -> bool:
    """Owners and editors of the regional body of its province, not on what concerns their own."""
    if actor is None or submission.state is SubmissionState.DRAFT:
        return False
    is_asked = submission.call.needs_recommendation and acting_body(actor, submission) is not None
    return is_asked and not is_concerned(actor, submission)


def may_change_partner(actor: Account | None, partner: SubmissionPartner) -> bool:
    """Who may edit the submission."""
    return may_edit_submission(actor, partner.submission)


def may_see_partner(actor: Account | None, partner: SubmissionPartner) -> bool:
    """The people of the partner."""
    return partner.organisation is not None and is_member(actor, partner.organisation)


def may_answer_partner(actor: Account | None, partner: SubmissionPartner) -> bool:
    """Who acts for the partner, while the submission may change."""
    can_change = partner.submission.state in ENTRANT_EDITS
    return (
        can_change and partner.organisation is not None and may_act_for(actor, partner.organisation)
    )
