"""Files as people hand them in: small, real, and some that pretend."""

import zipfile
from io import BytesIO

from PIL import Image
from werkzeug.datastructures import FileStorage

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
VENDOR = "vnd.openxmlformats-officedocument"
TYPES = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}


def upload(data: bytes = PDF, name: str = "方案.pdf") -> FileStorage:
    """Give a file as a form hands it over."""
    return FileStorage(BytesIO(data), filename=name)


def picture(size: tuple[int, int] = (40, 30), kind: str = "PNG", **options: object) -> bytes:
    """Give a picture of one colour."""
    out = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **options)
    return out.getvalue()


def office(ending: str = "docx", *, extra: dict[str, bytes] | None = None) -> bytes:
    """Give an archive that declares itself to be an Office file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types><Override ContentType="application/{VENDOR}.{TYPES[ending]}"/></Types>',
        )
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()
