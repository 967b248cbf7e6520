"""The network: a polar grid that knows that it is round, one trunk and its heads.

The only module here that needs torch when it is imported: `build_polar_network` of
`myomap.learning.reading_network.building` imports it when a network is made.
"""

from itertools import pairwise

import torch
from torch import Tensor, nn

from myomap.inference.reading_input import CHANNELS, MAP_OUTPUTS
from myomap.learning.reading_network.building import Widths

__all__ = ["PolarNetwork"]

_N_CLASSES = 4
_FINE = 2
_REMADE_MAPS, _REMADE_FROM = 2, 8


class PolarNetwork(nn.Module):
    """A trunk that goes down three levels and up again.

    Parameters
    ----------
    widths : Widths
        How wide.
    """

    def __init__(self, widths: Widths) -> None:
        super().__init__()
        fine, (a, b, c) = widths.fine, widths.levels
        self.stem = _Closed(len(CHANNELS), fine)
        self.down = nn.ModuleList(
            _Closed(n, m, step=2) for n, m in pairwise((fine, a, b, c))
        )
        self.blocks = nn.ModuleList(
            nn.Sequential(*(_Residual(n) for _ in range(widths.blocks)))
            for n in (a, b, c)
        )
        self.up = nn.ModuleList(_Finer(n, m) for n, m in pairwise((c, b, a, fine)))
        self.maps = nn.Conv2d(fine, len(MAP_OUTPUTS) - _REMADE_MAPS, 1)
        self.remade = nn.Conv2d(c, _REMADE_MAPS * _REMADE_FROM**2, 1)
        self.mixed = nn.Linear(2 * c + b, c)
        self.classes = nn.Linear(c, _N_CLASSES)
        self.foreign = nn.Linear(c, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return scores, the score of being no map, features and maps."""
        seen = [torch.relu(self.stem(x))]
        for down, block in zip(self.down, self.blocks, strict=True):
            seen.append(block(torch.relu(down(seen[-1]))))
        risen = seen[3]
        steps = []
        for finer, fine in zip(self.up, reversed(seen[:3]), strict=True):
            risen = finer(risen, fine)
            steps.append(risen)
        deep = seen[3].flatten(2)
        pooled = [deep.mean(2), deep.max(2).values, steps[0].flatten(2).mean(2)]
        features = torch.relu(self.mixed(torch.cat(pooled, dim=1)))
        # What is remade comes through the deepest level alone: there is room for what
        # maps are like, and for nothing else.
        remade = _on_finer_grid(self.remade(seen[3]), _REMADE_FROM)
        return (
            self.classes(features),
            self.foreign(features)[:, 0],
            features,
            torch.cat([self.maps(risen), remade], dim=1),
        )


class _Closed(nn.Module):
    """A convolution of 3 x 3 on the closed grid, and its normalisation."""

    def __init__(self, n_in: int, n_out: int, step: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(n_in, n_out, 3, stride=step, bias=False)
        self.norm = nn.BatchNorm2d(n_out)

    def forward(self, x: Tensor) -> Tensor:
        normalised: Tensor = self.norm(self.conv(_closed(x)))
        return normalised


class _Residual(nn.Module):
    """Two convolutions around which the input goes on."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.one, self.two = _Closed(width, width), _Closed(width, width)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.two(torch.relu(self.one(x))))


class _Finer(nn.Module):
    """From a coarse grid, and what a finer one knew, to the finer one."""

    def __init__(self, n_coarse: int, n_fine: int) -> None:
        super().__init__()
        self.spread = nn.Conv2d(n_coarse, n_fine * _FINE**2, 1)
        self.join = _Closed(2 * n_fine, n_fine)

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        spread = _on_finer_grid(self.spread(coarse), _FINE)
        return torch.relu(self.join(torch.cat([spread, fine], dim=1)))


def _closed(x: Tensor) -> Tensor:
    """Return a grid with a margin of one sample.

    Around the ring it is closed. Beyond the apex lies the opposite side of the first
    ring; beyond the base, the last ring once more.
    """
    half = x.shape[3] // 2
    first, last = x[:, :, :1], x[:, :, -1:]
    across = torch.cat([first[..., half:], first[..., :half]], dim=3)
    tall = torch.cat([across, x, last], dim=2)
    return torch.cat([tall[..., -1:], tall, tall[..., :1]], dim=3)


def _on_finer_grid(x: Tensor, times: int) -> Tensor:
    """Return channels laid out as samples of a grid that is so many times finer."""
    width, rows, columns = x.shape[1] // times**2, x.shape[2], x.shape[3]
    parts = x.reshape(-1, width, times, times, rows, columns)
    turned = parts.permute(0, 1, 4, 2, 5, 3)
    return turned.reshape(-1, width, rows * times, columns * times)
