"""The indexer room: find files, parse, chunk, embed and store them, and keep the ledger.

May import `models.interfaces` and `models.errors`. Never imports Qt, `assistant` or `desktop`.
Its nouns: `ParsedDocument`, `Chunk`, `Ledger`, `Library`.
"""
