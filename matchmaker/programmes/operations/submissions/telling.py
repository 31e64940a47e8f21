"""Telling who enters, partners and regional bodies what became of a submission."""

from collections.abc import Iterable

from matchmaker.accounts.models import Account
from matchmaker.accounts.policies import may_act_for
from matchmaker.accounts.queries import speakers_of
from matchmaker.errors import Words
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all
from matchmaker.programmes.models.submissions import Submission, SubmissionPartner
from matchmaker.web.language import Later, localised


def tell_entrant(
    submission: Submission,
    kind: NoticeKind,
    *,
    words: Words = "",
    endpoint: str = "programmes.submission",
) -> None:
    """Tell everybody who acts for the organisation that submits."""
    people = speakers_of(submission.organisation)
    _tell(people, submission, kind, endpoint, {"submission_id": submission.id}, words)


def tell_bodies(submission: Submission) -> None:
    """Tell the regional bodies of its province that a submission waits for them."""
    people = [
        person
        for body in submission.bodies
        if body.is_in_force
        for person in speakers_of(body.organisation)
        if may_act_for(person, body.organisation)
    ]
    values: dict[str, int | str] = {"submission_id": submission.id}
    kind = NoticeKind.SUBMISSION_TO_RECOMMEND
    _tell(people, submission, kind, "programmes.recommend", values, "")


def tell_partner(partner: SubmissionPartner) -> None:
    """Tell a partner known here that it is asked to enter jointly."""
    if partner.organisation is not None:
        kind = NoticeKind.SUBMISSION_PARTNER_ASKED
        values: dict[str, int | str] = {"submission_partner_id": partner.id}
        people = speakers_of(partner.organisation)
        _tell(people, partner.submission, kind, "programmes.submission_partner", values, "")


def _tell(
    people: Iterable[Account],
    submission: Submission,
    kind: NoticeKind,
    endpoint: str,
    values: dict[str, int | str],
    words: Words,
) -> None:
    facts: dict[str, Words] = {
        "call": Later(lambda: localised(submission.call, "title")),
        "title": submission.title,
        "organisation": submission.organisation.name,
        "number": submission.number or "",
    }
    if str(words):
        facts["words"] = words
    notify_all(people, kind, facts=facts, endpoint=endpoint, values=values)
