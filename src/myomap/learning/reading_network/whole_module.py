"""The reading network with its surroundings, as it is exported.

Needs torch when it is imported, as `polar_module` does.
"""

from typing import Any

import torch
from torch import Tensor, nn

from myomap.inference import CHANNELS
from myomap.learning.reading_network.exporting import AfterNetwork

__all__ = ["WholeReading"]

_SEEN = tuple(CHANNELS.index(name) for name in ("stress", "rest"))
_KNOWN = tuple(CHANNELS.index(f"{name} is known") for name in ("stress", "rest"))
_SAMPLES, _HEALTHY = 3, 5


class WholeReading(nn.Module):
    """From channels to probabilities, doubts and maps.

    Parameters
    ----------
    network : torch module
        The trained one.
    after : AfterNetwork
        What follows it.
    """

    slope: Tensor
    shift: Tensor
    centre: Tensor
    whiten: Tensor

    def __init__(self, network: Any, after: AfterNetwork) -> None:
        super().__init__()
        self.network = network
        for name in ("slope", "shift", "centre", "whiten"):
            values = torch.tensor(getattr(after, name), dtype=torch.float32)
            self.register_buffer(name, values)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return probabilities, doubts and maps."""
        scores, foreign, features, maps = self.network(x)
        known = _taken(x, _KNOWN)
        there = torch.clamp(known.mean(dim=(2, 3)) * 1e6, 0.0, 1.0)
        stress, rest = there[:, :1], there[:, 1:]
        group = torch.cat(
            [stress * rest, stress * (1.0 - rest), rest * (1.0 - stress)], dim=1
        )
        slope, shift = group @ self.slope[:, None], group @ self.shift
        probability = torch.softmax(scores * slope + shift, dim=1)
        away = (features - self.centre) @ self.whiten
        remade = (maps[:, _HEALTHY:] - _taken(x, _SEEN)) * known
        residual = (remade * remade).mean(dim=(1, 2, 3)) / torch.clamp(
            known.mean(dim=(1, 2, 3)), 1e-6, 1.0
        )
        doubt = torch.stack(
            [torch.sigmoid(foreign), (away * away).mean(dim=1), residual], dim=1
        )
        samples = torch.softmax(maps[:, :_SAMPLES], dim=1)
        drawn = torch.cat([samples, maps[:, _SAMPLES:_HEALTHY]], dim=1)
        return probability, doubt, drawn


def _taken(x: Tensor, channels: tuple[int, ...]) -> Tensor:
    return torch.cat([x[:, each : each + 1] for each in channels], dim=1)
