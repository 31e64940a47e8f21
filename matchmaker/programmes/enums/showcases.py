"""States of showcases, how a site came to be named, what a figure rests on, kinds of criteria."""

from enum import StrEnum


class ShowcaseState(StrEnum):
    """Where a showcase stands."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


SHOWCASE_TRANSITIONS: dict[ShowcaseState, frozenset[ShowcaseState]] = {
    ShowcaseState.DRAFT: frozenset({ShowcaseState.IN_REVIEW}),
    ShowcaseState.IN_REVIEW: frozenset({ShowcaseState.PUBLISHED, ShowcaseState.DRAFT}),
    ShowcaseState.PUBLISHED: frozenset({ShowcaseState.WITHDRAWN}),
    ShowcaseState.WITHDRAWN: frozenset({ShowcaseState.PUBLISHED}),
}


class NamedBy(StrEnum):
    """Why the public may read the name of the organisation; or that it does not."""

    NOBODY = "nobody"  # it reads 某…
    SOURCE = "source"  # a published source names it
    DOCUMENT = "document"  # staff hold its written consent
    CLIENT = "client"  # it agreed here, about its own project; it can take that back


class Proof(StrEnum):
    """What a figure rests on."""

    STATED = "stated"  # the organisation says so
    PUBLISHED = "published"  # a published source says so
    DOCUMENT = "document"  # staff have seen a report of a test, an acceptance, an audit
    CONFIRMED = "confirmed"  # both sides of a project confirmed it here


class CriterionKind(StrEnum):
    """What answers a criterion of the self-check."""

    FIGURE = "figure"
    YES_NO = "yes-no"
    CHOICE = "choice"


class Extent(StrEnum):
    """How far an organisation says it does what a source asks for."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
