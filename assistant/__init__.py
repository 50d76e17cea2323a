"""The assistant room: question, passages, prompt, answer, citations, verification.

May import `indexer` and `models`. Never imports Qt or `desktop`. `answers`, `messages`, `settings`
and `wording` import nothing heavy, so that the window may use them. Its nouns: `Passage`, `Answer`.
"""
