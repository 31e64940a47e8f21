"""People for staff: finding them, and helping who lost their second factor."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.enums import AccountState
from matchmaker.accounts.forms import SecondFactorResetForm
from matchmaker.accounts.forms.files import wants_file
from matchmaker.accounts.forms.roles import StaffRoleForm
from matchmaker.accounts.models import Account
from matchmaker.accounts.policies import may_give_role, may_reset_second_factor
from matchmaker.accounts.queries.directory import people_for_staff, person_by_id, person_page
from matchmaker.accounts.views.proof import after_proof
from matchmaker.accounts.words import ACCOUNT_STATES
from matchmaker.moderation.policies import may_decide_for, may_find_people
from matchmaker.staff.views.blueprint import bp
from matchmaker.staff.views.files import people_file
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.pagination import paginate

FACTOR = {"yes": True, "no": False}


@bp.get("/staff/people")
@needs(may_find_people, account=True)
def people() -> ResponseReturnValue:
    words = request.args.get("q", "").strip()[:80]
    asked, factor = request.args.get("state", ""), request.args.get("factor", "")
    state = AccountState(asked) if asked in set(AccountState) else None
    found = people_for_staff(words, state, has_factor=FACTOR.get(factor))
    if wants_file():
        return people_file(found)
    return render_template(
        "staff/people.html",
        page=paginate(found, has_file=True),
        words=words,
        state=state,
        factor=factor if factor in FACTOR else "",
        states=ACCOUNT_STATES,
    )


@bp.get("/staff/people/<int:account_id>")
@needs(may_find_people, person_by_id, account=True)
def person(found: Account) -> ResponseReturnValue:
    actor, facts = current_actor(), person_page(found)
    memberships = [row.organisation for row in facts.memberships]
    return render_template(
        "staff/person.html",
        person=found,
        facts=facts,
        decidable={one.id for one in memberships if may_decide_for(actor, one)},
        may_give_role=may_give_role(actor, found),
        may_reset=may_reset_second_factor(actor, found),
    )


@bp.route("/staff/people/<int:account_id>/reset-second-factor", methods=["GET", "POST"])
@needs(may_reset_second_factor, person_by_id, account=True)
@after_proof
def reset_second_factor(found: Account) -> ResponseReturnValue:
    form = SecondFactorResetForm()
    if form.validate_on_submit() and form.reset(found, actor=current_actor()):
        words = _("已重置两步验证，对方的浏览器都已退出登录，并通知了本人。")
        return done(words, url_for(".person", account_id=found.id))
    page = render_template("staff/reset_second_factor.html", form=form, person=found)
    return page, form.status


@bp.route("/staff/people/<int:account_id>/role", methods=["GET", "POST"])
@needs(may_give_role, person_by_id, account=True)
@after_proof
def staff_role_page(found: Account) -> ResponseReturnValue:
    form = StaffRoleForm.about(found)
    if form.validate_on_submit() and form.save(found, actor=current_actor()):
        words = _("已更改职责，对方的浏览器都已退出登录，并通知了本人。")
        return done(words, url_for(".person", account_id=found.id))
    form.take_over(found)
    page = render_template("staff/staff_role_page.html", form=form, person=found)
    return page, form.status
