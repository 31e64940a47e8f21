"""What came of calls: one that decides, one on public notice, one with results."""

from datetime import timedelta

from browser.cast import Cast
from factories.people import organisation
from factories.programmes import appeal, call, entry, objection, renewal, submission

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.enums import ProviderType
from matchmaker.catalogue.models import ProviderProfile
from matchmaker.db import db
from matchmaker.programmes.enums import CallKind, PhaseKind
from matchmaker.programmes.enums.results import EntryAct
from matchmaker.programmes.enums.submissions import SubmissionState, Verdict
from matchmaker.programmes.models.results import EntryStep

SELECTED, LOST = SubmissionState.SELECTED, SubmissionState.NOT_SELECTED


def result_things(mine: Organisation, owner: Account, cast: Cast) -> None:
    """Add them; the owner's organisation was selected once and lost once."""
    deciding = call(during=PhaseKind.DECISION, kind=CallKind.PROVIDERS)
    first, second = (submission(deciding, state=SubmissionState.ACCEPTED) for _ in range(2))
    first.verdict, first.verdict_level, first.judged_at = Verdict.SELECTED, "一级", clock.now()
    noticed = call(during=PhaseKind.NOTICE)
    shown = submission(noticed, state=SELECTED, decided_at=clock.now() - timedelta(days=1))
    over = call(during=PhaseKind.RESULTS, kind=CallKind.PROVIDERS, results_at=clock.now())
    won = submission(over, mine, owner, state=SELECTED, decided_at=clock.now())
    lost = submission(over, mine, owner, state=LOST, decided_at=clock.now())
    listed = entry(won, level="一级", valid_until=clock.today() + timedelta(days=100))
    other = organisation("远山专网集成有限公司")
    db.session.add(
        ProviderProfile(organisation=other, type=ProviderType.INTEGRATOR, published_at=clock.now())
    )
    entry(submission(over, other, state=SELECTED, decided_at=clock.now()), level="二级")
    db.session.add(EntryStep(entry=listed, act=EntryAct.LISTED, words="列入名单。"))
    said = objection(shown)
    cast.values |= {
        "deciding": deciding.id,
        "undecided": second.id,
        "noticed": noticed.id,
        "shown": shown.id,
        "objection": said.id,
        "receipt": said.receipt,
        "over": over.id,
        "lost": lost.id,
        "entry": listed.id,
        "entry_number": listed.number,
        "appeal": appeal(lost, owner).id,
        "renewal": renewal(listed, owner).id,
    }
