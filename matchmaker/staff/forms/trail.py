"""What staff look for in the audit trail."""

from flask_babel import lazy_gettext as _
from wtforms import Form

from matchmaker.staff.queries.trail import Wanted
from matchmaker.web.forms import DayField, LineField, MaxLength

LINE_MAX = 60


class TrailForm(Form):
    """Person, action, subject and days, read from an address: it writes nothing and has no key."""

    person = LineField(_("谁"), validators=[MaxLength(LINE_MAX)])
    action = LineField(_("操作"), validators=[MaxLength(LINE_MAX)])
    subject = LineField(_("对象"), validators=[MaxLength(LINE_MAX)])
    since = DayField(_("从哪天"))
    until = DayField(_("到哪天"))

    @property
    def wanted(self) -> Wanted:
        """Give what is asked for; days that cannot be read are no condition."""
        return Wanted(
            action=(self.action.data or "")[:LINE_MAX],
            subject=(self.subject.data or "")[:LINE_MAX],
            person=(self.person.data or "")[:LINE_MAX],
            since=self.since.data,
            until=self.until.data,
        )

    def as_facts(self) -> dict[str, str]:
        """Give what was asked for, by name; for the trail, and for asking again."""
        return {box.name: str(box.data) for box in self if box.data}
