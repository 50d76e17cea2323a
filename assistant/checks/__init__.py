"""Holds sentences against documents: one against its passages, and documents against each other.

`verify` (verification.py) gives a `Verdict`; `conflicts.py` tells where two documents disagree. No
language model is used.
"""
