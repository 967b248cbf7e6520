"""Features of polar maps: numbers that a classical model learns from.

Input: a `PolarMap` (ring, angle) in percent, or the colours of a drawn disc, RGB.
Output: named numbers, always in the same order.
"""

__all__: list[str] = []
