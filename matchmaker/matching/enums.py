"""States of matching models and their runs; what is said of a match and of a requirement."""

from enum import StrEnum


class ModelState(StrEnum):
    """Where a version of the matching model stands; exactly one may be active."""

    DRAFT = "draft"
    EVALUATED = "evaluated"  # its figures on the judged sets are on record
    ACTIVE = "active"
    RETIRED = "retired"


MODEL_TRANSITIONS: dict[ModelState, frozenset[ModelState]] = {
    ModelState.DRAFT: frozenset({ModelState.EVALUATED}),
    ModelState.EVALUATED: frozenset({ModelState.DRAFT, ModelState.ACTIVE}),
    ModelState.ACTIVE: frozenset({ModelState.RETIRED}),
    ModelState.RETIRED: frozenset({ModelState.EVALUATED}),
}
EDITABLE = frozenset({ModelState.DRAFT, ModelState.EVALUATED})


class RunKind(StrEnum):
    """What the worker does with judged pairs."""

    EVALUATION = "evaluation"
    LEARNING = "learning"


class RunState(StrEnum):
    """How far a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


RUN_TRANSITIONS: dict[RunState, frozenset[RunState]] = {
    # A running one starts again where the worker was stopped in the middle.
    RunState.WAITING: frozenset({RunState.RUNNING}),
    RunState.RUNNING: frozenset({RunState.RUNNING, RunState.DONE, RunState.FAILED}),
    RunState.DONE: frozenset(),
    RunState.FAILED: frozenset(),
}


class JudgementVerdict(StrEnum):
    """What a person says of a match."""

    FITS = "fits"
    UNFIT = "unfit"


class UnfitReason(StrEnum):
    """Why a match does not suit, in words that can be counted."""

    SCENE = "scene"
    CAPABILITY = "capability"
    METRIC = "metric"
    REGION = "region"
    BUDGET = "budget"
    COMPLIANCE = "compliance"
    EVIDENCE = "evidence"
    OTHER = "other"


class Answer(StrEnum):
    """Whether an offering does what a requirement asks."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"  # the offering says nothing about it, or not enough


class ChangeKind(StrEnum):
    """What became of an offering among the best of a demand."""

    NEW = "new"
    UP = "up"
    DOWN = "down"
    GONE = "gone"


class ChangeReason(StrEnum):
    """Why an offering stands elsewhere for a demand."""

    OFFERING_NEW = "offering-new"
    OFFERING_CHANGED = "offering-changed"
    OFFERING_WITHDRAWN = "offering-withdrawn"
    DEMAND_NEW = "demand-new"
    DEMAND_CHANGED = "demand-changed"
    DEMAND_WITHDRAWN = "demand-withdrawn"
    MODEL_CHANGED = "model-changed"
    TAXONOMY_CHANGED = "taxonomy-changed"
    OTHERS_MOVED = "others-moved"  # neither of the two changed: other offerings did, or time passed


OF_THE_DEMAND = frozenset({ChangeReason.DEMAND_NEW, ChangeReason.DEMAND_WITHDRAWN})
