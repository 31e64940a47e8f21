"""How a person wants mail, group by group."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired

from matchmaker.notices.enums import FIXED, MailChoice, NoticeGroup
from matchmaker.notices.words import CHOICE_LABELS, GROUP_LABELS
from matchmaker.web.forms import BaseForm

_CHOICES = [SelectChoice(one.value, label) for one, label in CHOICE_LABELS.items()]


def _choice(group: NoticeGroup) -> RadioField:
    asked = InputRequired(_("请选择。"))
    label: Any = GROUP_LABELS[group]  # translated when it is shown
    return RadioField(label, choices=_CHOICES, validators=[asked])


class NoticeSettingsForm(BaseForm):
    """One choice a group; fields are named like the groups."""

    organisation = _choice(NoticeGroup.ORGANISATION)
    review = _choice(NoticeGroup.REVIEW)
    engagement = _choice(NoticeGroup.ENGAGEMENT)
    programme = _choice(NoticeGroup.PROGRAMME)
    messages = _choice(NoticeGroup.MESSAGES)
    reminders = _choice(NoticeGroup.REMINDERS)
    staff = _choice(NoticeGroup.STAFF)

    @classmethod
    def of(
        cls, choices: Mapping[NoticeGroup, MailChoice], groups: list[NoticeGroup]
    ) -> "NoticeSettingsForm":
        """Give a form of those groups that shows the choices, or what was just posted."""
        form = cls(data={group.value: choice.value for group, choice in choices.items()})
        for group in NoticeGroup:
            if group not in groups and group not in FIXED:
                del form[group.value]
        return form

    @property
    def chosen(self) -> dict[NoticeGroup, MailChoice]:
        """Give the choices; call it on a valid form."""
        return {
            group: MailChoice(self[group.value].data)
            for group in NoticeGroup
            if group.value in self
        }
