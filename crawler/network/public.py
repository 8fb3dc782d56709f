"""Which IP addresses are public: the only ones that Warraq connects to without being told.

The tables are those of IANA's registries of special-purpose addresses (RFC 6890), and stand here because
`ipaddress.is_global` differs between versions of Python, and holds for multicast, for the relays of 6to4, and for IPv4
addresses inside IPv6 addresses.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host on this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by the customers of a carrier
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # the host of a virtual machine at Azure, a public address that only the machine reaches
        "169.254.0.0/16",  # link-local; the metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""The part of IPv6 that is assigned to hosts; outside are loopback, unique local, link-local and multicast."""
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which holds an IPv4 address and is out of use (RFC 7526)
        "3fff::/20",  # documentation
    )
)
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""NAT64 (RFC 6052): the last 32 bits are an IPv4 address. `64:ff9b:1::/48` is for local use, and not public."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address belongs to a host on the public Internet.

    An IPv4 address inside an IPv6 address (mapped, NAT64) decides for both.
    """
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _TRANSLATED:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in _GLOBAL_UNICAST and not any(address in network for network in _NOT_PUBLIC_6)


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host is a spelling of, as a resolver reads it: `127.1`, `0x7f.1`, `2130706433`.

    Args:
        host: A URL's host, with or without brackets and final dot.

    Returns:
        None for a name.
    """
    host = host.strip("[]").rstrip(".")
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def networks(values: Iterable[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return addresses and networks, as the setting ADDRESSES_ALLOWED has them.

    Raises:
        ValueError: A value is neither. The message names it.
    """
    found = []
    for value in values:
        try:
            found.append(ip_network(value.strip()))
        except ValueError:
            raise ValueError(f"{value.strip()!r} is neither an address nor a network such as 10.1.0.0/16") from None
    return tuple(found)
