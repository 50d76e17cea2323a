"""How English asks about all documents, and all languages that are recognised."""

from assistant.mapping.intent_words_germanic import DUTCH, GERMAN, SWEDISH
from assistant.mapping.intent_words_romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH
from assistant.mapping.intent_words_slavic import POLISH, RUSSIAN
from assistant.mapping.speech import Speech

ENGLISH = Speech(
    documents=r"""(?:documents?|docs?|files?|pieces? of paper|papers?|texts?|records?)""",
    kinds=r"""
        (?:contracts?|agreements?|leases?|invoices?|bills?|receipts?|letters?|minutes|
        (?:meeting|board|committee) (?:minutes|notes|protocols?)|reports?|polic(?:y|ies)|
        manuals?|handbooks?|offers?|quotations?|proposals?|articles?|notes?|memos?|
        transcripts?|statements?|forms?|applications?|cvs?|resumes?|résumés?|orders?|
        certificates?|interviews?|meetings?|books?|stud(?:y|ies)|specifications?|tickets?|protocols?)""",
    each=r"""
        (?:every(?: single)?|each(?: and every)?|(?:every|each)(?: (?:single )?one)? of(?:\s
        (?:my|the|these|our|those))?|all(?: of)?(?: (?:my|the|these|our|those))?|all \d+)""",
    mine=r"""(?:my|these|our|those)""",
    tell=r"""
        (?:please |can you |could you |i(?:'d| would) like to (?:see|know) )?(?:i (?:want|need|
        would like)|i'd like|list(?: up)?|show|give|extract|tell|tabulate|compile|collect|gather|
        compare|find|get|name|look up|pull(?: out)?|report|state|make|create|write|prepare|
        draw up|what(?:'s| is| are| was| were)|who(?:'s| is| are| was| were))(?: me| us)?(?:\s
        (?:a|an|the)? ?(?:short )?(?:table|list|overview|comparison) (?:of|with|for|on))?""",
    what=r"""
        (?:what(?:'s| is| are| was| were)|who(?:'s| is| are| was| were)|(?:which|what) \w+\s
        (?:is|are)|when(?: is| does| do| was)?|how (?:long|much|high|large|old)(?: (?:is|are|
        was))?)""",
    of=r"""
        (?:of|in|from|for|across|within|by|per|stated in|given in|named in|according to)""",
    inside=r"""(?:for|in|from|across|within|per|of|go through|look through|read)""",
    which=r"""(?:which|what|how many)""",
    mention=r"""
        (?:mention(?:s|ed)?|contain(?:s|ed)?|include(?:s|d)?|talks? about|speaks? (?:of|
        about)|refers? to|discuss(?:es)?|deals? with|says? (?:something |anything )?about|
        names?|(?:is|are) (?:about|from|by|signed
        \sby|dated)|covers?|cites?|quotes?|describes?|uses?|states?|specif(?:y|
        ies)|(?:has|have)|provides? for|requires?|concerns?|relates? to|allows?|forbids?|
        prohibits?|limits?|warns? (?:of|about))""",
    mentioned=r"""
        (?:mentioned|named|cited|discussed|described|talked about|referred to|contained|
        included|covered|found|used|appear|appears|occur|occurs|come up|comes up)""",
    summary=r"""
        (?:please |can you |could you |i (?:want|need) )?(?:summari[sz]e|sum up|recap|
        condense|tl;?dr:?(?: of)?|(?:(?:give|write|make|show|create|prepare|draft) (?:me |
        us )?)?(?:a |an |the )?(?:short |brief |quick |concise |executive )?(?:summar(?:y|ies)|
        overview|outline|gist|abstract|digest|synopsis|main points|key points|most important points|
        essence) (?:of|for|from))(?: (?:the )?(?:content|contents|main points|key points) of)?""",
    this=r"""(?:this|the|that|my)(?: (?:whole|entire|long|open|selected|current))?""",
    plural=r"""(?:the(?: last| first)?(?: \w+)?)""",
    about=r"""
        what(?:'s| is) {doc} about|what does {doc} (?:say|contain|deal with|cover)|what(?:'s|
        \sis| are) (?:the )?(?:main|key|most important|central) (?:points?|ideas?|messages?|
        statements?|findings?|topics?) (?:of|in) {doc}|what are {doc} about|
        what do(?:es)? {doc} contain|what(?:'s| is) in {doc}""",
    says=r"""
        (?:(?:summari[sz]e )?what (?:do(?:es)? )?{doc} (?:says?|states?|provides?|specif(?:y|
        ies)) (?:about|on|regarding|for|concerning)|how (?:do(?:es)? )?{doc} (?:treats?|
        handles?|regulates?|defines?))""",
    has=(
        r"(?:what|which) {topic} (?:do|does|did) {each} (?:have|use|contain|name|give|state|set)",
        r"when (?:do|does|did|will|must|can) {each} {topic}",
        r"how (?:long|much|high|often) (?:do|does|did|is|are) {each} {topic}",
        r"(?:who|when|what) (?:has |have |had )?{topic} {each}",
    ),
    that=r"""
        (?:that|which|where|in which|on|about|with|mentioning|containing|regarding|concerning|
        from|by)""",
    many=r"""
        (?:(?:tell me )?how many|count(?: up)?(?: (?:all|of))?(?: (?:my|the|all))*|
        (?:(?:what(?:'s| is)|give me|show(?: me)?) )?(?:the )?(?:total )?number of)""",
    have=r"""
        (?:do (?:i|we) (?:currently )?have(?: (?:in total|altogether|here|indexed|now))?|have\s
        (?:i|we) (?:got|indexed|added)|are there(?: in total| altogether| here| now)?|(?:i|
        we) have|(?:are|were|have been) (?:there|indexed|in here|stored|added|read)|
        (?:in total|altogether|overall)|does (?:it|this|footnote) (?:have|hold|contain|know)|
        do you (?:have|know|see|hold)|can you (?:see|read|search)|did you (?:read|index|find)|
        have you (?:read|indexed|found|got)|
        are|is|there are)""",
)

SPEECHES = tuple(
    speech.flat()
    for speech in (
        ENGLISH,
        GERMAN,
        FRENCH,
        SPANISH,
        ITALIAN,
        PORTUGUESE,
        DUTCH,
        POLISH,
        SWEDISH,
        RUSSIAN,
    )
)
"""As forms are made of them; English is the first."""
