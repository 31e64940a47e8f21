"""Responses, their partners and what is in the way of them, in words."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from matchmaker.engagements.enums.responses import (
    Hindrance,
    LineAnswer,
    PartnerState,
    QuestionState,
    ResponseState,
)
from matchmaker.errors import Words

LINE_ANSWER_LABELS: Mapping[LineAnswer, Words] = {
    LineAnswer.YES: _("满足"),
    LineAnswer.PARTLY: _("部分满足"),
    LineAnswer.NO: _("不满足"),
}
RESPONSE_LABELS: Mapping[ResponseState, Words] = {
    ResponseState.DRAFT: _("草稿"),
    ResponseState.SUBMITTED: _("已提交"),
    ResponseState.WITHDRAWN: _("已撤回"),
}
PARTNER_LABELS: Mapping[PartnerState, Words] = {
    PartnerState.ASKED: _("等对方同意"),
    PartnerState.ACCEPTED: _("已同意"),
    PartnerState.DECLINED: _("不参加"),
}
QUESTION_LABELS: Mapping[QuestionState, Words] = {
    QuestionState.OPEN: _("等待答复"),
    QuestionState.ANSWERED: _("已答复"),
    QuestionState.DECLINED: _("不答复"),
    QuestionState.WITHDRAWN: _("已撤回"),
    QuestionState.MERGED: _("已并入"),
}
_HINDRANCES: Mapping[Hindrance, Words] = {
    Hindrance.CLOSED: _("这条需求已不接受应答"),
    Hindrance.REFUSED: _("需求方已结束与本单位的对接，可在对接页看原因"),
    Hindrance.NOT_VERIFIED: _("本单位还没有通过认证，请先完成单位认证"),
    Hindrance.NO_OFFERING: _("本单位在这个场景或行业还没有已发布的方案，请先发布一个"),
    Hindrance.REGION: _("需求限定了地区，本单位已发布的方案都没有写明服务该地区"),
    Hindrance.MUST_MISSED: _("必须满足的要求答了“不满足”"),
    Hindrance.UNANSWERED: _("还有要求没有作答"),
    Hindrance.NO_PRICE: _("还没有写价格，可以写区间，也可以用文字说明怎么计价"),
    Hindrance.NO_PLAN: _("还没有写实施方案"),
    Hindrance.PARTNER_WAITING: _("还有伙伴没有同意，请等对方答复或移除"),
}


def hindrance_words(hindrance: Hindrance) -> str:
    """Say what is in the way and what to do about it."""
    return str(_HINDRANCES[hindrance])
