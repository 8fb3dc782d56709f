"""Addresses: which are public, however they are spelt and wherever IPv6 hides them."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.network.public import is_public, literal, networks

PUBLIC = [
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700::1111",
    "2001:200::1",
    "2a00:1450::1",
    "::ffff:1.1.1.1",
    "64:ff9b::1.1.1.1",
]
NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104 - no server listens here
    "0.255.255.255",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.100.100.200",  # metadata at Alibaba
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.192",  # metadata at Oracle
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.0",
    "192.168.255.255",
    "198.18.0.0",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",  # the form before mapped addresses
    "::ffff:0:127.0.0.1",  # the form of SIIT
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:100.64.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1.1.1.1",
    "100::1",
    "2001::1",  # Teredo
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:101:101::1",  # 6to4 of a public address
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",  # metadata at Amazon
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_any_other_address_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_that_python_calls_private_is_not_public_in_any_form(address: object) -> None:
    plain = ip_address(str(address))
    forms = [plain, ip_address(f"::ffff:{plain}"), ip_address(f"64:ff9b::{plain}")]
    assert len({is_public(form) for form in forms}) == 1
    if not plain.is_global:
        assert not is_public(plain)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "127.0.1",
        "0x7f.1",
        "0x7f000001",
        "0177.0.0.1",
        "017700000001",
        "2130706433",
        "127.0.0.0x1",
    ],
)
def test_a_spelling_of_an_address_is_read_as_a_resolver_reads_it(host: str) -> None:
    assert literal(host) == ip_address("127.0.0.1")


def test_an_ipv6_address_is_read_in_brackets_and_without() -> None:
    assert literal("[::1]") == literal("::1") == ip_address("::1")


@pytest.mark.parametrize("host", ["", "akhbar.example", "127.0.0.1.nip.io", "1.2.3.4.5", "256.0.0.1", "0x7g.1", "[::1"])
def test_a_name_is_no_address(host: str) -> None:
    assert literal(host) in (None, ip_address("::1"))  # an open bracket belongs to no URL


def test_a_setting_takes_addresses_and_networks() -> None:
    assert list(map(str, networks(["127.0.0.1", " 10.1.0.0/16", "::1"]))) == ["127.0.0.1/32", "10.1.0.0/16", "::1/128"]


@pytest.mark.parametrize("value", ["localhost", "10.1.0.1/16", "", "127.1"])
def test_a_setting_that_is_neither_is_named(value: str) -> None:
    with pytest.raises(ValueError, match="is neither an address nor a network"):
        networks([value])
