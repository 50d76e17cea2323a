"""The models room: embedding models, language models, where they lie and how they load.

Imports no other room and never Qt. Its nouns: `EmbeddingModel`, `LanguageModel`, `ModelSpec`.
"""
