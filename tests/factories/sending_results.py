"""What people send about reviews and what comes of a call."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from factories.people import account
from factories.programmes import call, entry, submission
from factories.reviews import reviewing
from factories.sending import Sending

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.enums.results import EntryReason
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.operations.entries import warn


def _objection() -> Sending:
    noticed = call(during=PhaseKind.NOTICE)
    chosen = submission(noticed, state=SubmissionState.SELECTED, decided_at=noticed.published_at)
    typed = {
        "reason": "false-claims", "words": "覆盖率与现场实测不符，差得很多。", "name": "知情人",
        "contact": "13900000000",
    }  # fmt: skip
    return Sending(account("路人"), f"/submissions/{chosen.id}/object", typed)


def _won(days: int = 100) -> tuple[Entry, Account]:
    over = call(during=PhaseKind.RESULTS, results_at=clock.now())
    row = submission(over, state=SubmissionState.SELECTED, decided_at=clock.now())
    found = entry(row, valid_until=clock.today() + timedelta(days=days))
    return found, row.author


def _renewal() -> Sending:
    found, owner = _won()
    page = f"/entries/{found.id}"
    return Sending(owner, page, {"words": "新增两个采区。"}, to=f"{page}/renew")


def _appeal_entry() -> Sending:
    found, owner = _won()
    why = [EntryReason.QUALITY]
    curator = account(staff=StaffRole.CURATOR)
    warn(found, why, "断网。", seen_version=found.version, actor=curator)
    page = f"/entries/{found.id}"
    return Sending(owner, page, {"words": "已经改好。"}, to=f"{page}/appeal")


def _appeal() -> Sending:
    over = call(during=PhaseKind.RESULTS, results_at=clock.now())
    row = submission(over, state=SubmissionState.NOT_SELECTED, decided_at=clock.now())
    typed = {"words": "附件里有检测报告。"}
    return Sending(
        row.author, f"/submissions/{row.id}/result", typed, to=f"/submissions/{row.id}/appeal"
    )


def _post_on_review() -> Sending:
    person = account("评审专家")
    page = f"/reviews/{reviewing(person).reviews[0].id}"
    return Sending(person, page, {"post-words": "请核实。"}, to=f"{page}/posts")


def _post_on_submission() -> Sending:
    made = reviewing(account("评审专家"))
    page = f"/staff/submissions/{made.reviews[0].submission_id}/reviews"
    curator = account(staff=StaffRole.CURATOR)
    return Sending(curator, page, {"post-words": "请核实。"}, to=f"{page}/posts")


RESULT_SENDINGS: Final[Mapping[str, Callable[[], Sending]]] = {
    "programmes.appeal": _appeal,
    "programmes.appeal_entry": _appeal_entry,
    "programmes.new_objection": _objection,
    "programmes.post_on_review": _post_on_review,
    "programmes.post_on_submission": _post_on_submission,
    "programmes.renew_entry": _renewal,
}
