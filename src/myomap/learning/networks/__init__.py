"""Networks that look at a drawing of the map: (sample, 3, row, column) in, classes out.

The published ResNets with the published schedule, the same with a sensible one, and one
small enough for tests. A model's name can carry options: ``resnet50:epochs=5:size=64``;
tables show them with the name, so nothing that was done otherwise goes unsaid. torch
and MONAI are imported when a network is made.
"""

from myomap.learning.networks.naming import NETWORKS, Places, network_named
from myomap.learning.networks.network import Network
from myomap.learning.networks.pictures import PICTURES
from myomap.learning.networks.schedule import Schedule

__all__ = ["NETWORKS", "PICTURES", "Network", "Places", "Schedule", "network_named"]
