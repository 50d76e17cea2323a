"""Traces: how each answer came about, kept on this machine, bounded and deletable.

`recording` notes down what answering does, `store` keeps it, `summary` counts over it.
"""
