"""Residual networks as MONAI builds them, with the weights they begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from myomap.errors import ConfigError
from myomap.learning.optional import optional_module

__all__ = ["ARCHITECTURES", "Architecture", "build_network"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """A residual network.

    Parameters
    ----------
    block : str
        ``"basic"`` or ``"bottleneck"``.
    layers, channels : tuple of int
        Blocks and channels of the four stages.
    """

    block: str
    layers: tuple[int, int, int, int]
    channels: tuple[int, int, int, int]


_WIDE = (64, 128, 256, 512)
ARCHITECTURES = {
    "resnet50": Architecture(block="bottleneck", layers=(3, 4, 6, 3), channels=_WIDE),
    "resnet152": Architecture(block="bottleneck", layers=(3, 8, 36, 3), channels=_WIDE),
    "resnet-small": Architecture(
        block="basic", layers=(1, 1, 1, 1), channels=(4, 8, 16, 32)
    ),
}
"""ResNet50 and ResNet152 have the layers and the names of torchvision's, so that its
ImageNet weights fit."""

_HEAD = "fc."


def build_network(
    architecture: Architecture,
    n_outputs: int,
    weights: Mapping[str, Any] | None = None,
) -> Any:
    """Return a network whose weights are chance's, or those given.

    Parameters
    ----------
    architecture : Architecture
        Which.
    n_outputs : int
        Of the last layer, which always begins by chance.
    weights : mapping of str to tensor, or None
        A state dict of torchvision's network of that name.

    Returns
    -------
    monai.networks.nets.ResNet
        In two dimensions, for three channels.

    Raises
    ------
    ConfigError
        If the weights are not of this network, to the last name and shape.

    References
    ----------
    .. [1] He et al., Deep Residual Learning, CVPR 2016:770-778.
    """
    resnet = optional_module("monai.networks.nets.resnet")
    network = resnet.ResNet(
        architecture.block,
        list(architecture.layers),
        list(architecture.channels),
        spatial_dims=2,
        n_input_channels=3,
        conv1_t_size=7,
        conv1_t_stride=2,
        num_classes=n_outputs,
        shortcut_type="B",
        bias_downsample=False,
    )
    if weights is not None:
        _load(network, weights)
    return network


def _load(network: Any, weights: Mapping[str, Any]) -> None:
    own = network.state_dict()
    wanted = {name for name in own if not name.startswith(_HEAD)}
    # Files of old versions of torch lack the counters of batches; nothing needs them.
    counters = {name for name in wanted if name.endswith("num_batches_tracked")}
    given = {name for name in weights if not name.startswith(_HEAD)}
    if not wanted - counters <= given <= wanted:
        raise ConfigError(
            "The weights are not of this network: "
            f"{len(wanted - counters - given)} of its {len(own)} tensors are missing "
            f"and {len(given - wanted)} are unknown. Expected torchvision's state dict "
            "of the network of the same name."
        )
    for name in sorted(given):
        if own[name].shape != weights[name].shape:
            raise ConfigError(
                f"The weights are not of this network: {name} has the shape "
                f"{tuple(weights[name].shape)}, expected {tuple(own[name].shape)}."
            )
    network.load_state_dict({**own, **{name: weights[name] for name in given}})
