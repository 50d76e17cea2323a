"""The words by which questions about all documents are recognised, for one language.

Languages differ in words, hardly in order, so `assistant.mapping.intent_forms` puts the same forms
together for all of them; Chinese has forms of its own.
"""

import re
from dataclasses import asdict, dataclass

_LINES = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class Speech:
    """How one language asks about all documents."""

    documents: str
    """Words for documents of any kind, singular and plural."""
    kinds: str
    """Words for documents of one kind: contracts, invoices, minutes."""
    each: str
    """What comes before the noun when every one is meant."""
    mine: str
    """What comes before a general noun when the person's own documents are meant."""
    tell: str
    """How a request begins: "list", "give me"."""
    what: str
    """How a question begins: "what is", "who are"."""
    of: str
    """What joins a fact to its documents; may match nothing where a case does that."""
    inside: str
    """What opens a question: "in" each document, "for" each."""
    which: str
    mention: str
    """What documents do with what they hold."""
    mentioned: str
    """What is said of something that documents hold: "is … mentioned", "does … occur"."""
    summary: str
    this: str
    """What comes before the noun of the one document that is meant."""
    plural: str
    """What comes before a noun in the plural that means several known ones: "the"."""
    about: str
    """Questions after what documents are about; `{doc}` stands for them."""
    says: str
    """Questions after what each document says on something, which follows; `{doc}` as above."""
    that: str
    """What joins documents to what they hold: "that", "about"."""
    many: str
    have: str
    """What follows the noun when the library is asked after."""
    has: tuple[str, ...] = ()
    """Other forms, with `{each}` for every document and `{topic}` for what is asked."""

    def flat(self) -> "Speech":
        """The same without line ends, and with any white space for a space."""
        fields = asdict(self)
        forms = tuple(_flat(form) for form in fields.pop("has"))
        return Speech(has=forms, **{name: _flat(text) for name, text in fields.items()})


def _flat(text: str) -> str:
    return _LINES.sub("", text).replace(" ", r"\s")
