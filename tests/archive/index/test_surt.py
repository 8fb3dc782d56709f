"""SURTs are those of other programs."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.index.surt import surt


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.example.com/", "com,example)/"),
        ("https://example.com", "com,example)/"),
        ("https://Example.COM:443/A/B/../C/./d//e/", "com,example)/a/c/d/e"),
        ("https://user:secret@example.com:8443/a?b=2&a=1&B=0#end", "com,example:8443)/a?a=1&b=0&b=2"),
        ("https://www2.example.com/?", "com,example)/"),
        ("http://127.0.0.1:41951/%D8%A8/", "1,0,0,127:41951)/%d8%a8"),
        ("http://2130706433/", "1,0,0,127)/"),
        ("http://[::1]:8080/a", "::1:8080)/a"),
        ("https://www.alroya.om/post/1/خطة", "om,alroya)/post/1/%d8%ae%d8%b7%d8%a9"),
        ("https://مثال.إختبار/?س=ص", "xn--kgbechtv,xn--mgbh0fb)/?%d8%b3=%d8%b5"),
        ("https://e.com/%25D8%25A7", "com,e)/%d8%a7"),
        ("https://e.com/a%2Fb%23c?d=%26e", "com,e)/a/b%23c?d=&e"),
        ("https://e.com/a b\t?c d", "com,e)/a%20b?c%20d"),
        ("https://e.com/a/../b/./c/..", "com,e)/b"),
        ("https://e.com/?PHPSESSID=0123456789abcdef0123456789abcdef&x=1", "com,e)/?x=1"),
        ("https://e.com/(s(0123456789abcdef01234567))/News/1.aspx", "com,e)/news/1.aspx"),
        ("https://e.com:port/x", "https://e.com:port/x"),
        ("urn:uuid:1", "urn:uuid:1"),
    ],
)
def test_surts_are_those_of_cdxj_indexer(url: str, key: str) -> None:
    assert surt(url) == key


@given(st.text(max_size=40), st.text(max_size=20))
def test_a_surt_is_ascii_without_spaces_and_ignores_encoding_and_case(path: str, query: str) -> None:
    url = f"https://www.example.com/{quote(path)}?{quote(query)}"
    key = surt(url)
    assert key.isascii()
    assert " " not in key
    assert surt(url.replace("https://www.", "HTTP://")) == key
