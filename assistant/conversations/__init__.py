"""Conversations as they are kept: questions and answers with their citations, in one file.

`ConversationStore` keeps, lists, searches and deletes them; `staleness` says which cited files have
changed since, `comparing` what became of a passage, `exporting` writes a conversation for others.
"""
