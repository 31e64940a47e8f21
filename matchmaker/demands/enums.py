"""States of a demand."""

from enum import StrEnum


class DemandState(StrEnum):
    """Where a demand stands. What follows from time alone (expired) is derived, not stored."""

    PASTED = "pasted"  # a text matched without an account; its address is the only key
    DRAFT = "draft"
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    NOTICE = "notice"  # published elsewhere, shown with its source


DEMAND_TRANSITIONS: dict[DemandState, frozenset[DemandState]] = {
    DemandState.PASTED: frozenset({DemandState.DRAFT}),
    DemandState.DRAFT: frozenset({DemandState.OPEN}),
    DemandState.OPEN: frozenset({DemandState.WITHDRAWN}),
    DemandState.WITHDRAWN: frozenset({DemandState.OPEN}),
    DemandState.NOTICE: frozenset(),
}

PUBLIC = frozenset({DemandState.OPEN, DemandState.NOTICE})
EDITABLE = frozenset({DemandState.DRAFT, DemandState.OPEN, DemandState.WITHDRAWN})


class RequirementSource(StrEnum):
    """Where a line of a demand comes from."""

    STATED = "stated"  # entered by the person
    TEXT = "text"  # read from the text, then accepted
    TYPICAL = "typical"  # a typical need of the scene, then accepted
