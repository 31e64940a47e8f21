"""A copy of everything the site holds of a person, as one archive."""

import json
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.throttle import check_throttle
from matchmaker.attachments.operations.storage import path_of
from matchmaker.audit import operations as audit
from matchmaker.privacy.queries import attachments_of, personal_tables

PER_DAY = 5
DAY = timedelta(days=1)
README = _(
    "本站保存的、与您有关的全部内容。每个 JSON 文件是一张表；"
    "contents.json 列出有哪些文件、各有多少行。不含密码、密钥和它们的散列值。"
)
MOST_BYTES = 100 * 1024 * 1024  # of files handed in
IN_MEMORY = 4 * 1024 * 1024  # bytes; larger copies are made on disk


def export_data(*, actor: Account) -> IO[bytes]:
    """Make a ZIP of a person's data: a JSON file a table, and a list of them.

    At most 5000 rows of a table and 100 MB of files, the latest; the list says where that was
    cut. Raises
    TooManyAttemptsError beyond five a day.
    """
    check_throttle("data-copy", str(actor.id), PER_DAY, DAY)
    archive = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer sends and closes it
    contents: dict[str, object] = {"made_at": clock.now().isoformat(), "account": actor.id}
    with ZipFile(archive, "w", ZIP_DEFLATED) as bundle:
        for table in personal_tables(actor):
            if not table.rows:
                continue
            contents[table.name] = {"rows": len(table.rows), "is_cut": table.is_cut}
            bundle.writestr(f"{table.name}.json", _json(table.rows))
        contents["attachments"] = _write_attachments(bundle, actor)
        bundle.writestr("contents.json", _json(contents))
        bundle.writestr("README.txt", f"{README}\n")
    archive.seek(0)
    audit.happened("account.data_exported", actor, actor=actor)
    return archive


def _write_attachments(bundle: ZipFile, account: Account) -> dict[str, int]:
    """Add the files a person handed in, the latest first, as far as there is room."""
    room, added, left_out = MOST_BYTES, 0, 0
    for row in attachments_of(account):
        path = path_of(row.key)
        if row.size > room or not path.is_file():
            left_out += 1
            continue
        bundle.write(path, f"attachments/files/{row.id}-{row.name}")
        room, added = room - row.size, added + 1
    return {"files": added, "left_out": left_out}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
