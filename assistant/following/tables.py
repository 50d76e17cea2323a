"""A follow-up to a question that every document was asked: what each is asked now."""

from assistant.following.reading import content_of, words_of
from assistant.following.signs import Sign, SignKind
from assistant.following.words import LANGUAGES
from assistant.mapping.intent import IntentKind, intent_of


def put_as_topic(rest: str, before: str, sign: Sign) -> str | None:
    """“List the deposit of every contract”: the new topic in place of the one before.

    None where not every document was asked, or the follow-up names no topic.
    """
    if sign.kind is not SignKind.FRAGMENT or sign.language not in LANGUAGES:
        return None
    words = words_of(rest)
    content = content_of(words, sign.language)
    if not content or words[0].folded in LANGUAGES[sign.language].prepositions:
        return None
    asked = intent_of(before)
    if asked is None or asked.kind is not IntentKind.EACH or before.count(asked.topic) != 1:
        return None
    return before.replace(asked.topic, rest[content[0].start : content[-1].end])
