"""How a question is understood that follows another one, without a model.

`reading` takes a question apart with the small words of its language (`words`), `signs` says
whether it stands alone, `pronouns` whether something in it stands for what was said before, and
`slots` puts what it names into the question before. `assistant.following_up` is the way in.
"""
