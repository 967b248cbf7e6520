"""Small turns and changes of size of polar maps in training; never a mirror image."""

from typing import Any

from myomap.learning.networks.schedule import Schedule
from myomap.learning.optional import optional_module

__all__ = ["augmented", "turned_and_scaled"]


def augmented(rgb: Any, schedule: Schedule, chance: Any) -> Any:
    """Return pictures, each turned and scaled a little by chance.

    Parameters
    ----------
    rgb : (sample, 3, row, column) tensor
        One disc, or two beside each other, which are turned alike.
    schedule : Schedule
        With the largest turn and change of size.
    chance : torch.Generator
        Of the draws.

    Returns
    -------
    tensor
        Of the same shape, in single precision.
    """
    torch = optional_module("torch")
    if not schedule.rotation_deg and not schedule.scaling:
        return rgb
    drawn = 2.0 * torch.rand((2, len(rgb)), generator=chance) - 1.0
    return turned_and_scaled(
        rgb, drawn[0] * schedule.rotation_deg, 1.0 + drawn[1] * schedule.scaling
    )


def turned_and_scaled(rgb: Any, angle_deg: Any, size: Any) -> Any:
    """Return each disc turned about its centre and changed in size.

    Parameters
    ----------
    rgb : (sample, 3, row, column) tensor
        Twice as wide as high where there are two discs.
    angle_deg, size : (sample,) tensor
        Counter-clockwise, and as a factor.

    Returns
    -------
    (sample, 3, row, column) tensor
        Black where the picture ends.
    """
    torch = optional_module("torch")
    functional = optional_module("torch.nn.functional")
    height, width = rgb.shape[2:]
    discs = rgb.to(torch.float32).split(height, dim=3) if width > height else [rgb]
    angle, size = torch.deg2rad(angle_deg).to(rgb.device), size.to(rgb.device)
    cosine, sine = torch.cos(angle) / size, torch.sin(angle) / size
    zero = torch.zeros_like(cosine)
    turn = torch.stack(
        [torch.stack([cosine, -sine, zero], 1), torch.stack([sine, cosine, zero], 1)], 1
    )
    made = []
    for disc in discs:
        grid = functional.affine_grid(turn, list(disc.shape), align_corners=False)
        made.append(
            functional.grid_sample(disc.to(torch.float32), grid, align_corners=False)
        )
    return torch.cat(made, dim=3)
