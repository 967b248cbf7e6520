"""Models that were trained elsewhere: features or a drawing in, probabilities out.

A bundle is one file: an ONNX graph, a card in JSON that says what it is for, and their
hashes. `load_bundle` checks all of it before the first use; onnxruntime alone runs it,
and no training library is needed. Input: features by name, or drawings (row, column, 3)
in RGB. Output: the probability of each class, 0 to 1.
"""

__all__: list[str] = []
