"""Asking the other side to talk, and saying why one does not."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import CloseReason
from matchmaker.engagements.operations.moves import WORDS_MAX
from matchmaker.engagements.words import REASON_LABELS
from matchmaker.web.forms import BaseForm, MaxLength, clean_prose

OFFERINGS_LISTED = 200


def words_field(label: Any = "") -> TextAreaField:
    """Give a field for words to the other side."""
    return TextAreaField(
        label or _("想说的话"),
        filters=[clean_prose],
        validators=[MaxLength(WORDS_MAX, show=False)],
    )


class InviteForm(BaseForm):
    """For which demand a provider is asked, and what one wants to say."""

    demand = SelectField(_("哪条需求"), validators=[InputRequired(_("请选择需求。"))])
    words = words_field()

    @classmethod
    def about(cls, demands: Sequence[Demand], chosen: str) -> "InviteForm":
        """Offer the open demands of one's organisations; a single one is chosen already."""
        numbers = [str(demand.id) for demand in demands]
        form = cls(demand=chosen if chosen in numbers else numbers[0] if len(numbers) == 1 else "")
        form.demand.choices = [
            SelectChoice("", _("请选择")),
            *(SelectChoice(str(row.id), row.title) for row in demands),
        ]
        form.demands = {str(row.id): row for row in demands}
        return form

    demands: dict[str, Demand]

    @property
    def chosen(self) -> Demand:
        """The chosen demand."""
        return self.demands[self.demand.data or ""]


class OfferForm(BaseForm):
    """For which organisation and with which offering one asks, and what one wants to say."""

    organisation = SelectField(_("代表哪个单位"), validators=[InputRequired(_("请选择单位。"))])
    offering = SelectField(_("用哪个方案"))
    words = words_field()

    organisations: dict[str, Organisation]
    offerings: dict[str, Offering]

    @classmethod
    def speaking_for(cls, organisations: Sequence[Organisation]) -> "OfferForm":
        """Offer the person's organisations and what those have published."""
        offerings = published_of(row.id for row in organisations)
        form = cls(organisation=str(organisations[0].id) if len(organisations) == 1 else "")
        form.organisation.choices = [
            *([SelectChoice("", _("请选择"))] if len(organisations) != 1 else []),
            *(SelectChoice(str(row.id), row.name) for row in organisations),
        ]
        form.offering.choices = [
            SelectChoice("", _("还没有对应的方案")),
            *(SelectChoice(str(row.id), row.title) for row in offerings),
        ]
        form.organisations = {str(row.id): row for row in organisations}
        form.offerings = {str(row.id): row for row in offerings}
        return form

    @property
    def chosen_organisation(self) -> Organisation:
        """The organisation one speaks for."""
        return self.organisations[self.organisation.data or ""]

    @property
    def chosen_offering(self) -> Offering | None:
        """The offering one comes with, if any."""
        return self.offerings.get(self.offering.data or "")


class CloseForm(BaseForm):
    """Why one does not go on."""

    reason = SelectField(_("原因"), validators=[InputRequired(_("请选择原因，对方会看到。"))])
    words = words_field(_("补充说明"))

    @classmethod
    def among(cls, reasons: Iterable[CloseReason], prefix: str = "") -> "CloseForm":
        """Offer the reasons of one side."""
        form = cls(prefix=prefix)
        form.reason.choices = [
            SelectChoice("", _("请选择")),
            *(SelectChoice(reason.value, REASON_LABELS[reason]) for reason in reasons),
        ]
        return form

    @property
    def chosen(self) -> CloseReason | None:
        """The chosen reason."""
        return CloseReason(self.reason.data) if self.reason.data else None


def published_of(organisation_ids: Iterable[int]) -> Sequence[Offering]:
    """List what organisations have published, by title."""
    return db.session.scalars(
        select(Offering)
        .where(
            Offering.organisation_id.in_(list(organisation_ids)),
            Offering.state == OfferingState.PUBLISHED,
        )
        .order_by(Offering.title, Offering.id)
        .limit(OFFERINGS_LISTED)
    ).all()
