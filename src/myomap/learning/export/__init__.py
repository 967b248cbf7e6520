"""Trained models as ONNX graphs: a fitted pipeline in, the bytes of one file out.

Filling, selection, scaling, the model and its calibration are one graph, in double
precision wherever training was: what runs elsewhere cannot do a step differently. Every
graph takes ``input`` and gives ``probability`` (sample, class).
"""

from myomap.learning.export.exported import Exported, export_features
from myomap.learning.export.network import export_pictures
from myomap.learning.export.tabular import export_table

__all__ = ["Exported", "export_features", "export_pictures", "export_table"]
