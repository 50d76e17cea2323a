"""Words by which documents say what is asked for under another name.

Contracts and letters have a few dozen facts that are asked for again and again; a sentence that
"may be cancelled" answers a question for the notice period without one of its words.
"""

from assistant.terms import stem, word_list

_GROUPS = tuple(
    word_list(group)
    for group in (
        "notice terminate termination terminated cancel cancelled cancellation resign withdraw",
        "rent lease tenancy",
        "deposit security",
        "governing applicable law laws jurisdiction governed",
        "warranty guarantee warrants defects",
        "penalty damages fine late delay",
        "liability liable",
        "confidentiality confidential secret disclose disclosed",
        "start begin begins commence commences effective effect",
        "end expire expires expiry expiration",
        "payment payable pay paid due",
        "salary wage remuneration paid",
        "landlord lessor owner",
        "tenant lessee",
        "supplier vendor seller provider contractor",
        "customer buyer client purchaser",
        "deadline due latest",
        "contact addressed reached",
        "author written prepared",
        "kündigungsfrist kündigung kündigen gekündigt kündbar",
        "miete mietzins",
        "gewährleistung garantie mängel",
        "préavis résiliation résilier résilié",
        "preaviso rescisión rescindir terminar",
        "preavviso recesso recedere disdetta",
        "opzegtermijn opzegging opzeggen opgezegd",
    )
)
WORTH = 0.4
"""What a related word counts beside one that was asked for."""


def related_stems(term: str) -> frozenset[str]:
    """Stems of words that may stand for a term, given as a stem; without itself."""
    return frozenset(other for group in _STEMS if term in group for other in group if other != term)


_STEMS = tuple(frozenset(map(stem, group)) for group in _GROUPS)
