"""What a provider has that staff look at: cases in every state, an offering with files, changed."""

from datetime import date

from factories.uploads import PDF, picture, upload

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.operations import keep_attachment
from matchmaker.catalogue.enums import CaseState, ClientConsent, Effect, EvidenceKind, FileKind
from matchmaker.catalogue.models import (
    Case,
    CaseFigure,
    CaseFile,
    CasePart,
    CasePartner,
    Offering,
    OfferingFile,
    Promise,
    ProviderProfile,
    Qualification,
)
from matchmaker.catalogue.operations import add_file
from matchmaker.catalogue.operations.versions import keep_version
from matchmaker.db import db
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Capability, Sector, Standard


def with_files_and_versions(offering: Offering, actor: Account) -> list[OfferingFile]:
    """Give an offering a picture, a document and two versions, one of them not reviewed."""
    keep_version(offering, actor=None, is_reviewed=True)
    files = {
        FileKind.PICTURE: upload(picture(), "现场.png"),
        FileKind.DOCUMENT: upload(PDF, "说明书.pdf"),
    }
    for kind, file in files.items():
        add_file(offering, file, kind=kind, words="现场照片", actor=actor)
    return offering.files


def own_case(organisation_id: int, sector: Sector, state: CaseState, actor: Account) -> Case:
    """Add a case a provider wrote, in a state, with the consent of its client."""
    now, day = clock.now(), date(2025, 1, 1)
    row = Case(
        organisation_id=organisation_id, state=state, title="某矿山无人驾驶", client="某矿山",
        client_name="远山矿业", consent=ClientConsent.ANONYMOUS, is_problem_explicit=True,
        problem="夜间运输有风险", solution="5G专网加远程驾驶", source_url="", started_on=day,
        submitted_at=now if state is CaseState.SUBMITTED else None,
        withdrawn_at=now if state is CaseState.WITHDRAWN else None,
        parts=[CasePart(organisation_id=organisation_id, role="总集成")], sector=sector,
        figures=[CaseFigure(kind=Effect.STAFF, what="司机", after=8, measured_on=day)],
        partners=[CasePartner(name="远方通信", role="专网")],
        consent_file=keep_attachment(
            upload(PDF, "同意书.pdf"), purpose=Purpose.EVIDENCE, actor=actor
        ),
        files=[
            CaseFile(kind=kind, words="井下的机房", position=place, attachment=keep_attachment(
                upload(data, name), purpose=purpose, actor=actor
            ))
            for place, (kind, purpose, data, name) in enumerate((
                (FileKind.PICTURE, Purpose.PICTURE, picture((800, 600)), "机房.png"),
                (FileKind.DOCUMENT, Purpose.DOCUMENT, PDF, "架构.pdf"),
            ))
        ],
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def with_certificates(profile: ProviderProfile, actor: Account) -> list[Qualification]:
    """Give a profile two qualifications with certificates, the first of them shown."""
    said = (("增值电信业务经营许可证", "B2-1"), ("测绘资质", "3"))
    rows = [
        Qualification(
            name=name, number=number, position=place, is_shown=place == 0,
            attachment=keep_attachment(
                upload(PDF, "证书.pdf"), purpose=Purpose.CERTIFICATE, actor=actor
            ),
        )
        for place, (name, number) in enumerate(said)
    ]  # fmt: skip
    profile.qualifications.extend(rows)
    db.session.flush()
    return rows


def promises_of_each_kind(case: Case) -> list[Promise]:
    """Give one promise of each kind, resting on each kind of evidence that can be checked."""
    latency = Promise(
        kind=RequirementKind.METRIC, metric=Metric.LATENCY, op=Operator.AT_MOST, value=20.0,
        evidence=EvidenceKind.CASE, case=case, evidence_note="时延20毫秒", evidence_url="https://www.example.org/source",
        reviewed_at=clock.now(),
    )  # fmt: skip
    slicing = Promise(
        kind=RequirementKind.CAPABILITY, capability=db.session.query(Capability).first(),
        evidence=EvidenceKind.TEST_REPORT, evidence_note="R-1", position=1,
    )  # fmt: skip
    standard = Promise(
        kind=RequirementKind.STANDARD, standard=db.session.query(Standard).first(),
        evidence=EvidenceKind.CERTIFICATE, evidence_note="C-1", valid_until=date(2025, 1, 1),
        position=2,
    )  # fmt: skip
    return [latency, slicing, standard]
