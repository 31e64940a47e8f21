"""Sending to addresses strangers typed: resolved once, checked, and only what was checked is met.

An address must be https, lead to the public internet, and carry no password. The connection goes
to the very address that was checked, so that a name that answers differently the second time
leads nowhere else; the certificate must be for the name. Redirects are not followed.
"""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from time import monotonic
from typing import Final
from urllib.parse import SplitResult, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util.ssl_match_hostname import CertificateError

PORTS: Final = frozenset({443, 8443})
SECONDS: Final = 5.0  # for everything: connecting, sending, the beginning of the answer
ANSWER_BYTES: Final = 1_000
# Global by their range, but they carry an IPv4 address of any sort inside (RFC 6052, 3056, 4380).
CARRIERS: Final = tuple(
    ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)

HANDED_OUT: Final = ip_network("2000::/3")  # of IPv6; whatever else is no address of anybody's
# Global by its range, but it is the machine's own cloud that answers there.
OF_CLOUDS: Final = frozenset({ip_address("168.63.129.16")})


class RefusedAddressError(ValueError):
    """An address nothing is sent to; `reason` is a key of what is said about it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of sending: a status and the beginning of the answer, or a fault."""

    status: int | None
    milliseconds: int
    answer: str = ""
    fault: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the other side took it."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - RFC 9110


def checked_url(url: str, *, allows_local: bool) -> SplitResult:
    """Read an address; raises RefusedAddressError for one nothing may be sent to."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedAddressError("malformed") from None
    if not parts.hostname or not url.isascii() or not url.isprintable() or " " in url:
        raise RefusedAddressError("malformed")
    if parts.username or parts.password:
        raise RefusedAddressError("password")
    if allows_local:
        return parts
    if parts.scheme != "https":
        raise RefusedAddressError("https")
    if (port or 443) not in PORTS:
        raise RefusedAddressError("port")
    return parts


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Say whether an address is of the public internet, whatever it is wrapped in.

    >>> [is_public(ip_address(one)) for one in ("8.8.8.8", "127.0.0.1", "::ffff:10.0.0.1")]
    [True, False, False]
    """
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address not in HANDED_OUT or any(address in net for net in CARRIERS):
            return False
    return address.is_global and not address.is_multicast and address not in OF_CLOUDS


def resolved(host: str, port: int, *, allows_local: bool) -> str:
    """Give the address of a host; raises RefusedAddressError unless all it has are public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RefusedAddressError("unknown-host") from None
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not allows_local and not all(is_public(ip_address(one)) for one in addresses):
        raise RefusedAddressError("not-public")
    return addresses[0]


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, allows_local: bool = False
) -> Answered:
    """Send a body; gives what came of it, and never raises for what the other side does."""
    began = monotonic()
    try:
        parts = checked_url(url, allows_local=allows_local)
        is_secure, host = parts.scheme == "https", str(parts.hostname)
        port = parts.port or (443 if is_secure else 80)
        address = resolved(host, port, allows_local=allows_local)
    except RefusedAddressError as refused:
        return Answered(None, _since(began), fault=refused.reason)
    connection = (
        HTTPSConnection(address, port, timeout=SECONDS, server_hostname=host, assert_hostname=host)
        if is_secure
        else HTTPConnection(address, port, timeout=SECONDS)
    )
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return _exchange(connection, path, body, {"Host": parts.netloc, **headers}, began)


def _exchange(
    connection: HTTPConnection, path: str, body: bytes, headers: Mapping[str, str], began: float
) -> Answered:
    over = Timer(SECONDS, _hang_up, [connection])  # a timeout of the socket counts each byte anew
    over.daemon = True
    over.start()
    try:
        connection.request("POST", path, body=body, headers=headers, preload_content=False)
        response = connection.getresponse()
        answer = response.read(ANSWER_BYTES, decode_content=False) or b""
    except (HTTPError, OSError, ValueError) as error:
        return Answered(None, _since(began), fault=_fault(error, began))
    finally:
        over.cancel()
        connection.close()
    said = answer[:ANSWER_BYTES].decode("utf-8", "replace").replace("\x00", "\ufffd")
    return Answered(response.status, _since(began), said)


def _hang_up(connection: HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _fault(error: Exception, began: float) -> str:
    if monotonic() - began >= SECONDS or "timed out" in str(error):
        return "too-slow"
    is_certificate = isinstance(error, CertificateError) or "certificate" in str(error).lower()
    return "certificate" if is_certificate else "no-connection"


def _since(began: float) -> int:
    return round((monotonic() - began) * 1000)
