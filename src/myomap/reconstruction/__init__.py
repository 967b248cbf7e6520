"""Raw projections -> a transaxial volume.

Input: `Projections` (gate, energy window, view, row, column) in counts, and an
`AttenuationMap` in 1/cm where there is one. Output: a `Volume` (slice, row, column) in
counts a view, LPS millimetres.
"""

__all__: list[str] = []
