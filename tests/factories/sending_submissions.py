"""What people send about submissions that creates something."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final

from factories.demands import region, sector
from factories.people import account, member, organisation
from factories.programmes import call, questions, submission
from factories.sending import Sending
from factories.uploads import PDF

from matchmaker.accounts.enums import StaffRole
from matchmaker.programmes.enums import QuestionKind
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import CallQuestion
from matchmaker.programmes.models.submissions import Submission, SubmissionAnswer


def _enter_call() -> Sending:
    return Sending(member(organisation()), f"/calls/{call().id}/enter")


def _draft(*asked: CallQuestion) -> Submission:
    to = call(questions=[*questions(), *asked])
    return submission(to, state=SubmissionState.DRAFT)


def _send_submission() -> Sending:
    region()
    row = _draft()
    text, figure = row.call.questions
    row.answers = [
        SubmissionAnswer(question=text, text="专网"),
        SubmissionAnswer(question=figure, number=95.0),
    ]
    row.sector, row.region_code = sector(), "150000"
    return Sending(row.author, f"/submissions/{row.id}/send", {"is_true": "y"})


def _answer_file() -> Sending:
    asked = CallQuestion(key="report", kind=QuestionKind.FILE, label_zh="报告", label_en="Report")
    row = _draft(asked)
    page = f"/submissions/{row.id}/questions/{asked.id}/file"
    return Sending(row.author, page, {"file": (BytesIO(PDF), "报告.pdf")})


def _submission_partner() -> Sending:
    row = _draft()
    typed = {"organisation": "联合设备有限公司", "role": "终端"}
    return Sending(row.author, f"/submissions/{row.id}/partners/new", typed)


def _regional_body() -> Sending:
    region()
    typed = {"organisation": organisation("内蒙古自治区工信厅").name, "region": "150000"}
    return Sending(account(staff=StaffRole.CURATOR), "/staff/regional-bodies", typed)


SUBMISSIONS: Final[Mapping[str, Callable[[], Sending]]] = {
    "programmes.answer_file": _answer_file,
    "programmes.enter_call": _enter_call,
    "programmes.new_submission_partner": _submission_partner,
    "programmes.regional_bodies_page": _regional_body,
    "programmes.send_submission": _send_submission,
}
