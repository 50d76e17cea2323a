"""Questions that passages found by a search cannot answer: they ask every document, or how many.

`asking.answer_from_all` is the way in; it recognises such questions without a model (`intent`).
Main nouns: `Intent`, `DocumentsInScope`, and the rows of an `AnswerTable`.
"""
