"""A page that tries everything, and what in an answer could reach outside the archive."""

# ruff: noqa: E501 - the lines of a page

from __future__ import annotations

import re

OUTSIDE = "evil.example"


def attack(canary: str) -> str:
    """Return a page in which every known way to run something or to reach a host names `canary`."""
    return f"""<!doctype html>
<html lang="ar" dir="rtl" manifest="{canary}/manifest" onload="fetch('{canary}/onload')" xmlns:x="{canary}/x">
<head><base href="{canary}/base/" target="_top"><meta charset="utf-8">
<meta http-equiv="refresh" content="0;url={canary}/refresh"><meta http-equiv="Set-Cookie" content="a=b">
<meta http-equiv="Content-Security-Policy" content="default-src *"><meta name="referrer" content="unsafe-url">
<title>عنوان</title><script>fetch('{canary}/head')</script> &lt;script&gt;alert(1)&lt;/script&gt;
<link rel="prefetch" href="{canary}/prefetch"><link rel="preconnect" href="{canary}"><link rel="dns-prefetch" href="{canary}">
<link rel="preload" as="image" href="{canary}/preload"><link rel="modulepreload" href="{canary}/module">
<link rel="icon" href="{canary}/icon"><link rel="manifest" href="{canary}/m"><link rel="import" href="{canary}/i">
<link rel="STYLESHEET" href="{canary}/sheet.css?a=1&amp;b=2"><link rel="alternate stylesheet" href="{canary}/other.css">
<style>@import "{canary}/one.css"; @\\69mport url({canary}/two.css) screen;
@font-face {{ font-family: x; src: url({canary}/font.woff) }} @namespace url({canary}/ns);
p::after {{ content: "</style><script>fetch('{canary}/style')</script>" }}
div {{ background: u\\72l( '{canary}/escaped.png' ); list-style: image-set("{canary}/set.png" 1x);
 cursor: url(data:image/svg+xml;base64,AAAA), auto; mask: src("{canary}/src.png") }}
@media screen {{ a {{ background: URL("{canary}/media.png") }} }} b {{ background: url({canary}/open.png</style>
<style type="text/x-evil">{canary}</style><noscript><style>i {{ background: url({canary}/noscript.png) }}</style></noscript>
</head><body background="{canary}/body.png" onpageshow="fetch('{canary}')" style="background:url({canary}/inline.png)">
<h1 onclick="location='{canary}'">عنوان</h1>
<img src="{canary}/a.png" srcset="{canary}/b.png 1x, {canary}/c,d.png 2x" onerror="fetch('{canary}')" lowsrc="{canary}/low">
<img src="data:image/png;base64,AAAA" data-src="{canary}/lazy.png" dynsrc="{canary}/dyn" longdesc="{canary}/long">
<img src="javascript:fetch('{canary}')"><img src="x" title='"><script>fetch("{canary}")</script>' usemap="{canary}#m">
<picture><source srcset="{canary}/p.webp" type="image/webp" src="{canary}/p2"><img alt="x"></picture>
<a href="javascript:fetch('{canary}')">a</a><a href=" java&#10;script:fetch('{canary}')">b</a>
<a href="{canary}/link" ping="{canary}/ping" target="_top" download>c</a><a href="//{OUTSIDE}/x">d</a><a href="#here">e</a>
<a href="data:text/html,<script>fetch('{canary}')</script>">f</a><a href="ftp://{OUTSIDE}/x">g</a>
<x-evil onclick="x()" src="{canary}/custom">كلام</x-evil>
<form action="{canary}/form" method="post"><input name="a" value="b" formaction="{canary}/f" autofocus onfocus="x()">
<input type="image" src="{canary}/button.png"><button formaction="{canary}/f">go</button><textarea></textarea></form>
<isindex action="{canary}/isindex">
<iframe src="{canary}/frame" srcdoc="<script>fetch('{canary}')</script>"></iframe><frame src="{canary}/fr">
<object data="{canary}/object" classid="{canary}/class"><param name="movie" value="{canary}/movie"></object>
<embed src="{canary}/embed"><applet code="{canary}/applet" archive="{canary}/jar"></applet>
<audio src="{canary}/audio" autoplay></audio><video src="{canary}/v" poster="{canary}/poster"><track src="{canary}/t"></video>
<svg onload="fetch('{canary}')"><script>fetch('{canary}')</script><image href="{canary}/svg.png" xlink:href="{canary}/x.png"/>
<use href="{canary}/u.svg#a"/><a href="{canary}"><text>x</text></a><animate attributeName="href" values="{canary}"/>
<style>p {{ background: url({canary}/svgstyle.png) }}</style><foreignObject><iframe src="{canary}"></iframe></foreignObject></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src={canary} onerror=fetch('{canary}')&gt;"></math>
<noscript><p title="</noscript><img src={canary}/ns onerror=fetch('{canary}')>"></noscript>
<xmp><p title="</xmp><img src={canary}/xmp onerror=fetch('{canary}')>"></xmp>
<template><img src="{canary}/template"></template><noembed><img src="{canary}/noembed"></noembed>
<table background="{canary}/table.png"><tr><td background="{canary}/td.png">x</td></tr></table>
<bgsound src="{canary}/sound"><layer src="{canary}/layer"></layer>
<link rel="stylesheet" href="javascript:{canary}"><meta http-equiv="refresh" content="1;{canary}/again">
<!--[if IE]><script src="{canary}/ie"></script><![endif]--><?php echo "{canary}" ?>
<plaintext><img src="{canary}/plaintext">
"""


REFERENCE = re.compile(r"""(?:\b(?:href|src|background)="|url\("|[\s,"](?=/archived/))([^"\s]*)""")
"""What in a rewritten page a browser may follow."""
FORBIDDEN = re.compile(
    r"<\s*/?(?:script|iframe|frame|object|embed|applet|form|input|button|base|svg|math|meta(?! charset)|audio|video"
    r"|template|noscript|noembed|xmp|plaintext|isindex|x-evil|bgsound|layer)\b|\son\w+\s*=|javascript:|data:|ping="
    r"|http-equiv|@font-face|@namespace|image-set\(\"?h|prefetch|preconnect|preload|manifest",
    re.IGNORECASE,
)
"""What a rewritten page must not have, where a browser would read it as markup."""
