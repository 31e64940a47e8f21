"""Meetings, stages, reasons and steps in words."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from matchmaker.engagements.enums.meetings import MeetingState
from matchmaker.engagements.enums.outcomes import ConsentState, Stage, Step, ValueBand
from matchmaker.errors import Words

MEETING_LABELS: Mapping[MeetingState, Words] = {
    MeetingState.PROPOSED: _("等待选时间"),
    MeetingState.ACCEPTED: _("已约定"),
    MeetingState.DECLINED: _("未约成"),
    MeetingState.CANCELLED: _("已取消"),
    MeetingState.HELD: _("已举行"),
    MeetingState.MISSED: _("有人未到"),
}
STAGE_LABELS: Mapping[Stage, Words] = {
    Stage.CONTRACTED: _("签约"),
    Stage.PILOT: _("试点"),
    Stage.LIVE: _("上线"),
    Stage.ACCEPTED: _("验收"),
}
CONSENT_LABELS: Mapping[ConsentState, Words] = {
    ConsentState.ASKED: _("等待需求方同意"),
    ConsentState.GIVEN: _("需求方已同意"),
    ConsentState.REFUSED: _("需求方不同意"),
}
BAND_LABELS: Mapping[ValueBand, Words] = {
    ValueBand.BELOW_50: _("50 万元以下"),
    ValueBand.BELOW_200: _("50–200 万元"),
    ValueBand.BELOW_1000: _("200–1000 万元"),
    ValueBand.FROM_1000: _("1000 万元以上"),
}
STEP_LABELS: Mapping[Step, Words] = {
    Step.ANSWER_INVITATION: _("答复对接邀请"),
    Step.ANSWER_OFFER: _("答复对接申请"),
    Step.ANSWER_QUESTIONS: _("答复提问"),
    Step.CONFIRM_REQUIREMENTS: _("确认需求方问的要求"),
    Step.NAME_CONTACT: _("选定联系人"),
    Step.ANSWER_MEETING: _("选定会议时间"),
    Step.ATTEND_MEETING: _("参加会议"),
    Step.NOTE_MEETING: _("记下会议结果"),
    Step.RECORD_AWARD: _("告诉大家选定了谁"),
    Step.ANSWER_AWARD: _("答复选定通知"),
    Step.CONFIRM_STAGE: _("确认项目进展"),
    Step.TELL_STAGE: _("告知项目进展"),
    Step.MEASURE_EFFECT: _("填写实际成效"),
    Step.ANSWER_CASE: _("答复案例公开申请"),
    Step.RATE: _("评价这次合作"),
}
