"""Finds passages: the query taken apart, several searches fused, and why a passage is where it is.

`Retriever` (retrieval.py) is the way in; `SearchQuery` (query.py) is what a person typed. Imports
nothing of quotes, checks and drafts.
"""
