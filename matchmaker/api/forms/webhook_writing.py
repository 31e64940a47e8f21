"""What programs send to register a webhook, and what they are told of one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from flask_babel import lazy_gettext as _
from pydantic import Field

from matchmaker.api.enums import WebhookKind, WebhookState
from matchmaker.api.forms.base import Given, Line, Told, told
from matchmaker.api.forms.webhooks import URL_MAX
from matchmaker.api.forms.writing import RowId
from matchmaker.api.models import Webhook

_ADDRESS: Any = "https://erp.example.com/hooks/5g"


class NewWebhook(Given):
    """An address to send messages to, and of what."""

    organisation: RowId | None = told(_("哪个单位的；只管理一个单位时可以不写"), default=None)
    url: Annotated[
        Line,
        told(
            _("以 https:// 开头，端口 443 或 8443，互联网上可以访问"),
            max_length=URL_MAX,
            examples=[_ADDRESS],
        ),
    ]
    kinds: Annotated[
        list[Annotated[WebhookKind, Field(strict=False)]],
        told(_("接收哪些内容"), min_length=1, max_length=len(WebhookKind)),
    ]


class WebhookTold(Told):
    """A webhook, without its secret."""

    id: Annotated[int, told(_("编号"))]
    organisation_id: Annotated[int, told(_("单位编号"))]
    url: Annotated[str, told(_("网址"))]
    kinds: Annotated[Sequence[str], told(_("接收的内容"))]
    state: Annotated[WebhookState, told(_("状态"))]
    failing_since: Annotated[datetime | None, told(_("从何时起一直发送失败；没有失败时为 null"))]
    created_at: Annotated[datetime, told(_("登记时间"))]


class WebhookMade(WebhookTold):
    """A webhook just registered, with its secret."""

    secret: Annotated[str, told(_("签名密钥，只在登记时给出一次"))]


class TestQueued(Told):
    """A test message that waits to be sent."""

    id: Annotated[str, told(_("消息编号，与请求头 webhook-id 相同"))]


def webhook_told(row: Webhook) -> WebhookTold:
    """Give a webhook as a list shows it."""
    return WebhookTold.of(row)


def webhook_made(row: Webhook) -> WebhookMade:
    """Give a webhook with its secret, to who registered it."""
    return WebhookMade.of(row)
