"""Words that change what a sentence says although they say nothing themselves: "not", "only", "if".

Leaving one out, or putting one in, makes another statement of the same words.
"""

import re
from collections.abc import Sequence

from assistant.terms import word_list

NEGATIONS = word_list(
    """no not never none nor neither without cannot nobody nothing nowhere lacks lacked lack
    unable impossible hardly rarely seldom barely scarcely
    kein keine keinen keiner keinem keines nicht nie niemals ohne weder niemand
    ne pas jamais sans aucun aucune nunca sin nada ni tampoco ningún ninguna jamás
    не нет ни без никогда никто ничего нельзя"""
)
NEGATED_VERB = re.compile(r"n['’]t$")
_NEGATING_SIGNS = re.compile(r"[不没沒未無无非]")

_CLASSES = {
    "all": "all every each both whole entire always everyone everybody alle alles jeder jede immer",
    "some": "some several few many most often sometimes usually mostly mainly partly generally "
    "typically occasionally einige manche viele meist oft",
    "only": "only solely exclusively merely nur lediglich solamente seulement",
    "must": "must required obliged mandatory compulsory muss müssen verpflichtet",
    "may": "may might could can possibly perhaps probably likely optional allowed permitted kann "
    "können darf dürfen",
    "should": "should ought recommended advised soll sollen sollte",
    "if": "if unless except excepting provided providing until till whether wenn falls sofern "
    "außer si salvo excepto sauf если кроме",
    "instead": "instead rather replaces replaced formerly previously originally versus "
    "statt anstatt anstelle",
    "planned": "planned expected proposed estimated intended projected forecast alleged allegedly "
    "reportedly claimed claims believed assumed draft former preliminary potential hypothetical "
    "supposed supposedly would target",
    "reported": "said say says saying argue argues argued told thinks thought suggest suggests "
    "suggested hopes hoped feared warned wrote reported sagte sagt dijo dit",
    "kind": "net gross average mean median maximum minimum working business calendar nautical "
    "annual annually monthly weekly daily hourly quarterly yearly half double twice triple "
    "first second third fourth fifth last next previous other another "
    "half-year biannual semiannual",
    "false": "false deny denies denied doubt doubts wrong incorrect untrue refuse refused refuses "
    "fail fails failed excluded exclude excludes excluding exclusion prohibited forbidden ban "
    "banned void invalid rejected reject declined myth stop stopped cease ceased",
}
CLASS_OF = {word: name for name, words in _CLASSES.items() for word in words.split()}
_CONTRARY = {
    frozenset({"all", "some"}),
    frozenset({"must", "may"}),
    frozenset({"must", "should"}),
}
OPENERS = word_list(
    """in on at by for from under after before since during within as if when while because
    until upon among between with without according im am bei nach vor seit unter en el por para
    dans pour depuis à"""
)
"""Words with which a part of a sentence begins that may stand at either end of it."""
BOUNDARIES = word_list(
    "and but while whereas because although though which who whom whose und aber während weil"
)
"""Words at which another statement may begin."""
SUBJECT_PRONOUNS = word_list(
    "it they he she this these those that we you i its their his her er sie es dies diese"
)


def is_telling(word: str) -> bool:
    """Whether a lower-case word may be neither left out nor put in."""
    return word in CLASS_OF or word in NEGATIONS or bool(NEGATED_VERB.search(word))


def telling_class(word: str) -> str:
    """What a telling word stands for; words of one class may stand for each other."""
    if word in NEGATIONS or NEGATED_VERB.search(word):
        return "not"
    name = CLASS_OF[word]
    return word if name in ("kind", "false") else name


def contrary(claimed: Sequence[str], source: Sequence[str]) -> str | None:
    """The first telling word of the claim that the source has the contrary of in its stead."""
    said = {telling_class(word) for word in source if is_telling(word)}
    for word in claimed:
        name = CLASS_OF.get(word)
        if name is None or name in said:
            continue
        if any(frozenset({name, other}) in _CONTRARY for other in said):
            return word
    return None


def negating_signs(text: str) -> int:
    """How many characters of Chinese deny something."""
    return len(_NEGATING_SIGNS.findall(text))
