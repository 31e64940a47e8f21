"""Forms for demands."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _
from wtforms import DateField, DecimalField, HiddenField, SelectField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Optional

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.queries import acting_organisations
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import TEXT_MAX, TITLE_MAX, DemandContent, publish_demand
from matchmaker.taxonomy.forms import RegionField, ScenesField, SectorField
from matchmaker.taxonomy.models import Scene
from matchmaker.web.forms import BaseForm, LineField, MaxLength, clean_prose


class NeedForm(BaseForm):
    """The text of a need and where it belongs: what the match page lets a visitor change."""

    text = TextAreaField(
        _("需求"),
        filters=[clean_prose],
        validators=[
            InputRequired(_("请写一段话描述需求，例如要做什么、在哪里、希望达到什么效果。")),
            MaxLength(TEXT_MAX, show=False),
        ],
    )
    sector = SectorField(_("行业"))
    scenes = ScenesField(_("场景"))
    region = RegionField(_("地区"))

    def content(self) -> DemandContent:
        """Give what was filled in; call it on a valid form."""
        return DemandContent(
            text=self.text.data or "",
            sector=self.sector.sector,
            scenes=self.scenes.scenes,
            region=self.region.region,
        )

    @classmethod
    def of(cls, demand: Demand) -> "NeedForm":
        """Give a form that shows what a demand says, or what was just posted."""
        return cls(
            text=demand.text,
            sector=demand.sector.code if demand.sector else "",
            scenes=[scene.slug for scene in demand.scenes],
            region=demand.region.name_zh if demand.region else "",
        )


class DemandForm(NeedForm):
    """A whole demand: saved as a draft or published."""

    title = LineField(_("标题"), validators=[MaxLength(TITLE_MAX)])
    organisation = SelectField(_("代表单位"), validate_choice=True)
    budget_min_wan = DecimalField(_("预算下限（万元）"), places=2, validators=[Optional()])
    budget_max_wan = DecimalField(_("预算上限（万元）"), places=2, validators=[Optional()])
    starts_on = DateField(_("希望开始"), validators=[Optional()])
    ends_on = DateField(_("希望完成"), validators=[Optional()])
    version = HiddenField()
    saved: Demand
    save = SubmitField(_("存为草稿"))
    publish = SubmitField(_("发布需求"))

    def speak_for(self, account: Account) -> "DemandForm":
        """Offer the organisations a person may post for."""
        own = acting_organisations(account)
        self._organisations = {str(row.id): row for row in own}
        self.organisation.choices = [
            ("", str(_("暂不选择"))),
            *((key, row.name) for key, row in self._organisations.items()),
        ]
        if len(own) == 1 and not self.is_submitted() and not self.organisation.data:
            self.organisation.data = str(own[0].id)
        return self

    def save_with(self, write: Callable[[], Demand], actor: Account) -> bool:
        """Write the demand, and publish it where that button was pressed: both or neither."""

        def operation() -> Demand:
            demand = write()
            if self.publish.data and demand.state is not DemandState.OPEN:
                publish_demand(demand, actor=actor)
            return demand

        demand = self.attempt(operation)
        if demand is None:
            return False
        self.saved = demand
        return True

    @property
    def seen_version(self) -> int:
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdecimal() else 0

    @property
    def chosen_organisation(self) -> Organisation | None:
        return self._organisations.get(self.organisation.data or "")

    def content(self) -> DemandContent:
        """Give what was filled in; call it on a valid form."""
        return DemandContent(
            title=self.title.data or "",
            text=self.text.data or "",
            sector=self.sector.sector,
            scenes=self.scenes.scenes,
            region=self.region.region,
            budget_min_wan=self.budget_min_wan.data,
            budget_max_wan=self.budget_max_wan.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )

    @classmethod
    def about(cls, scene: Scene | None) -> "DemandForm":
        """Give an empty form, or one that already names a scene and its sector."""
        return cls(sector=scene.sector.code, scenes=[scene.slug]) if scene else cls()

    @classmethod
    def of(cls, demand: Demand) -> "DemandForm":
        """Give a form that shows what a demand says, or what was just posted."""
        return cls(
            text=demand.text,
            title=demand.title,
            sector=demand.sector.code if demand.sector else "",
            scenes=[scene.slug for scene in demand.scenes],
            region=demand.region.name_zh if demand.region else "",
            organisation=str(demand.organisation_id or ""),
            budget_min_wan=demand.budget_min_wan,
            budget_max_wan=demand.budget_max_wan,
            starts_on=demand.starts_on,
            ends_on=demand.ends_on,
            version=str(demand.version),
        )
