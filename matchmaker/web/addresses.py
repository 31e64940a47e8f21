"""Addresses for mails: absolute, from the settings, and keys that work without signing in."""

from hashlib import sha256
from typing import Any

from flask import current_app
from itsdangerous import Signer


def site_url(endpoint: str, **values: Any) -> str:
    """Give the full address of a page from the settings: the Host header may be anybody's."""
    return full_address(site_path(endpoint, **values))


def full_address(path: str) -> str:
    """Give the full address of a path of this site."""
    return f"{current_app.extensions['settings'].base_url}{path}"


def site_path(endpoint: str, **values: Any) -> str:
    """Give the address of a page on this site, also where no request is in hand.

    Raises BuildError where there is no such page.
    """
    return current_app.url_map.bind("localhost").build(endpoint, values)


def signed_key(salt: str, said: str) -> str:
    """Write a key: what it says, a hyphen, an HMAC-SHA256 of it under the site's secret."""
    return f"{said}-{_signer(salt).get_signature(said).decode()}"


def read_signed_key(salt: str, key: str) -> str | None:
    """Give what a key says; None for one that was not written here. Older secrets still count."""
    said, _, signature = key.partition("-")
    return said if _signer(salt).verify_signature(said, signature.encode()) else None


def _signer(salt: str) -> Signer:
    settings = current_app.extensions["settings"]
    secrets = [*settings.secret_key_fallbacks, settings.secret_key]  # the newest signs
    return Signer(secrets, salt=salt, key_derivation="hmac", digest_method=sha256)
