"""Pictures for people are small, and show what Textual's own show."""

from __future__ import annotations

import re

from screenshots.small import small

PICTURE = """<svg xmlns="http://www.w3.org/2000/svg">
    <style>.terminal-12-r1 { fill: #111111 }</style>
    <defs>
    <clipPath id="terminal-12-clip-terminal">
      <rect x="0" y="0" width="975.0" height="584.6" />
    </clipPath>
    <clipPath id="terminal-12-line-0">
    <rect x="0" y="1.5" width="976" height="24.65"/>
            </clipPath>
    </defs>
    <g transform="translate(26,22)"></g>
    <g transform="translate(9, 41)" clip-path="url(#terminal-12-clip-terminal)">
    <rect fill="#15181d" x="0" y="1.5" width="12.2" height="24.65" shape-rendering="crispEdges"/>\
<rect fill="#15181d" x="12.2" y="1.5" width="24.4" height="24.65" shape-rendering="crispEdges"/>\
<rect fill="#82b7f5" x="36.6" y="1.5" width="12.2" height="24.65" shape-rendering="crispEdges"/>
    <g class="terminal-12-matrix">
    <text class="terminal-12-r1" x="0" y="20" textLength="24.4" clip-path="url(#terminal-12-line-0)">&#160;P</text>\
<text class="terminal-12-r1" x="24.4" y="20" textLength="12.2" clip-path="url(#terminal-12-line-0)">
</text>
    </g>
    </g>
</svg>
"""


def test_a_picture_keeps_its_texts_and_every_colour_behind_them_and_loses_the_rest() -> None:
    made = small(PICTURE)
    assert re.findall(r"<text [^>]*>(.*?)</text>", made) == ["\u00a0P"]
    assert re.findall(r'<rect fill="(.*?)"', made) == ["#15181d", "#82b7f5"]
    assert '<rect fill="#15181d" width="975.0" height="584.6"/>' in made.partition("translate(9, 41)")[2]
    assert len(re.findall(r'clip-path="url\(#(.*?)\)"', made)) == len(re.findall(r'<clipPath id="(.*?)"', made)) == 1
