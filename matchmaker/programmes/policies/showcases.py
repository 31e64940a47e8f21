"""Who sees and curates showcases."""

from matchmaker.accounts.models import Account
from matchmaker.engagements.enums.outcomes import ConsentState
from matchmaker.programmes.enums.showcases import NamedBy, ShowcaseState
from matchmaker.programmes.models.showcases import Showcase, ShowcaseFile
from matchmaker.programmes.policies import may_run_calls


def may_curate(actor: Account | None, _thing: object = None) -> bool:
    """Whoever runs calls: curators and administrators."""
    return may_run_calls(actor)


def is_public(showcase: Showcase) -> bool:
    """Whether it is published, and whoever agreed here to be named still does."""
    return showcase.state is ShowcaseState.PUBLISHED and still_agreed(showcase)


def still_agreed(showcase: Showcase) -> bool:
    """Whether the client of the project, where its word is all there is, has not taken it back."""
    return showcase.named_by is not NamedBy.CLIENT or (
        showcase.outcome is not None and showcase.outcome.consent is ConsentState.GIVEN
    )


def may_see_showcase(actor: Account | None, showcase: Showcase) -> bool:
    """Everybody, while it is public; else who curates."""
    return is_public(showcase) or may_curate(actor)


def may_copy(actor: Account | None, showcase: Showcase) -> bool:
    """Everybody, while it is public."""
    del actor  # a visitor may, too
    return is_public(showcase)


def may_see_showcase_file(actor: Account | None, file: ShowcaseFile) -> bool:
    """Whoever sees its showcase."""
    return may_see_showcase(actor, file.showcase)


def may_tend_file(actor: Account | None, file: ShowcaseFile) -> bool:
    """Who curates."""
    del file
    return may_curate(actor)


def may_read_consent(actor: Account | None, showcase: Showcase) -> bool:
    """Who curates, where there is a document."""
    return may_curate(actor) and showcase.consent_file is not None
