"""How different two colours are, for those who see colours as most people do and for the colour-blind; pure functions.

The difference is CIEDE2000 (CIE 142-2001, as written by Sharma, Wu and Dalal 2005, equations 2 to 22). Colour-blindness
is simulated with the matrices of Machado, Oliveira and Fernandes 2009 at severity 1, which apply to linear RGB.
"""

from __future__ import annotations

from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

VISIONS: dict[str, Matrix] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

_XYZ: Matrix = (  # of linear sRGB, divided by the white of D65
    (0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883),
)


def least_difference(colours: list[str], vision: str) -> float:
    """Return the difference of the two colours, given as #rrggbb, that are most alike in this vision."""
    return min(difference(one, other) for one, other in combinations([seen(one, vision) for one in colours], 2))


def seen(colour: str, vision: str) -> Triple:
    """Return a colour, given as #rrggbb, as L*a*b* in this vision, one of `VISIONS`."""
    linear = _linear(int(colour[1:3], 16)), _linear(int(colour[3:5], 16)), _linear(int(colour[5:7], 16))
    simulated = _times(VISIONS[vision], linear)
    x, y, z = map(_f, _times(_XYZ, (_inside(simulated[0]), _inside(simulated[1]), _inside(simulated[2]))))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Triple, other: Triple) -> float:
    """Return CIEDE2000 of two colours in L*a*b*."""
    chroma = (hypot(one[1], one[2]) + hypot(other[1], other[2])) / 2
    stretch = 1.5 - 0.5 * sqrt(chroma**7 / (chroma**7 + 25**7))
    (l1, c1, h1), (l2, c2, h2) = _polar(one, stretch), _polar(other, stretch)
    turn = 0.0 if not c1 * c2 else (h2 - h1 + 180) % 360 - 180
    hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    mean = h1 + h2 if not c1 * c2 else h1 + turn / 2
    weight = (
        1
        - 0.17 * cos(radians(mean - 30))
        + 0.24 * cos(radians(2 * mean))
        + 0.32 * cos(radians(3 * mean + 6))
        - 0.20 * cos(radians(4 * mean - 63))
    )
    far = (lightness - 50) ** 2
    by_lightness = (l2 - l1) / (1 + 0.015 * far / sqrt(20 + far))
    by_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    by_hue = hue / (1 + 0.015 * chroma * weight)
    rotation = 2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((mean % 360 - 275) / 25) ** 2))))
    return sqrt(by_lightness**2 + by_chroma**2 + by_hue**2 - rotation * by_chroma * by_hue)


def _polar(colour: Triple, stretch: float) -> Triple:
    lightness, a, b = colour[0], colour[1] * stretch, colour[2]
    return lightness, hypot(a, b), degrees(atan2(b, a)) % 360


def _times(matrix: Matrix, vector: Triple) -> Triple:
    x, y, z = (sum(weight * part for weight, part in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _linear(part: int) -> float:
    value = part / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _inside(part: float) -> float:
    return min(max(part, 0.0), 1.0)


def _f(part: float) -> float:
    return part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
