"""Submissions to one call that look like the same: who submits, the title, the words."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from matchmaker.accounts.models import Organisation
from matchmaker.db import db
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models.submissions import Submission, SubmissionPartner
from matchmaker.programmes.scoring.sketches import NEAR, likeness

OUT = frozenset({SubmissionState.DRAFT, SubmissionState.WITHDRAWN, SubmissionState.REFUSED})


class Alike(StrEnum):
    """In what two submissions are alike."""

    ORGANISATION = "organisation"
    TITLE = "title"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Twin:
    """Another submission to the same call, and in what it is alike; `share` of words, 0 to 1."""

    id: int
    number: str
    title: str
    organisation: str
    alike: tuple[Alike, ...]
    share: float


def twins_of(submissions: Sequence[Submission]) -> dict[int, list[Twin]]:
    """Give, for submissions to one call, the others that look like them, the most alike first."""
    if not submissions:
        return {}
    call_id = submissions[0].call_id
    rows = db.session.execute(
        select(
            Submission.id,
            Submission.number,
            Submission.title,
            Submission.organisation_id,
            Organisation.name,
            Submission.sketch,
        )
        .join(Organisation, Organisation.id == Submission.organisation_id)
        .where(Submission.call_id == call_id, Submission.state.not_in(OUT))
    ).all()
    joint: dict[int, set[int]] = {row.id: {row.organisation_id} for row in rows}
    for number, organisation_id in db.session.execute(
        select(SubmissionPartner.submission_id, SubmissionPartner.organisation_id)
        .join(Submission, Submission.id == SubmissionPartner.submission_id)
        .where(
            Submission.call_id == call_id,
            SubmissionPartner.organisation_id.is_not(None),
            SubmissionPartner.declined_at.is_(None),
        )
    ):
        if organisation_id is not None:
            joint.get(number, set()).add(organisation_id)
    found = {}
    for one in submissions:
        if one.state in OUT:
            continue
        twins = []
        for row in rows:
            if row.id == one.id:
                continue
            share = likeness(one.sketch, row.sketch)
            alike = tuple(
                which
                for which, is_so in (
                    (Alike.ORGANISATION, not joint[one.id].isdisjoint(joint[row.id])),
                    (Alike.TITLE, _plain(one.title) == _plain(row.title) != ""),
                    (Alike.WORDS, share >= NEAR),
                )
                if is_so
            )
            if alike:
                twins.append(Twin(row.id, row.number, row.title, row.name, alike, share))
        if twins:
            found[one.id] = sorted(twins, key=lambda twin: (-len(twin.alike), -twin.share, twin.id))
    return found


def _plain(title: str) -> str:
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(character for character in folded if character.isalnum())
