"""Whether the server may call an address: https, no log-in inside, and no machine of one's own network."""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit


class AddressError(ValueError):
    """The address is not one that may be called; the first argument is the key of the reason."""


class Address(NamedTuple):
    """An https address, taken apart."""

    host: str
    port: int
    path: str  # with the query


def parse(url: str) -> Address:
    """Return an https address taken apart; AddressError otherwise.

    >>> parse("https://Robot.example.com/send?key=1")
    Address(host='robot.example.com', port=443, path='/send?key=1')
    >>> parse("http://robot.example.com")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    AddressError: scheme
    """
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError as error:
        raise AddressError("form") from error
    if parts.scheme != "https":
        raise AddressError("scheme")
    if not parts.hostname or parts.username is not None or not url.isascii() or not url.isprintable() or " " in url:
        raise AddressError("form")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(parts.hostname, port, path)


def is_public(ip: str) -> bool:
    """Return whether an IP address belongs to the open internet, seen through whatever wraps it.

    >>> [is_public(ip) for ip in ("8.8.8.8", "127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1")]
    [True, False, False, False, False]
    >>> [is_public(ip) for ip in ("2001:4860:4860::8888", "::1", "::ffff:10.0.0.1", "2002:a00:1::", "fe80::1%2")]
    [True, False, False, False, False]
    """
    address = ip_address(ip.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    teredo = getattr(address, "teredo", None)
    wrapped = [inner] if inner else list(teredo or ())
    return all(each.is_global and not each.is_multicast for each in (address, *wrapped))


def is_allowed(host: str, port: int, allowed: str | Iterable[str]) -> bool:
    """Return whether a machine of one's own network is named as ``host`` or ``host:port``, separated by commas.

    >>> is_allowed("gateway", 8443, "gateway:8443, other"), is_allowed("gateway", 22, "gateway:8443")
    (True, False)
    """
    names = allowed.split(",") if isinstance(allowed, str) else allowed
    return bool({name.strip().lower() for name in names} & {host, f"{host}:{port}"} - {""})
