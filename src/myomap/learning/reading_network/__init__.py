"""The reading network: simulated patients in, a network that reads maps out.

Input: nothing but seeds. Output: a torch module from channels (patient, channel, 32,
72), see `myomap.inference.reading_input`, to class scores, a score of being no map,
features, and maps. Every step follows from its number: a training can be interrupted
and goes on to the same weights.
"""

from myomap.learning.reading_network.training import TrainingPlan, train_reading

__all__ = ["TrainingPlan", "train_reading"]
