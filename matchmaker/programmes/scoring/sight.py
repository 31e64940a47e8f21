"""What a reviewer sees and may do, phase by phase; it follows from the call and the clock alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matchmaker.programmes.enums import OthersSeen, PhaseKind
from matchmaker.programmes.enums.reviews import ReviewState, SightStage
from matchmaker.programmes.scoring.phases import Phase, is_running

GIVEN_UP = frozenset({ReviewState.ABSTAINED, ReviewState.CONFLICTED})


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person sees of one submission, and may do."""

    answers: bool = False  # what was submitted
    names: bool = False  # who submits it, with whom
    others: bool = False  # what the other reviewers gave and said
    writes: bool = False  # scores and comments
    talks: bool = False  # takes part in the discussion


def stage_of_reviews(phases: Iterable[Phase], now: datetime) -> SightStage:
    """Say where the reviewing of a call stands.

    Once the public notice begins, or without one the results, it is closed. A call without a
    review phase never gets past `BEFORE`.
    """
    by_kind = {phase.kind: phase for phase in phases}
    reviewing = by_kind.get(PhaseKind.REVIEW)
    if reviewing is None or now < reviewing.starts_at:
        return SightStage.BEFORE
    if is_running(reviewing, now):
        return SightStage.SCORING
    made_public = by_kind.get(PhaseKind.NOTICE) or by_kind.get(PhaseKind.RESULTS)
    is_public = made_public is not None and made_public.starts_at <= now
    return SightStage.CLOSED if is_public else SightStage.TALKING


def sight(
    stage: SightStage,
    state: ReviewState,
    *,
    is_blind: bool,
    others_seen: OthersSeen,
    is_reopened: bool = False,
) -> Sight:
    """Say what a person sees who agreed to review and was given the submission.

    Before the phase they learn enough to say that they have a conflict; while it runs they read
    and write; between its end and the public notice they read and talk; then only their own
    review is left. Who abstained or has a conflict sees nothing. What staff reopened is read and
    written as long as they said.
    """
    if state in GIVEN_UP:
        return Sight()
    is_scoring = stage is SightStage.SCORING or is_reopened
    reads = is_scoring or stage is SightStage.TALKING
    handed_in = state is ReviewState.HANDED_IN
    others = others_seen is OthersSeen.ALWAYS or (others_seen is OthersSeen.AFTER_OWN and handed_in)
    return Sight(
        answers=reads,
        names=not is_blind,
        others=reads and others,
        writes=is_scoring,
        talks=reads and handed_in and others_seen is not OthersSeen.NEVER,
    )
