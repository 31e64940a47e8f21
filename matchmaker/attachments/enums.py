"""What a file is, what it is handed in for, and what the virus scanner said."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MB: Final = 1024 * 1024
LARGEST: Final = 10 * MB  # of any purpose: a form that holds one file fits the limit of a request
SMALL_SIDE: Final = 640  # pixels; of the small version of a picture, for cards and phones


class Content(StrEnum):
    """What a file is by its content."""

    PDF = "pdf"
    WORD = "docx"
    SHEET = "xlsx"
    SLIDES = "pptx"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"


_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Final[Mapping[Content, str]] = {
    Content.PDF: "application/pdf",
    Content.WORD: f"{_OPEN_XML}.wordprocessingml.document",
    Content.SHEET: f"{_OPEN_XML}.spreadsheetml.sheet",
    Content.SLIDES: f"{_OPEN_XML}.presentationml.presentation",
    Content.PNG: "image/png",
    Content.JPEG: "image/jpeg",
    Content.WEBP: "image/webp",
}
EXTENSIONS: Final[Mapping[Content, tuple[str, ...]]] = {
    Content.PDF: (".pdf",),
    Content.WORD: (".docx",),
    Content.SHEET: (".xlsx",),
    Content.SLIDES: (".pptx",),
    Content.PNG: (".png",),
    Content.JPEG: (".jpg", ".jpeg"),
    Content.WEBP: (".webp",),
}
PICTURES: Final = frozenset({Content.PNG, Content.JPEG, Content.WEBP})
OFFICE: Final = frozenset({Content.WORD, Content.SHEET, Content.SLIDES})
PAPERS: Final = frozenset({Content.PDF, *PICTURES})  # what a scanner or a phone makes
DOCUMENTS: Final = frozenset({Content.PDF, *OFFICE, *PICTURES})


class Purpose(StrEnum):
    """What a file is handed in for; each takes its own kinds and sizes."""

    LICENCE = "licence"  # business licence
    AUTHORISATION = "authorisation"  # letter that lets a person act for an organisation
    CERTIFICATE = "certificate"  # of a qualification
    EVIDENCE = "evidence"  # certificates, test reports, acceptance papers
    PICTURE = "picture"  # shown on pages
    DOCUMENT = "document"  # what describes an offering, a demand, a case
    MESSAGE = "message"
    SHEET = "sheet"  # a table to take in


@dataclass(frozen=True, slots=True)
class Allowance:
    """The kinds a purpose takes, and the most bytes of one file."""

    contents: frozenset[Content]
    most_bytes: int

    @property
    def extensions(self) -> tuple[str, ...]:
        """Give the allowed endings of names, in the order of `Content`."""
        return tuple(
            ending for one in Content if one in self.contents for ending in EXTENSIONS[one]
        )

    @property
    def megabytes(self) -> int:
        """Give the most megabytes of one file, as hints say it."""
        return self.most_bytes // MB

    @property
    def accept(self) -> str:
        """Give the value of a file field's `accept`."""
        return ",".join(self.extensions)


ALLOWED: Final[Mapping[Purpose, Allowance]] = {
    Purpose.LICENCE: Allowance(PAPERS, 5 * MB),
    Purpose.AUTHORISATION: Allowance(PAPERS, 5 * MB),
    Purpose.CERTIFICATE: Allowance(frozenset({Content.PDF, Content.PNG, Content.JPEG}), 5 * MB),
    Purpose.EVIDENCE: Allowance(PAPERS, LARGEST),
    Purpose.PICTURE: Allowance(PICTURES, 5 * MB),
    Purpose.DOCUMENT: Allowance(DOCUMENTS, LARGEST),
    Purpose.MESSAGE: Allowance(DOCUMENTS, LARGEST),
    Purpose.SHEET: Allowance(frozenset({Content.SHEET}), 5 * MB),
}


class Scan(StrEnum):
    """What the virus scanner said of a file; only clean ones go to others than the uploader."""

    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"  # the file was removed, the row stays
    UNAVAILABLE = "unavailable"  # the scanner did not answer; it is asked again


SCAN_TRANSITIONS: Mapping[Scan, frozenset[Scan]] = {
    Scan.PENDING: frozenset({Scan.CLEAN, Scan.INFECTED, Scan.UNAVAILABLE}),
    Scan.UNAVAILABLE: frozenset({Scan.CLEAN, Scan.INFECTED}),
    Scan.CLEAN: frozenset(),
    Scan.INFECTED: frozenset(),
}
WAITING: Final = frozenset({Scan.PENDING, Scan.UNAVAILABLE})
