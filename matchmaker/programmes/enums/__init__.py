"""Kinds and states of calls, their phases and questions."""

from enum import StrEnum


class CallKind(StrEnum):
    """What a call looks for."""

    PROVIDERS = "providers"  # 服务商: a pool of solution providers
    PILOTS = "pilots"  # 5G应用领航者 of one subject type
    CONTEST = "contest"
    OPEN = "open"  # anything else that is collected and reviewed


class SubjectType(StrEnum):
    """The eight kinds of places that become 5G应用领航者 (工信部联通信〔2024〕227号, annex 1)."""

    FACTORY = "factory"
    POWER_PLANT = "power-plant"
    MINE = "mine"
    OIL_GAS_PARK = "oil-gas-park"
    CAMPUS = "campus"
    SCENIC_SPOT = "scenic-spot"
    HOSPITAL = "hospital"
    INDUSTRIAL_PARK = "industrial-park"


class CallState(StrEnum):
    """Where a call stands. Which phase runs follows from time and is derived, not stored."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


CALL_TRANSITIONS: dict[CallState, frozenset[CallState]] = {
    CallState.DRAFT: frozenset({CallState.PUBLISHED}),
    CallState.PUBLISHED: frozenset({CallState.CANCELLED}),
    CallState.CANCELLED: frozenset(),
}


class ChangeReason(StrEnum):
    """Why the dates of a published call move."""

    MORE_TIME = "more-time"  # who submits needs longer
    FAULT = "fault"  # the site could not be reached
    WORK = "work"  # recommending or reviewing takes longer
    HOLIDAY = "holiday"
    MISTAKE = "mistake"  # the announced date was wrong
    OTHER = "other"


class CallStage(StrEnum):
    """Where a published call stands in time; derived from its phases."""

    RUNNING = "running"
    COMING = "coming"
    OVER = "over"  # its results are out, or it was cancelled


class Entrant(StrEnum):
    """Who may submit."""

    PROVIDERS = "providers"  # organisations with a provider profile
    ENTERPRISES = "enterprises"  # organisations that use 5G; providers may take part beside them
    ANYBODY = "anybody"  # every verified organisation


class PhaseKind(StrEnum):
    """A step of a call, in the order in which they come."""

    SUBMISSION = "submission"  # 申报
    RECOMMENDATION = "recommendation"  # 推荐
    REVIEW = "review"  # 评审
    DECISION = "decision"  # 会商
    NOTICE = "notice"  # 公示
    RESULTS = "results"  # 公布


class OthersSeen(StrEnum):
    """When a reviewer sees what the other reviewers of a submission said."""

    NEVER = "never"
    AFTER_OWN = "after-own"
    ALWAYS = "always"


class QuestionKind(StrEnum):
    """What answers a question of a call's form."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CHOICES = "choices"
    DAY = "day"
    FILE = "file"
    OFFERING = "offering"  # an own one
    CASE = "case"
    DEMAND = "demand"


CHOOSING = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})


class Aggregate(StrEnum):
    """How the totals of several reviewers become one."""

    MEDIAN = "median"
    MEAN = "mean"
