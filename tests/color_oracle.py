"""The 84 features written the long way, one point after the other."""

import math
from fractions import Fraction


def part_of_strip(place, size):
    """Return the strip, from 1, that a pixel's centre lies in."""
    return next(
        strip
        for strip in range(1, 6)
        if Fraction(2 * place + 1, 2) < Fraction(strip * size, 5)
    )


def squared_radius(row, column, height, width):
    """Return the squared distance from the middle as a fraction of the disc's."""
    x = Fraction(2 * column + 1 - width, width)
    y = Fraction(2 * row + 1 - height, height)
    return x * x + y * y


def mean_and_deviation(values, ddof):
    """Return both, NaN where there are too few values."""
    if not values:
        return math.nan, math.nan
    mean = math.fsum(values) / len(values)
    squares = math.fsum((value - mean) ** 2 for value in values)
    if len(values) <= ddof:
        return mean, math.nan
    return mean, math.sqrt(squares / (len(values) - ddof))


def features_the_long_way(
    rgb, valid=None, *, level=0, by_channel=False, rim=0.03, ddof=0
):
    """Return the 84 features by name."""
    height, width, _ = rgb.shape
    collected: dict[str, list[int]] = {
        f"{channel}_{kind}_{number}": []
        for channel in ("red", "green", "blue")
        for kind, most in (("vertical", 5), ("horizontal", 5), ("ring", 4))
        for number in range(1, most + 1)
    }
    for row in range(height):
        for column in range(width):
            squared = squared_radius(row, column, height, width)
            if math.sqrt(squared) >= 1 - rim:
                continue
            if valid is not None and not valid[row, column]:
                continue
            point = [int(value) for value in rgb[row, column]]
            ring = next(k for k in range(1, 5) if 16 * squared < k * k)
            parts = (
                f"vertical_{part_of_strip(column, width)}",
                f"horizontal_{part_of_strip(row, height)}",
                f"ring_{ring}",
            )
            for channel, value in zip(("red", "green", "blue"), point, strict=True):
                judged = [value] if by_channel else point
                if max(judged) <= level:
                    continue
                for part in parts:
                    collected[f"{channel}_{part}"].append(value)
    named = {}
    for name, values in collected.items():
        mean, deviation = mean_and_deviation(values, ddof)
        named[f"{name}_mean"], named[f"{name}_std"] = mean, deviation
    return named
