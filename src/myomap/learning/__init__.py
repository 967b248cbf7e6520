"""Honest studies of models: labelled cases in, performance with intervals out."""

__all__: list[str] = []
