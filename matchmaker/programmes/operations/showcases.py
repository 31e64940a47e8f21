"""Making and curating showcases: from nothing, a case or an outcome, until everybody reads them."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Final

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.catalogue.policies import is_public
from matchmaker.db import db
from matchmaker.engagements.enums.outcomes import ConsentState
from matchmaker.errors import ConflictError, DomainError, raise_all
from matchmaker.programmes.enums.showcases import (
    SHOWCASE_TRANSITIONS,
    NamedBy,
    ShowcaseState,
)
from matchmaker.programmes.models.showcases import Showcase, ShowcaseFigure, ShowcasePart
from matchmaker.programmes.operations.showcase_content import (
    ShowcaseContent,
    ShownFigure,
    ShownPart,
    check_showcase,
)
from matchmaker.programmes.policies.showcases import still_agreed
from matchmaker.programmes.scoring.showcases import lacks_of
from matchmaker.web.forms import checked_words
from matchmaker.web.versions import OVERTAKEN

WORDS_MAX: Final = 1000
_LISTS: Final = frozenset({"scenes", "capabilities", "standards", "offerings", "figures", "parts"})
_LINKS: Final = ("scenes", "capabilities", "standards", "offerings")
_PLAIN: Final = tuple(one.name for one in fields(ShowcaseContent) if one.name not in _LISTS)


def draft_showcase(content: ShowcaseContent, *, actor: Account | None, **origin: Any) -> Showcase:
    """Begin a showcase that only staff see.

    `origin`: the case, outcome or entry it is made from. Raises ConflictError where that one
    has a showcase already.
    """
    check_showcase(content)
    showcase = Showcase(author=actor, **origin)
    _write(showcase, content)
    _check_naming(showcase)
    try:
        with db.session.begin_nested():
            audit.created("showcase.drafted", showcase, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("它已经有领航者页面了，请从列表打开。")) from error
    return showcase


def edit_showcase(
    showcase: Showcase, content: ShowcaseContent, *, seen_version: int, actor: Account
) -> Showcase:
    """Change what a showcase says; a published one has to stay whole.

    Raises ConflictError when it was changed since the person opened it.
    """
    check_seen(showcase, seen_version)
    check_showcase(content)
    with audit.change("showcase.edited", showcase, actor=actor):
        if _english(content_of(showcase)) != _english(content):
            showcase.is_translated = False  # staff word it now
        _write(showcase, content)
        _check_naming(showcase)
        db.session.flush()  # the numbers of what it names
        if showcase.state is ShowcaseState.PUBLISHED:
            _check_whole(showcase)
        flag_modified(showcase, "updated_at")  # a change of its parts is a change of the whole
    return showcase


def submit_showcase(showcase: Showcase, *, seen_version: int, actor: Account | None) -> None:
    """Ask colleagues to look a showcase over. Raises DomainError with all that is missing."""
    check_seen(showcase, seen_version)
    _check_whole(showcase)
    with audit.change("showcase.submitted", showcase, actor=actor):
        _move(showcase, ShowcaseState.IN_REVIEW)
        showcase.submitted_at = clock.now()


def return_showcase(showcase: Showcase, *, seen_version: int, actor: Account) -> None:
    """Make what was looked over a draft again."""
    check_seen(showcase, seen_version)
    with audit.change("showcase.returned", showcase, actor=actor):
        _move(showcase, ShowcaseState.DRAFT)


def publish_showcase(showcase: Showcase, *, seen_version: int, actor: Account | None) -> None:
    """Show a showcase to everybody, for the first time or again.

    Raises DomainError with all that is missing: texts, a figure with evidence, consent to a name.
    """
    check_seen(showcase, seen_version)
    _check_whole(showcase)
    with audit.change("showcase.published", showcase, actor=actor):
        _move(showcase, ShowcaseState.PUBLISHED)
        showcase.published_at = clock.now()
        showcase.withdrawn_at, showcase.withdraw_words = None, ""


def withdraw_showcase(showcase: Showcase, words: str, *, seen_version: int, actor: Account) -> None:
    """Take a showcase off the site, with a reason for the trail and for colleagues."""
    check_seen(showcase, seen_version)
    said = checked_words(words, WORDS_MAX)
    if not said:
        raise DomainError(_("请写撤回的原因。"), field="words")
    with audit.change("showcase.withdrawn", showcase, actor=actor):
        _move(showcase, ShowcaseState.WITHDRAWN)
        showcase.withdrawn_at, showcase.withdraw_words = clock.now(), said


def check_seen(showcase: Showcase, seen_version: int) -> None:
    """Raise ConflictError when the showcase was changed since the person opened the page."""
    if seen_version != showcase.version:
        raise ConflictError(OVERTAKEN)


def content_of(showcase: Showcase) -> ShowcaseContent:
    """Give what a showcase says, as a form would hand it in."""
    said: dict[str, Any] = {name: getattr(showcase, name) for name in (*_PLAIN, *_LINKS)}
    return ShowcaseContent(
        **said,
        figures=_said(showcase.figures, ShownFigure),
        parts=_said(showcase.parts, ShownPart),
    )


def _write(showcase: Showcase, content: ShowcaseContent) -> None:
    known = set(showcase.offerings)
    if not all(offering in known or is_public(offering) for offering in content.offerings):
        raise DomainError(_("只能写公开的方案。"), field="offerings")
    for name in _PLAIN:
        setattr(showcase, name, getattr(content, name))
    for name in _LINKS:
        rows = list(dict.fromkeys(getattr(content, name)))
        if {*rows} != {*getattr(showcase, name)}:
            setattr(showcase, name, rows)
    if _said(showcase.figures, ShownFigure) != list(content.figures):
        showcase.figures = [
            ShowcaseFigure(position=place, **_values(one))
            for place, one in enumerate(content.figures)
        ]
    present = {part.organisation: part for part in showcase.parts}
    parts = []
    for place, one in enumerate(content.parts):
        part = present.get(one.organisation) or ShowcasePart(organisation=one.organisation)
        part.position, part.role_zh, part.role_en = place, one.role_zh, one.role_en
        parts.append(part)
    showcase.parts = parts


def _english(content: ShowcaseContent) -> list[str]:
    return [getattr(content, name) for name in _PLAIN if name.endswith("_en")]


def _check_naming(showcase: Showcase) -> None:
    if showcase.named_by is not NamedBy.CLIENT:
        return
    outcome = showcase.outcome
    if outcome is None or outcome.consent is not ConsentState.GIVEN:
        raise DomainError(_("客户没有在本站同意公开这个项目，请换一种署名方式。"), field="named_by")


def _check_whole(showcase: Showcase) -> None:
    lacks = lacks_of(showcase, is_agreed=still_agreed(showcase))
    raise_all(DomainError(words) for words in lacks)


def _move(showcase: Showcase, target: ShowcaseState) -> None:
    if target not in SHOWCASE_TRANSITIONS[showcase.state]:
        raise ConflictError(_("同事刚刚改变了它的状态，请刷新页面查看。"))
    showcase.state = target


def _said(rows: Sequence[Any], kind: type[Any]) -> list[Any]:
    names = [one.name for one in fields(kind)]
    return [kind(**{name: getattr(row, name) for name in names}) for row in rows]


def _values(content: Any) -> dict[str, Any]:
    return {one.name: getattr(content, one.name) for one in fields(content)}
