"""What a file is, told by its bytes; pictures are written anew, so that nothing hides in them."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from matchmaker.attachments.enums import SMALL_SIDE, Content
from matchmaker.intake.kinds import (
    OLE_MARK,
    SHEET_TYPE,
    WORD_TYPE,
    ZIP_MARK,
    Refusal,
    RefusedError,
    declared_content,
)

MOST_PIXELS: Final = 40_000_000
LONGEST_SIDE: Final = 2_400  # of a picture as kept
SMALLEST_SIDE: Final = 8
QUALITY: Final = 88
_PDF: Final = b"%PDF-"
_SLIDES_TYPE: Final = b"presentationml.presentation.main+xml"
_MARKS: Final = (
    (Content.PNG, b"\x89PNG\r\n\x1a\n"),
    (Content.JPEG, b"\xff\xd8\xff"),
    (Content.PDF, _PDF),
)
_TYPES: Final = (
    (Content.WORD, WORD_TYPE),
    (Content.SHEET, SHEET_TYPE),
    (Content.SLIDES, _SLIDES_TYPE),
)
_FORMATS: Final = {Content.PNG: "PNG", Content.JPEG: "JPEG", Content.WEBP: "WEBP"}


class PictureError(Exception):
    """A picture that is not kept: too many pixels, too small, or damaged."""

    def __init__(self, *, is_too_large: bool) -> None:
        super().__init__("too large" if is_too_large else "damaged")
        self.is_too_large = is_too_large


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture written anew, with its size in pixels; `small` where there is a smaller version."""

    data: bytes
    content: Content
    width: int
    height: int
    small: bytes | None


def content_of(data: bytes) -> Content | None:
    """Say what a file is; None for every kind that is not kept: SVG, HTML, programs, text.

    Raises RefusedError for what is empty, an archive that is no sound Office file, and an old,
    encrypted or macro-carrying one.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise RefusedError(Refusal.EMPTY)
    if data.startswith(OLE_MARK):
        raise RefusedError(Refusal.OLD_OFFICE)
    if data.startswith(ZIP_MARK):
        declared = declared_content(data)
        found = next((content for content, mark in _TYPES if mark in declared), None)
        if found is None:
            raise RefusedError(Refusal.ARCHIVE)
        return found
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Content.WEBP
    return next((content for content, mark in _MARKS if data.startswith(mark)), None)


def rewritten(data: bytes, content: Content) -> Picture:
    """Write a picture anew as WebP: turned upright, at most 2,400 pixels a side, without metadata.

    A larger one than 640 pixels a side comes with a small version of it.
    The first frame is kept of one that moves. Raises PictureError for more than 40 million pixels
    (told before anything is unpacked), for sides under 8 and for what cannot be read.
    """
    try:
        with Image.open(BytesIO(data), formats=[_FORMATS[content]]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureError(is_too_large=True)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked smaller
            upright = ImageOps.exif_transpose(image)
            has_alpha = upright.has_transparency_data
            plain = upright.convert("RGBA" if has_alpha else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(is_too_large=True) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:  # as Pillow's readers raise
        raise PictureError(is_too_large=False) from error
    if min(plain.size) < SMALLEST_SIDE:
        raise PictureError(is_too_large=False)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain.info.clear()
    width, height = plain.size
    data, small = _as_webp(plain), None
    if max(width, height) > SMALL_SIDE:
        plain.thumbnail((SMALL_SIDE, SMALL_SIDE))
        small = _as_webp(plain)
    return Picture(data, Content.WEBP, width, height, small)


def _as_webp(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
