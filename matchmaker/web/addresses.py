"""Addresses of pages; for mails absolute, from the settings, with keys that work by themselves."""

from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from flask import Flask, current_app, has_request_context, request
from itsdangerous import Signer

MOST_ADDRESSES: Final = 10_000


class AddressedFlask(Flask):
    """Flask that remembers the addresses of pages it has written: a page has some 150 of them."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._written = lru_cache(MOST_ADDRESSES)(self._write)

    def url_for(self, endpoint: str, **values: Any) -> str:
        """Give the address of a page as Flask does. Raises BuildError where there is none."""
        # Files carry a mark of their content, and short names depend on the page in hand.
        if endpoint == "static" or endpoint.startswith(".") or not has_request_context():
            return super().url_for(endpoint, **values)
        told = tuple((name, value, type(value)) for name, value in values.items())
        try:
            return self._written(request.root_url, endpoint, told)
        except TypeError:  # several values of one name
            return super().url_for(endpoint, **values)

    def _write(self, _root: str, endpoint: str, told: tuple[tuple[str, Any, type], ...]) -> str:
        return super().url_for(endpoint, **{name: value for name, value, _ in told})


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
