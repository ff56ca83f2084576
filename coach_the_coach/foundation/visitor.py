"""Where a request comes from, and the names of cookies, for those who know nobody yet."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

SIGN_IN_COOKIE: Final = "sid"
"""What the cookie of a sign-in is called, before it is bound to a host."""


def host_bound(name: str, *, secure: bool) -> str:
    """A cookie's name, bound to the host where https makes that possible."""
    return f"__Host-{name}" if secure else name


def bare_address(told: str) -> str:
    """An address as proxies tell it, without its port and the brackets of a new one."""
    if told.startswith("["):
        return told[1:].partition("]")[0]
    # A new one has more than one colon, and then none of them begins a port.
    return told.partition(":")[0] if told.count(":") == 1 else told


def network_of(host: str | None, *, bits: int = 24) -> str:
    """The network of an address: the first `bits` of an old one, the first 64 of a new one."""
    address = _address(host)
    if address is None:
        return "unknown"
    return str(ip_network((address.packed, bits if address.version == 4 else 64), strict=False))


def site_of(network: str) -> str | None:
    """The 48 bits that a new network is a part of, which one line may have; None for an old one."""
    if ":" not in network:
        return None
    return str(ip_network(network).supernet(new_prefix=48))


def _address(host: str | None) -> IPv4Address | IPv6Address | None:
    """The address that a text says; an old one that is written as a new one is an old one."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
