"""Simulated screens of a station: `PolarMap`s to a `Picture`, and the truth beside it.

Input: polar maps (ring, angle) in percent and a layout drawn at random from a passed
generator. Output: the picture, where its discs lie in pixels and what they show; and
pictures without any polar map, to be refused. Everything is simulated.
"""

__all__: list[str] = []
