"""Lists asked for as files."""

from flask import request

from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.web.pagination import AS_FILE


def wants_file() -> bool:
    """Tell whether the list in hand is asked for as a file (see `Page.file_url`), and count it.

    Raises TooManyAttemptsError beyond the files one network may take in an hour.
    """
    if request.args.get("format") != AS_FILE:
        return False
    check_export_throttle()
    return True


def wants_csv() -> bool:
    """Tell whether the figures in hand are asked for as comma-separated values, and count it.

    Raises TooManyAttemptsError beyond the files one network may take in an hour.
    """
    if request.args.get("format") != "csv":
        return False
    check_export_throttle()
    return True
