"""Chooses the sentences of the passages that bear on a question, and whether they answer it at all.

`gather_evidence` (evidence.py) is the way in; `cite` (citing.py) makes every `Citation`.
"""
