"""The page of an engagement, and the steps both sides take."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.engagements import policies
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations import answering
from matchmaker.engagements.queries import engagement_by_id
from matchmaker.engagements.views.blueprint import bp
from matchmaker.engagements.views.showing import close_form, engagement_page
from matchmaker.web.access import current_actor, needs

Closing = Callable[..., None]


@bp.get("/engagements/<int:engagement_id>")
@needs(policies.may_see, engagement_by_id, account=True)
def show(engagement: Engagement) -> ResponseReturnValue:
    return engagement_page(engagement)


@bp.post("/engagements/<int:engagement_id>/accept")
@needs(policies.may_answer, engagement_by_id, account=True)
def accept(engagement: Engagement) -> ResponseReturnValue:
    answering.accept(engagement, actor=current_actor())
    db.session.commit()
    flash(_("已接受，双方现在可以互相联系。"), "success")
    return redirect(url_for(".show", engagement_id=engagement.id), code=303)


@bp.post("/engagements/<int:engagement_id>/decline")
@needs(policies.may_answer, engagement_by_id, account=True)
def decline(engagement: Engagement) -> ResponseReturnValue:
    return _closed(engagement, answering.decline, _("已谢绝，对方会看到原因。"))


@bp.post("/engagements/<int:engagement_id>/withdraw")
@needs(policies.may_withdraw, engagement_by_id, account=True)
def withdraw(engagement: Engagement) -> ResponseReturnValue:
    return _closed(engagement, answering.withdraw, _("已撤回，对方会看到原因。"))


@bp.post("/engagements/<int:engagement_id>/end")
@needs(policies.may_end, engagement_by_id, account=True)
def end(engagement: Engagement) -> ResponseReturnValue:
    return _closed(engagement, answering.end, _("已结束，对方会看到原因。"))


@bp.post("/engagements/<int:engagement_id>/reopen")
@needs(policies.may_reopen, engagement_by_id, account=True)
def reopen(engagement: Engagement) -> ResponseReturnValue:
    answering.reopen(engagement, actor=current_actor())
    db.session.commit()
    flash(_("已恢复这条对接。"), "success")
    return redirect(url_for(".show", engagement_id=engagement.id), code=303)


def _closed(
    engagement: Engagement,
    operation: Closing,
    said: str,
) -> ResponseReturnValue:
    actor, number = current_actor(), engagement.id
    form = close_form(engagement, actor)
    if form.validate_on_submit() and form.succeeds(
        lambda: operation(engagement, form.chosen, form.words.data or "", actor=actor)
    ):
        db.session.commit()
        flash(said, "success")
        return redirect(url_for(".show", engagement_id=number), code=303)
    return engagement_page(engagement, close_form=form), form.status
