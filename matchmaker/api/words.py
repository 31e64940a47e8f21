"""What webhooks are told, and what came of sending, in words."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from matchmaker.api.enums import WebhookKind, WebhookState
from matchmaker.errors import Words

WEBHOOK_KINDS: Mapping[WebhookKind, Words] = {
    WebhookKind.MATCH: _("新的匹配：有方案进入本单位需求的名次，或本单位方案进入名次"),
    WebhookKind.QUESTION: _("提问和答复"),
    WebhookKind.ENGAGEMENT: _("对接：邀请、接受、会面、成果"),
    WebhookKind.RESPONSE: _("应答"),
    WebhookKind.AWARD: _("选定和未选定"),
    WebhookKind.DECISION: _("审核决定和征集结果"),
    WebhookKind.CALL: _("征集的阶段开始或结束"),
    WebhookKind.PUBLIC: _("公开内容有改动（用改动接口读取）"),
    WebhookKind.TEST: _("测试"),
}
WEBHOOK_STATES: Mapping[WebhookState, Words] = {
    WebhookState.ACTIVE: _("正常"),
    WebhookState.PAUSED: _("已暂停"),
    WebhookState.OFF: _("已停用"),
}
URL_FAULTS: Mapping[str, Words] = {
    "malformed": _("这不是完整的网址，请写成 https://…"),
    "password": _("网址里不能带用户名和密码。"),
    "https": _("网址要以 https:// 开头。"),
    "port": _("端口只能是 443 或 8443。"),
    "unknown-host": _("找不到这个域名，请检查网址。"),
    "not-public": _("这个网址指向内部网络，不能使用。"),
}
DELIVERY_FAULTS: Mapping[str, Words] = {
    **URL_FAULTS,
    "too-slow": _("5秒内没有答复"),
    "certificate": _("证书无效"),
    "no-connection": _("连接不上"),
}
