"""What a language model writes: its prompts, its sentences as they come, and its judgement.

`build_prompt` (prompting.py) makes a `Prompt`, a `Draft` (drafting.py) holds what has been checked.
"""
