"""What a phase allows: checked at the instant of the post, to the second."""

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.db import db
from matchmaker.errors import ConflictError
from matchmaker.programmes.enums import CallState, PhaseKind
from matchmaker.programmes.models import Call, CallPhase
from matchmaker.programmes.scoring.phases import is_running
from matchmaker.programmes.words import PHASE_LABELS
from matchmaker.web.filters import exact_moment


def check_running(call: Call, kind: PhaseKind) -> CallPhase:
    """Give the phase of this kind, which runs now.

    Its dates are read anew and held until the transaction ends: whoever moves them at the same
    time waits. Raises ConflictError, which says when the phase begins or ended.
    """
    if call.state is CallState.DRAFT:
        raise ConflictError(_("这个征集还没有发布。"))
    if call.state is CallState.CANCELLED:
        raise ConflictError(_("这个征集已经取消。"))
    label = PHASE_LABELS[kind]
    phase = next((one for one in call.phases if one.kind is kind), None)
    if phase is None:
        raise ConflictError(_("这个征集没有“%(phase)s”阶段。", phase=label))
    db.session.refresh(phase, with_for_update={"read": True})
    now = clock.now()
    if now < phase.starts_at:
        starts = exact_moment(phase.starts_at)
        raise ConflictError(
            _("“%(phase)s”还没有开始：北京时间 %(moment)s 开始。", phase=label, moment=starts)
        )
    if phase.ends_at is not None and not is_running(phase, now):
        ended = exact_moment(phase.ends_at)
        raise ConflictError(
            _("“%(phase)s”已于北京时间 %(moment)s 截止。", phase=label, moment=ended)
        )
    return phase
