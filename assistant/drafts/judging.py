"""The model's own judgement of sentences that the check upholds in part only.

Only a model whose check-up shows that it judges well is asked, and only after it has written: what
it reads meanwhile would cost it its place in the answer. A judgement never makes a sentence
supported. It withdraws it, or lets it stay as what it was.
"""

from collections.abc import Callable

from assistant.answers import Support
from assistant.checkup.kept import trusted_roles
from assistant.checkup.scores import Role
from assistant.drafts.drafting import Draft
from assistant.drafts.model_tasks import judge
from models.interfaces import LanguageModel

MOST_JUDGED = 4
"""Sentences; each costs a prompt of a hundred tokens or so."""
JUDGED_FALSE = "asked again, the model finds that the source does not say it"


def judge_doubtful(draft: Draft, model: LanguageModel, should_stop: Callable[[], bool]) -> bool:
    """Ask the model about the doubtful sentences; whether any was. Raises `ModelError`."""
    doubtful = [each for each in draft.kept if each.support is Support.PARTLY][:MOST_JUDGED]
    if not doubtful or Role.JUDGE not in trusted_roles(model.id):
        return False
    places = {citation.marker: citation.quote for citation in draft.citations}
    for sentence in doubtful:
        source = " ".join(places[marker] for marker in sentence.citations)
        holds = judge(source, sentence.text, model, should_stop)
        if should_stop():
            break
        if holds:
            draft.upheld.add(sentence.text)
        else:
            draft.withdraw(sentence, JUDGED_FALSE)
    return True
