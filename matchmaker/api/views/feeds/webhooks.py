"""Webhooks of an organisation: the list, one with its log, and what its owners do with it."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.models import Organisation
from matchmaker.accounts.policies import may_manage_members
from matchmaker.accounts.queries import organisation_by_id
from matchmaker.api.forms.webhooks import WebhookForm
from matchmaker.api.models import Delivery, Webhook
from matchmaker.api.operations import webhooks as operations
from matchmaker.api.policies import may_manage_delivery, may_manage_webhook
from matchmaker.api.queries.webhooks import (
    deliveries_of,
    delivery_by_id,
    standing_still,
    webhook_by_id,
    webhooks_of,
)
from matchmaker.api.views.feeds.blueprint import bp
from matchmaker.api.words import DELIVERY_FAULTS, WEBHOOK_KINDS, WEBHOOK_STATES
from matchmaker.db import db
from matchmaker.errors import DomainError
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember


@bp.route("/organisations/<int:organisation_id>/webhooks", methods=["GET", "POST"])
@needs(may_manage_members, organisation_by_id, account=True)
def webhooks(organisation: Organisation) -> ResponseReturnValue:
    actor, form = current_actor(), WebhookForm()
    if form.validate_on_submit():
        row = form.attempt(
            lambda: operations.add_webhook(
                organisation, form.url.data or "", form.wanted, actor=actor
            )
        )
        if row is not None:
            remember(actor, _page(row))
            return _secret_of(row)
    found = webhooks_of(organisation)
    page = render_template(
        "api/webhooks.html",
        organisation=organisation,
        form=form,
        webhooks=found,
        alone=standing_still(found),
        kind_labels=WEBHOOK_KINDS,
        state_labels=WEBHOOK_STATES,
    )
    return page, form.status


@bp.get("/webhooks/<int:webhook_id>")
@needs(may_manage_webhook, webhook_by_id, account=True)
def webhook(found: Webhook) -> ResponseReturnValue:
    return render_template(
        "api/webhook.html",
        webhook=found,
        is_alone=bool(standing_still([found])),
        page=paginate(deliveries_of(found)),
        kind_labels=WEBHOOK_KINDS,
        state_labels=WEBHOOK_STATES,
        fault_labels=DELIVERY_FAULTS,
    )


@bp.post("/webhooks/<int:webhook_id>/test")
@needs(may_manage_webhook, webhook_by_id, account=True)
def test_webhook(found: Webhook) -> ResponseReturnValue:
    try:
        operations.send_test(found)
    except DomainError as error:
        return done(error.message, _page(found), "error")
    return done(_("测试消息已排队，结果过几秒显示在下面。"), _page(found))


@bp.post("/webhooks/<int:webhook_id>/secret", endpoint="renew_webhook_secret")
@needs(may_manage_webhook, webhook_by_id, account=True)
def renew_secret(found: Webhook) -> ResponseReturnValue:
    operations.renew_secret(found, actor=current_actor())
    return _secret_of(found)


@bp.post("/webhooks/<int:webhook_id>/pause", endpoint="pause_webhook")
@needs(may_manage_webhook, webhook_by_id, account=True)
def pause(found: Webhook) -> ResponseReturnValue:
    operations.pause(found, actor=current_actor())
    return done(_("已暂停，期间不再发送也不补发新消息。"), _page(found))


@bp.post("/webhooks/<int:webhook_id>/switch-on", endpoint="switch_on_webhook")
@needs(may_manage_webhook, webhook_by_id, account=True)
def switch_on(found: Webhook) -> ResponseReturnValue:
    operations.switch_on(found, actor=current_actor())
    return done(_("已重新启用。"), _page(found))


@bp.post("/webhooks/<int:webhook_id>/remove", endpoint="remove_webhook")
@needs(may_manage_webhook, webhook_by_id, account=True)
def remove(found: Webhook) -> ResponseReturnValue:
    page = url_for(".webhooks", organisation_id=found.organisation_id)
    operations.remove_webhook(found, actor=current_actor())
    return done(_("已删除。"), page)


@bp.post("/webhook-deliveries/<int:delivery_id>/again", endpoint="send_delivery_again")
@needs(may_manage_delivery, delivery_by_id, account=True)
def send_again(found: Delivery) -> ResponseReturnValue:
    operations.send_again(found)
    return done(_("已排队重新发送。"), _page(found.webhook))


def _secret_of(row: Webhook) -> ResponseReturnValue:
    """Keep a new secret, and show it: this once, on a page nobody can come back to."""
    db.session.commit()
    return render_template("api/webhook_secret.html", webhook=row, secret=row.secret)


def _page(row: Webhook) -> str:
    return url_for(".webhook", webhook_id=row.id)
