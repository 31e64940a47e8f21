"""The worker's round of scans: what waits is scanned, oldest first, and asked again when it fails.

A row of the outbox only wakes the worker; which files wait, the files say. While the scanner does
not answer nothing is lost and nothing is let through.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

import structlog
from flask import current_app
from sqlalchemy import exists, select

from matchmaker import clock
from matchmaker.attachments.enums import SCAN_TRANSITIONS, WAITING, Scan
from matchmaker.attachments.models import Attachment
from matchmaker.attachments.operations import storage
from matchmaker.attachments.operations.scanner import ScannerUnavailableError, threat_in
from matchmaker.audit import operations as audit
from matchmaker.db import db, reading
from matchmaker.jobs.outbox import queue_scan

log = structlog.get_logger()

FILES_IN_A_ROUND: Final = 20  # then whatever else waits in the outbox has its turn
AGAIN_AFTER: Final = timedelta(minutes=2)
_THREAT_MAX: Final = 200


def scan_waiting() -> Iterator[Attachment]:
    """Scan files that wait and give the infected ones, whose bytes are gone by then.

    Each verdict stands in the transaction in hand when it is given: the caller tells the uploader
    and commits before asking for the next. No transaction is open while the scanner is asked.
    """
    address = current_app.extensions["settings"].clamd_address
    numbers = _waiting(FILES_IN_A_ROUND + 1)
    for number, key in numbers[:FILES_IN_A_ROUND]:
        try:
            threat = threat_in(address, storage.path_of(key)) if address else ""
        except FileNotFoundError:
            _note_lost(number)
            continue
        except ScannerUnavailableError as error:
            log.warning("scanner_unavailable", error=str(error))
            _postpone([waiting for waiting, _key in numbers])
            return
        row = db.session.get(Attachment, number)
        if row is None or row.scan not in WAITING:  # another worker was faster
            continue
        if _judge(row, threat) is Scan.INFECTED:
            yield row
        db.session.commit()
    if len(numbers) > FILES_IN_A_ROUND:
        queue_scan(clock.now())


def heal_scans() -> None:
    """Wake the worker where files wait. The caller commits."""
    if db.session.scalar(select(exists().where(Attachment.scan.in_(WAITING)))):
        queue_scan(clock.now())


def _waiting(most: int) -> Sequence[tuple[int, str]]:
    with reading():
        statement = select(Attachment.id, Attachment.key).where(
            Attachment.scan.in_(WAITING), Attachment.lost_at.is_(None)
        )
        found = db.session.execute(statement.order_by(Attachment.id).limit(most)).all()
        db.session.rollback()
    return [(number, key) for number, key in found]


def _judge(row: Attachment, threat: str) -> Scan:
    verdict = Scan.INFECTED if threat else Scan.CLEAN
    with audit.change("attachment.scanned", row, actor=None):
        _move(row, verdict)
        row.threat, row.scanned_at = threat[:_THREAT_MAX], clock.now()
    if verdict is Scan.INFECTED:
        log.warning("attachment_infected", attachment=row.id, threat=threat)
        storage.remove(row.key)
    return verdict


def _note_lost(number: int) -> None:
    row = db.session.get(Attachment, number)
    if row is not None:
        row.lost_at = clock.now()
        log.error("attachment_lost", attachment=number)
    db.session.commit()


def _postpone(numbers: Sequence[int]) -> None:
    for row in db.session.scalars(select(Attachment).where(Attachment.id.in_(numbers))):
        if row.scan is Scan.PENDING:
            _move(row, Scan.UNAVAILABLE)
    queue_scan(clock.now() + AGAIN_AFTER)


def _move(row: Attachment, target: Scan) -> None:
    if target not in SCAN_TRANSITIONS[row.scan]:
        raise ValueError(f"a file that is {row.scan} cannot become {target}")
    row.scan = target
