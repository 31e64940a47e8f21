"""Addresses of static files carry a mark of their content, so that browsers may keep them."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask

MARK_LENGTH = 12


@cache
def _mark(path: Path, _changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:MARK_LENGTH]


def install(app: Flask) -> None:
    """Add `?v=` to the address of every static file that exists."""
    folder = Path(app.static_folder or "")

    @app.url_defaults
    def mark_static(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint != "static" or "v" in values:
            return
        path = folder / values["filename"]
        if path.is_file():
            values["v"] = _mark(path, path.stat().st_mtime_ns)
