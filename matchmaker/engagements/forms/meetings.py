"""Naming times for a meeting, answering, and noting what came of it."""

from datetime import datetime, time
from typing import Any, Final

from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, RadioField, SelectField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired

from matchmaker import clock
from matchmaker.engagements.models.meetings import Meeting
from matchmaker.engagements.operations.meetings import (
    LINK_MAX,
    NOTE_MAX,
    PLACE_MAX,
    SLOTS_MOST,
    TOPIC_MAX,
    WORDS_MAX,
    MeetingContent,
    Slot,
)
from matchmaker.web.forms import BaseForm, DayField, LineField, MaxLength, clean_line, clean_prose

LENGTHS: Final = (30, 45, 60, 90, 120, 180, 240)


class HourField(TimeField):
    """A time of day in China, or none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        self.data = None
        typed = clean_line(valuelist[0] if valuelist else "").replace("：", ":")
        if not typed:
            return
        try:
            super().process_formdata([typed])
        except ValueError as error:
            raise ValueError(_("请写时间，例如 14:30。")) from error


class SlotForm(Form):
    """A time that is named: day, hour, length."""

    day = DayField(_("日期"))
    hour = HourField(_("开始时间"))
    minutes = SelectField(
        _("时长"),
        choices=[SelectChoice(str(one), _("%(n)s 分钟", n=one)) for one in LENGTHS],
        default="60",
    )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.day.raw_data or [""])[0] and not (self.hour.raw_data or [""])[0]

    def validate(self, extra_validators: Any = None) -> bool:
        """Want both the day and the hour, or neither."""
        if self.is_empty:
            return True
        is_valid: bool = super().validate(extra_validators)
        for field, words in ((self.day, _("请选日期。")), (self.hour, _("请写开始时间。"))):
            if field.data is None and not field.errors:
                field.errors = [*field.errors, str(words)]
                is_valid = False
        return is_valid

    def slot(self) -> Slot | None:
        """Give the time; None for an empty row."""
        if self.day.data is None or self.hour.data is None:
            return None
        hour: time = self.hour.data
        return Slot(datetime.combine(self.day.data, hour, clock.CHINA), int(self.minutes.data or 0))


class MeetingForm(BaseForm):
    """A meeting: what about, where, and up to five times."""

    topic = LineField(
        _("主题"), validators=[InputRequired(_("请写会议主题。")), MaxLength(TOPIC_MAX)]
    )
    slots = FieldList(
        FormField(SlotForm), _("可选的时间"), min_entries=SLOTS_MOST, max_entries=SLOTS_MOST
    )
    place = LineField(_("地点"), validators=[MaxLength(PLACE_MAX)])
    link = LineField(_("线上会议链接"), validators=[MaxLength(LINK_MAX)])
    words = TextAreaField(
        _("想说的话"), filters=[clean_prose], validators=[MaxLength(WORDS_MAX, show=False)]
    )

    @classmethod
    def of(cls, meeting: Meeting) -> "MeetingForm":
        """Give a form that says what a meeting is about; its times are to be named anew."""
        return cls(topic=meeting.topic, place=meeting.place, link=meeting.link, words=meeting.words)

    def content(self) -> MeetingContent:
        """Give what was typed."""
        rows: list[SlotForm] = [entry.form for entry in self.slots.entries]
        return MeetingContent(
            topic=self.topic.data or "",
            place=self.place.data or "",
            link=self.link.data or "",
            words=self.words.data or "",
            slots=[slot for row in rows if (slot := row.slot())],
        )


class WordsForm(BaseForm):
    """Words to the other side."""

    words = TextAreaField(
        _("说明"), filters=[clean_prose], validators=[MaxLength(WORDS_MAX, show=False)]
    )


class NoteForm(BaseForm):
    """Whether a meeting was held, and what came of it."""

    result = RadioField(
        _("会议开成了吗"),
        choices=[SelectChoice("held", _("开成了")), SelectChoice("missed", _("有人没到，没开成"))],
        validators=[InputRequired(_("请选择会议是否开成。"))],
    )
    note = TextAreaField(
        _("谈定了什么，下一步做什么"),
        filters=[clean_prose],
        validators=[MaxLength(NOTE_MAX, show=False)],
    )

    @property
    def is_held(self) -> bool:
        return bool(self.result.data == "held")
