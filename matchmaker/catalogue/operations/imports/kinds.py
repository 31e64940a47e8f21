"""What an import does with each kind of things: what a person would do on its pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _

from matchmaker.catalogue.enums import ImportKind, OfferingState
from matchmaker.catalogue.models import CaseNumber, Offering, OfferingNumber
from matchmaker.catalogue.operations.case_content import CaseContent, check_case_content
from matchmaker.catalogue.operations.cases import case_content_of, draft_cases, edit_case
from matchmaker.catalogue.operations.content import OfferingContent, check_complete, check_content
from matchmaker.catalogue.operations.offerings import draft_offerings, edit_offering
from matchmaker.catalogue.operations.writing import content_of
from matchmaker.catalogue.policies import may_edit, may_edit_case
from matchmaker.errors import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The operations of one kind of things, so that a file of it is written as if typed.

    `check` gets a content and the thing it would change, or None; `link` is the column of a row
    that names the thing, and `number` the row that keeps its provider's own number.
    """

    blank: Callable[[], Any]
    content_of: Callable[[Any], Any]
    check: Callable[[Any, Any], None]
    may_edit: Callable[[Any, Any], bool]
    closed: Words
    draft: Callable[..., list[Any]]
    edit: Callable[..., Any]
    link: str
    number: Callable[..., Any]


def _check_offering(content: OfferingContent, offering: Offering | None) -> None:
    check_content(content)
    if offering is not None and offering.state is OfferingState.PUBLISHED:
        check_complete(content)  # type: ignore[arg-type]  # it says what an offering says


WAYS: Final[Mapping[ImportKind, Ways]] = {
    ImportKind.OFFERINGS: Ways(
        blank=lambda: OfferingContent(title="", summary=""),
        content_of=content_of,
        check=_check_offering,
        may_edit=may_edit,
        closed=_("这个方案已归档，不能再改；可以复制成新方案。"),
        draft=draft_offerings,
        edit=edit_offering,
        link="offering_id",
        number=OfferingNumber,
    ),
    ImportKind.CASES: Ways(
        blank=lambda: CaseContent(title=""),
        content_of=case_content_of,
        check=lambda content, _case: check_case_content(content),
        may_edit=may_edit_case,
        closed=_("待审核和已发布的案例不能直接改，请先撤回。"),
        draft=draft_cases,
        edit=edit_case,
        link="case_id",
        number=CaseNumber,
    ),
}
