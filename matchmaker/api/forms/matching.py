"""What callers send to be matched: a text with what is known beside it, or a demand's number."""

from flask_babel import lazy_gettext as _

from matchmaker.api.forms.base import told
from matchmaker.api.forms.demand_writing import EXAMPLE, NeedFields, Text, demand_content
from matchmaker.api.forms.writing import RowId
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import DemandContent, check_content, imagined_demand
from matchmaker.errors import DomainError


class NeedGiven(NeedFields):
    """A need: its words with scenes, place, money and requirements beside them; or a demand."""

    text: Text = told(
        _("需求的原文"),
        default="",
        examples=[EXAMPLE],
    )
    demand: RowId | None = told(_("需求的编号；写了它就不要写别的"), default=None)

    def check(self) -> None:
        """Raise DomainError where both a demand and something else is given."""
        if self.demand is not None and self.model_fields_set != {"demand"}:
            raise DomainError(_("写了 demand 就不要写别的。"), field="demand")


def imagined_need(given: NeedGiven) -> Demand:
    """Give a demand that says what was sent; it is ranked and never stored.

    Raises DomainError where no demand could say that.
    """
    content = demand_content(given, DemandContent(text=given.text))
    check_content(content)
    return imagined_demand(content, title="")
