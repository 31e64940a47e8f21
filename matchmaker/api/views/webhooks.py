"""Webhooks, for programs: list, register, test and remove those of one's organisations."""

from flask_babel import lazy_gettext as _

from matchmaker.accounts.enums import TokenScope
from matchmaker.accounts.policies import may_manage_members
from matchmaker.api.forms.base import Asked, Listed
from matchmaker.api.forms.webhook_writing import (
    NewWebhook,
    TestQueued,
    WebhookMade,
    WebhookTold,
    webhook_made,
    webhook_told,
)
from matchmaker.api.forms.writing import speaking_for
from matchmaker.api.models import Webhook
from matchmaker.api.operations import webhooks as operations
from matchmaker.api.policies import may_manage_webhook
from matchmaker.api.queries.webhooks import webhook_by_id, webhooks_managed_by
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import Answer, answers
from matchmaker.api.views.listing import Key, listed
from matchmaker.errors import ForbiddenError
from matchmaker.web.access import current_actor, needs, signed_in
from matchmaker.web.addresses import site_url

TAG = "webhooks"


@bp.get("/webhooks")
@signed_in
@answers(
    Listed[WebhookTold],
    asks=Asked,
    scope=TokenScope.WEBHOOKS,
    tag=TAG,
    summary=_("本单位登记的网址"),
    about=_("单位的所有者可以看到。密钥不再给出；发送记录在网页上。"),
)
def webhooks(asked: Asked) -> Listed[WebhookTold]:
    found = webhooks_managed_by(current_actor())
    return listed(found, asked, by=(Key(Webhook.id),), into=webhook_told)


@bp.post("/webhooks")
@signed_in
@answers(
    WebhookMade,
    takes=NewWebhook,
    status=201,
    scope=TokenScope.WEBHOOKS,
    once=True,
    tag=TAG,
    summary=_("登记网址"),
    about=_("答复中的 secret 用来核对签名（Standard Webhooks），只给出这一次。"),
    example={"url": "https://erp.example.com/hooks/5g", "kinds": ["match", "award"]},
)
def new_webhook(given: NewWebhook) -> Answer:
    actor = current_actor()
    organisation = speaking_for(given.organisation, actor)
    if not may_manage_members(actor, organisation):
        raise ForbiddenError(_("只有单位的所有者可以登记网址。"))
    row = operations.add_webhook(organisation, given.url, given.kinds, actor=actor)
    return Answer(webhook_made(row), headers={"Location": site_url("api.webhooks")})


@bp.delete("/webhooks/<int:webhook_id>", endpoint="remove_webhook")
@needs(may_manage_webhook, webhook_by_id, account=True)
@answers(None, status=204, scope=TokenScope.WEBHOOKS, tag=TAG, summary=_("删除网址"))
def remove(found: Webhook) -> Answer:
    operations.remove_webhook(found, actor=current_actor())
    return Answer(None)


@bp.post("/webhooks/<int:webhook_id>/test", endpoint="test_webhook")
@needs(may_manage_webhook, webhook_by_id, account=True)
@answers(
    TestQueued,
    status=202,
    scope=TokenScope.WEBHOOKS,
    tag=TAG,
    summary=_("发送测试消息"),
)
def send_test(found: Webhook) -> TestQueued:
    return TestQueued(id=operations.send_test(found).number)
