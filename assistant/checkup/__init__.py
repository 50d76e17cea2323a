"""The check-up of a language model: short tasks of ours that show how far it can be trusted.

`tasks` holds them, `running` lets a model do them, `scores` decides, `kept` remembers by file hash.
"""
