"""Saved factors and the questions they answer. Needs no solver: NumPy is enough."""
