"""What the header says of how the beat was cut into gates."""

from dataclasses import dataclass

__all__ = ["Gating"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gating:
    """Beats of a gated acquisition; None where the header is silent.

    Parameters
    ----------
    shortest_ms, longest_ms : float or None, ms
        Between two R waves, of the beats that were taken.
    n_accepted, n_rejected : int or None
        Beats that were taken, and those that were too short, too long or otherwise
        of no use.

    Examples
    --------
    >>> round(Gating(shortest_ms=680, longest_ms=1009).window_share, 3)
    0.39
    >>> Gating(n_accepted=90, n_rejected=10).rejected_share
    0.1
    """

    shortest_ms: float | None = None
    longest_ms: float | None = None
    n_accepted: int | None = None
    n_rejected: int | None = None

    @property
    def rejected_share(self) -> float | None:
        """Rejected of all beats, 0 to 1."""
        if self.n_accepted is None or self.n_rejected is None:
            return None
        total = self.n_accepted + self.n_rejected
        return self.n_rejected / total if total else None

    @property
    def window_share(self) -> float | None:
        """Width of the accepted range of beats over its middle."""
        if self.shortest_ms is None or self.longest_ms is None:
            return None
        middle = (self.shortest_ms + self.longest_ms) / 2
        return (self.longest_ms - self.shortest_ms) / middle if middle else None
