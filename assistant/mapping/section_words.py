"""How people ask for a summary section by section, in the languages that are recognised."""

SECTION = (
    r"(?:sections?|chapters?|parts?|abschnitte?n?s?|kapiteln?s?|teile?n?s?|parties?|chapitres?|"
    r"secciones|sección|capítulos?|sezion[ei]|capitol[oi]|seç(?:ão|ões)|secç(?:ão|ões)|secties?|"
    r"hoofdstuk(?:ken)?|rozdział(?:y|u|ów)?|sekcj[aeęi]|avsnitt(?:en)?|kapitlen|раздел\w*|глав\w*)"
)
"""A part of a document."""

BY_SECTIONS = (
    r"(?:(?:by|in|per|nach|nach den|par|por|pour|według|по|efter)\s(?:its\s|the\s|its own\s)?"
    rf"{SECTION}|"
    rf"{SECTION}\s(?:by|für|par|por|per|voor|po|för|за)\s{SECTION}|"
    r"abschnittsweise|kapitelweise|avsnittsvis|kapitelvis)"
)
"""That a summary is to be by sections, which one of a single document always is."""
