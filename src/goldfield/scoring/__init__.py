"""Pairs judged, lists aligned, counts added; ratios come last."""
