"""What comes of an engagement: stages, consent to a case, steps that wait for somebody."""

from enum import StrEnum


class Stage(StrEnum):
    """How far a project is; each stage is told by one side and confirmed by the other."""

    CONTRACTED = "contracted"
    PILOT = "pilot"
    LIVE = "live"
    ACCEPTED = "accepted"


# What may follow what was confirmed last; a project without a pilot goes live at once.
NEXT_STAGES: dict[Stage | None, tuple[Stage, ...]] = {
    None: (Stage.CONTRACTED,),
    Stage.CONTRACTED: (Stage.PILOT, Stage.LIVE),
    Stage.PILOT: (Stage.LIVE,),
    Stage.LIVE: (Stage.ACCEPTED,),
    Stage.ACCEPTED: (),
}


class ConsentState(StrEnum):
    """What the client says of a case about its project."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


class ValueBand(StrEnum):
    """How large a contract is, as statistics may say it; bounds in 万元."""

    BELOW_50 = "below-50"
    BELOW_200 = "below-200"
    BELOW_1000 = "below-1000"
    FROM_1000 = "from-1000"


class Step(StrEnum):
    """What may wait for one side of an engagement, in the order in which it comes up."""

    ANSWER_INVITATION = "answer-invitation"
    ANSWER_OFFER = "answer-offer"
    ANSWER_QUESTIONS = "answer-questions"
    CONFIRM_REQUIREMENTS = "confirm-requirements"
    NAME_CONTACT = "name-contact"
    ANSWER_MEETING = "answer-meeting"
    ATTEND_MEETING = "attend-meeting"
    NOTE_MEETING = "note-meeting"
    RECORD_AWARD = "record-award"
    ANSWER_AWARD = "answer-award"
    CONFIRM_STAGE = "confirm-stage"
    TELL_STAGE = "tell-stage"
    MEASURE_EFFECT = "measure-effect"
    ANSWER_CASE = "answer-case"
    RATE = "rate"
