"""Forms of reviewing: scores, giving up, the people asked, assignment, discussion."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.accounts.models import Organisation
from matchmaker.programmes.enums.reviews import AbstainReason
from matchmaker.programmes.forms.fields import MomentField
from matchmaker.programmes.models import CallCriterion
from matchmaker.programmes.models.reviews import Review, Reviewer
from matchmaker.programmes.operations.reviewers import WORDS_MAX as RELATION_MAX
from matchmaker.programmes.operations.reviews import COMMENT_MAX, POST_MAX, WORDS_MAX, Written
from matchmaker.programmes.words.reviews import ABSTAIN_LABELS
from matchmaker.taxonomy.forms import SectorsField
from matchmaker.taxonomy.models import Sector
from matchmaker.web.forms import BaseForm, LineField, MaxLength, WholeNumberField, clean_prose
from matchmaker.web.versions import VersionedForm

EMAIL_MAX = 254
ROWS_MOST = 30
SEAL_MAX = 40


def _words(label: Any, most: int = POST_MAX) -> TextAreaField:
    return TextAreaField(label, filters=[clean_prose], validators=[MaxLength(most, show=False)])


def _sectors(label: Any) -> SectorsField:
    return SectorsField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


class ScoreRow(Form):
    """One person's points on one criterion, and what they say of it."""

    criterion = HiddenField()
    points = WholeNumberField(_("得分"))
    comment = TextAreaField(
        _("意见"), filters=[clean_prose], validators=[MaxLength(COMMENT_MAX, show=False)]
    )


class ReviewForm(VersionedForm):
    """Points and comments on every criterion, and words on the whole; saved or handed in."""

    scores = FieldList(FormField(ScoreRow), max_entries=ROWS_MOST)
    words = _words(_("总体意见"), WORDS_MAX)
    hand_in = SubmitField(_("提交评审"))
    save = SubmitField(_("存为草稿"))

    criteria: Sequence[CallCriterion]

    @classmethod
    def of(cls, review: Review, **how: Any) -> "ReviewForm":
        """Give a form that shows what the person wrote before, or what was just posted.

        With `formdata=None` what was posted belongs to another form of the page.
        """
        criteria = review.submission.call.criteria
        known = {row.criterion_id: row for row in review.scores}
        rows = [
            {
                "criterion": str(row.id),
                "points": known[row.id].points if row.id in known else None,
                "comment": known[row.id].comment if row.id in known else "",
            }
            for row in criteria
        ]
        form = cls(version=str(review.version), words=review.words, scores=rows, **how)
        form.criteria = criteria
        return form

    @property
    def shown(self) -> list[tuple[CallCriterion, Any]]:
        """Give the criteria with their fields."""
        entries = {entry.form.criterion.data: entry.form for entry in self.scores}
        return [(row, entries[str(row.id)]) for row in self.criteria if str(row.id) in entries]

    def concerned(self, name: str) -> Field | None:
        """Find a field of the form, or what is written of a criterion: `points-7`, `comment-7`."""
        part, _dash, number = name.partition("-")
        found = [row for criterion, row in self.shown if str(criterion.id) == number]
        return found[0][part] if found else super().concerned(name)

    def content(self) -> Written:
        """Give what was written."""
        return Written(
            {row.id: form.points.data for row, form in self.shown},
            {row.id: form.comment.data or "" for row, form in self.shown},
            self.words.data or "",
        )


class AbstainForm(BaseForm):
    """Why a person does not review a submission."""

    reason = RadioField(
        _("原因"),
        choices=[SelectChoice(one.value, label) for one, label in ABSTAIN_LABELS.items()],
        validators=[Optional()],
    )
    words = _words(_("说明"))

    @property
    def chosen(self) -> AbstainReason | None:
        """The reason, if one was chosen."""
        return AbstainReason(self.reason.data) if self.reason.data else None


class ConflictForm(BaseForm):
    """What relation a person has to whoever submits."""

    words = _words(_("是什么关系"), RELATION_MAX)


class StaffConflictForm(ConflictForm):
    """Which organisation a person must not review, and why."""

    organisation = SelectField(_("申报单位"))

    @classmethod
    def among(cls, organisations: Sequence[Organisation]) -> "StaffConflictForm":
        """Give a form that lists the organisations of the call."""
        form = cls()
        form.organisation.choices = [SelectChoice(str(row.id), row.name) for row in organisations]
        return form


class InviteForm(BaseForm):
    """Whom to ask, for which sectors, for how many submissions at most."""

    email = LineField(_("邮箱"), validators=[MaxLength(EMAIL_MAX)])
    most = WholeNumberField(_("最多评审"), default=20)
    sectors = _sectors(_("熟悉的行业"))

    @property
    def chosen(self) -> list[Sector]:
        """The sectors that were chosen."""
        return list(self.sectors.sectors)


class ReviewerForm(VersionedForm):
    """The sectors somebody reviews, and how many submissions at most."""

    most = WholeNumberField(_("最多评审"))
    sectors = _sectors(_("熟悉的行业"))

    @classmethod
    def of(cls, reviewer: Reviewer) -> "ReviewerForm":
        """Give a form that shows what is stored."""
        return cls(
            version=str(reviewer.version),
            most=reviewer.most,
            sectors=[row.code for row in reviewer.sectors],
        )


class AssignmentForm(BaseForm):
    """The proposal that was looked at, by its seal."""

    seal = HiddenField(validators=[MaxLength(SEAL_MAX, show=False)])


class ByHandForm(BaseForm):
    """Somebody for one submission."""

    reviewer = SelectField(_("评审专家"))

    @classmethod
    def among(cls, reviewers: Sequence[Reviewer]) -> "ByHandForm":
        """Give a form that lists who may be chosen."""
        form = cls()
        form.reviewer.choices = [SelectChoice(str(row.id), row.account.name) for row in reviewers]
        return form


class ReopenForm(VersionedForm):
    """Until when somebody may write again, and why."""

    until = MomentField(_("开放到（北京时间）"))
    words = _words(_("原因"))


class PostForm(BaseForm):
    """Something to say to the others; it stands on pages beside other forms."""

    words = _words(_("您的话"))

    def __init__(self, **how: Any) -> None:
        super().__init__(prefix="post", **how)
