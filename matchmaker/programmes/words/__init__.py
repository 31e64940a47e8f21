"""Calls, their phases and questions, in words."""

from collections.abc import Mapping

from flask import Flask
from flask_babel import lazy_gettext as _

from matchmaker.catalogue.words import PROGRAMME_TYPES
from matchmaker.errors import Words
from matchmaker.programmes.enums import (
    Aggregate,
    CallKind,
    CallStage,
    CallState,
    ChangeReason,
    Entrant,
    OthersSeen,
    PhaseKind,
    QuestionKind,
    SubjectType,
)
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.words import results, reviews, showcases
from matchmaker.web.language import in_language

CALL_KIND_LABELS: Mapping[CallKind, Words] = {
    CallKind.PROVIDERS: _("服务商征集"),
    CallKind.PILOTS: _("5G应用领航者征集"),
    CallKind.CONTEST: _("大赛"),
    CallKind.OPEN: _("开放征集"),
}
SUBJECT_LABELS: Mapping[SubjectType, Words] = {
    SubjectType.FACTORY: _("5G工厂"),
    SubjectType.POWER_PLANT: _("5G电厂"),
    SubjectType.MINE: _("5G矿山"),
    SubjectType.OIL_GAS_PARK: _("5G油气园区"),
    SubjectType.CAMPUS: _("5G校园"),
    SubjectType.SCENIC_SPOT: _("5G景区"),
    SubjectType.HOSPITAL: _("5G医院"),
    SubjectType.INDUSTRIAL_PARK: _("5G产业园区"),
}
CALL_STATE_LABELS: Mapping[CallState, Words] = {
    CallState.DRAFT: _("未发布"),
    CallState.PUBLISHED: _("已发布"),
    CallState.CANCELLED: _("已取消"),
}
CHANGE_LABELS: Mapping[ChangeReason, Words] = {
    ChangeReason.MORE_TIME: _("给申报单位更多时间"),
    ChangeReason.FAULT: _("网站故障"),
    ChangeReason.WORK: _("推荐或评审需要更长时间"),
    ChangeReason.HOLIDAY: _("节假日调整"),
    ChangeReason.MISTAKE: _("更正公布的时间"),
    ChangeReason.OTHER: _("其他原因"),
}
STAGE_LABELS: Mapping[CallStage, Words] = {
    CallStage.RUNNING: _("进行中"),
    CallStage.COMING: _("即将开始"),
    CallStage.OVER: _("已结束"),
}
ENTRANT_LABELS: Mapping[Entrant, Words] = {
    Entrant.PROVIDERS: _("解决方案供应商"),
    Entrant.ENTERPRISES: _("应用5G的单位，可与供应商联合申报"),
    Entrant.ANYBODY: _("所有已认证的单位"),
}
PHASE_LABELS: Mapping[PhaseKind, Words] = {
    PhaseKind.SUBMISSION: _("申报"),
    PhaseKind.RECOMMENDATION: _("推荐"),
    PhaseKind.REVIEW: _("评审"),
    PhaseKind.DECISION: _("会商"),
    PhaseKind.NOTICE: _("公示"),
    PhaseKind.RESULTS: _("公布结果"),
}
OTHERS_LABELS: Mapping[OthersSeen, Words] = {
    OthersSeen.NEVER: _("不看"),
    OthersSeen.AFTER_OWN: _("交了自己的意见以后"),
    OthersSeen.ALWAYS: _("随时"),
}
QUESTION_KIND_LABELS: Mapping[QuestionKind, Words] = {
    QuestionKind.TEXT: _("文字"),
    QuestionKind.NUMBER: _("数字"),
    QuestionKind.YES_NO: _("是或否"),
    QuestionKind.CHOICE: _("单选"),
    QuestionKind.CHOICES: _("多选"),
    QuestionKind.DAY: _("日期"),
    QuestionKind.FILE: _("文件"),
    QuestionKind.OFFERING: _("本单位的方案"),
    QuestionKind.CASE: _("本单位的案例"),
    QuestionKind.DEMAND: _("本单位的需求"),
}
AGGREGATE_LABELS: Mapping[Aggregate, Words] = {
    Aggregate.MEDIAN: _("中位数"),
    Aggregate.MEAN: _("平均数"),
}
SUBMISSION_LABELS: Mapping[SubmissionState, Words] = {
    SubmissionState.DRAFT: _("草稿"),
    SubmissionState.SUBMITTED: _("已提交"),
    SubmissionState.RETURNED: _("退回补充"),
    SubmissionState.RECOMMENDED: _("已推荐"),
    SubmissionState.ACCEPTED: _("已受理，进入评审"),
    SubmissionState.ON_HOLD: _("暂缓"),
    SubmissionState.SELECTED: _("入选"),
    SubmissionState.NOT_SELECTED: _("未入选"),
    SubmissionState.REFUSED: _("不予受理"),
    SubmissionState.WITHDRAWN: _("已撤回"),
}


def option_words(option: Mapping[str, str]) -> str:
    """Say what a choice offers in the reader's language; in Chinese where English is missing."""
    return in_language(option["zh"], option.get("en", ""))


def install(app: Flask) -> None:
    """Give templates the words."""
    results.install(app)
    showcases.install(app)
    app.jinja_env.filters["option_words"] = option_words
    app.jinja_env.globals.update(
        programme_type_labels=PROGRAMME_TYPES,
        call_kind_labels=CALL_KIND_LABELS,
        subject_labels=SUBJECT_LABELS,
        call_state_labels=CALL_STATE_LABELS,
        change_labels=CHANGE_LABELS,
        stage_labels=STAGE_LABELS,
        entrant_labels=ENTRANT_LABELS,
        phase_labels=PHASE_LABELS,
        others_labels=OTHERS_LABELS,
        question_kind_labels=QUESTION_KIND_LABELS,
        aggregate_labels=AGGREGATE_LABELS,
        submission_labels=SUBMISSION_LABELS,
        **reviews.LABELS,
    )
