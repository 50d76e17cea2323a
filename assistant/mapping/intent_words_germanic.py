"""How German, Dutch and Swedish ask about all documents."""

from assistant.mapping.speech import Speech

GERMAN = Speech(
    documents=r"""
        (?:dokument(?:e|en|s|es)?|datei(?:en)?|unterlagen?|texten?|texte|papieren?|papiere)""",
    kinds=r"""
        (?:(?:\w+)?vertr(?:ag|ags|ages|äge|ägen)|vereinbarung(?:en)?|(?:\w+)?rechnung(?:en)?|
        quittung(?:en)?|belege?n?|briefe?n?|schreiben|(?:\w+)?protokolle?n?|
        (?:\w+)?protokolls|berichte?n?|berichts|polic(?:e|en)|handb(?:uch|uchs|ücher|üchern)|
        angebote?n?|angebots|artikeln?|artikels|notiz(?:en)?|bescheide?n?|formulare?n?|
        anträge?n?|bücher|bewerbung(?:en)?|lebensläufe?n?|gutachten|studien?)""",
    each=r"""
        (?:jede[nsmr]?(?: einzelnen?)?|jedes(?: einzelnen?)?|alle[rnms]?(?: (?:meine[rn]?|
        diese[rn]?|unsere[rn]?|der|die|den))?|sämtliche[rn]?(?: meine[rn]?)?)""",
    mine=r"""(?:meine[rn]?|diese[rn]?|unsere[rn]?)""",
    tell=r"""
        (?:bitte )?(?:liste|listen sie|zeige?|zeigen sie|nenne?|nennen sie|gib|geben sie|
        finde|vergleiche|vergleichen sie|sammle|erstelle|mach|stelle|suche|extrahiere|)(?:\s
        (?:mir|uns|bitte))*(?: (?:eine )?(?:tabelle|liste|übersicht|aufstellung) (?:mit|von|
        der|aller|über))?""",
    what=r"""
        (?:(?:was|welche[rsn]?|wie \w+|wer|wann|wo) (?:ist|sind|war|waren|läuft|gilt|endet)|
        wie (?:lautet|lauten|heißt|heißen)|welche \w+ (?:steht|stehen|gilt|gelten|hat|haben))""",
    of=r"""(?:von|in|aus|für|je|pro|zu|laut)?""",
    inside=r"""(?:für|in|aus|bei|von|pro|zu|über)""",
    which=r"""(?:welche[rnms]?|wie viele|was für)(?: (?:von|der|meiner))?""",
    mention=r"""
        (?:erwähn(?:t|en)|enthäl?t(?:en)?|enthalten|nenn(?:t|en)|besprechen|behandel[nt]|
        sprechen (?:von|über)|handeln von|beschreib(?:t|en)|verlang(?:t|en)|regeln|regelt|
        sehen|verweisen auf|beziehen sich auf|sagen (?:etwas )?(?:zu|über)|haben|hat)""",
    mentioned=r"""(?:erwähnt|genannt|besprochen|behandelt|beschrieben|vor|geregelt|enthalten)""",
    summary=r"""
        (?:bitte )?(?:fasse?(?:n sie)?(?: (?:mir|bitte))*|zusammenfassung(?:en)?(?: (?:von|zu|
        für|aller|des|der))?|resümiere|(?:gib|schreib|erstelle|mach)e?(?: mir)? eine\s
        (?:kurze )?(?:zusammenfassung|übersicht)(?: (?:von|zu|über|für))?)""",
    this=r"""
        (?:diese[sr]?|dieses|das|den|dem|die|der|des|diesen)(?: (?:ganze[ns]?|lange[ns]?))?""",
    plural=r"""(?:die)""",
    about=r"""
        worum geht (?:es in {doc}|{doc})|wovon hande(?:lt|ln) {doc}|was steht in {doc}|
        worum geht es in {doc}|was (?:sagt|enthält|enthalten) {doc}|was sind die\s
        (?:wichtigsten|zentralen) (?:punkte|aussagen) (?:von|in|aus)? ?{doc}""",
    says=r"""(?:was (?:sagt|sagen|steht in|regelt|regeln) {doc} (?:zu|zum|zur|über))""",
    has=(r"(?:welche[nrsm]?|was für eine?n?) {topic} (?:hat|haben|gilt für|steht in) {each}",),
    that=r"""(?:die|in denen|welche|über|mit|zu|zum|zur)""",
    many=r"""
        (?:wie viele|(?:wie lautet )?(?:die )?(?:gesamt)?(?:anzahl|zahl)(?: (?:der|meiner|
        aller))*|zähle?(?: (?:alle|meine|die))*)""",
    have=r"""
        (?:habe ich(?: (?:insgesamt|jetzt|hier))?|haben wir(?: insgesamt)?|
        gibt es(?: insgesamt)?|hast du|kennst du|sind (?:es|da|indiziert|hier|vorhanden|
        erfasst)|wurden (?:indiziert|gelesen)|insgesamt|liegen|sind|ich habe)""",
)

DUTCH = Speech(
    documents=r"""(?:document(?:en)?|bestand(?:en)?|tekst(?:en)?|stuk(?:ken)?)""",
    kinds=r"""
        (?:(?:\w+)?contract(?:en)?|(?:\w+)?overeenkomst(?:en)?|facturen|factuur|bon(?:nen)?|
        brieven|brief|notulen|verslag(?:en)?|rapport(?:en)?|polis(?:sen)?|handleiding(?:en)?|
        offertes?|artikel(?:en)?|notities?|formulier(?:en)?|boeken|boek|onderzoeken)""",
    each=r"""(?:elke?|iede?re?|al(?:le)?(?: (?:mijn|deze|onze|de))?)""",
    mine=r"""(?:mijn|deze|onze)""",
    tell=r"""
        (?:(?:graag|alsjeblieft) )?(?:(?:maak|geef) (?:me |mij )?een (?:lijst|tabel|
        overzicht) (?:van|met)|noem|toon|geef|laat|vergelijk|zoek|vind|verzamel|som|lijst|wat\s
        (?:is|zijn|was|waren)|wie (?:is|zijn)|hoe \w+ (?:is|zijn))(?: (?:me|mij|
        ons))?(?: zien)?""",
    what=r"""
        (?:wat (?:is|zijn|was|waren)|wie (?:is|zijn)|hoe \w+ (?:is|zijn)|welke \w+ (?:staat|
        geldt)|wanneer)""",
    of=r"""(?:van|in|uit|voor|per|volgens)""",
    inside=r"""(?:voor|in|uit|van|per|bij)""",
    which=r"""(?:(?:in )?welke?|hoeveel)(?: van)?""",
    mention=r"""
        (?:noem(?:en|t)|vermeld(?:en|t)|bevat(?:ten)?|gaa?n?t? over|spreken over|behandelen|
        beschrijven|verwijzen naar|zeggen iets over|hebben)""",
    mentioned=r"""(?:genoemd|vermeld|besproken|behandeld|beschreven|voor)""",
    summary=r"""
        (?:(?:graag|alsjeblieft) )?(?:vat|samenvatting(?:en)?(?: van)?|(?:geef|maak|
        schrijf)(?: (?:me|mij))? een (?:korte )?(?:samenvatting|overzicht) van)""",
    this=r"""(?:dit|deze|het|de|dat)(?: (?:hele|lange))?""",
    plural=r"""(?:de)""",
    about=r"""
        waar (?:gaat|gaan) {doc} over|wat staat er in {doc}|wat zegt {doc}|
        wat zijn de belangrijkste punten (?:van|uit) {doc}""",
    says=r"""(?:wat (?:zegt|zeggen|staat er in) {doc} over)""",
    that=r"""(?:die|waarin|over|met|dat)""",
    many=r"""(?:hoeveel|(?:wat is )?(?:het )?(?:totale )?aantal|tel(?: (?:mijn|alle|de))*)""",
    have=r"""
        (?:heb ik(?: in totaal)?|hebben we|zijn er(?: in totaal)?|zijn geïndexeerd|heb je|
        ken je|in totaal|staan er|bevat|zijn)""",
)

SWEDISH = Speech(
    documents=r"""(?:dokument(?:en|et)?|filer(?:na)?|fil(?:en)?|texter(?:na)?|text(?:en)?)""",
    kinds=r"""
        (?:(?:\w+)?avtal(?:en|et)?|kontrakt(?:en|et)?|fakturor(?:na)?|faktura(?:n)?|kvitton?|
        brev(?:en|et)?|protokoll(?:en|et)?|rapporter(?:na)?|rapport(?:en)?|manualer(?:na)?|
        offerter(?:na)?|artiklar(?:na)?|anteckningar(?:na)?|policyer(?:na)?)""",
    each=r"""
        (?:varje(?: enskil[dt]a?)?|vart och ett av|alla(?: (?:mina|dessa|våra|de))?|
        samtliga(?: mina)?)""",
    mine=r"""(?:mina|dessa|våra)""",
    tell=r"""
        (?:snälla )?(?:lista|visa|ge|ange|nämn|jämför|hitta|samla|ta fram|gör en (?:tabell|
        lista) (?:över|med)|vad (?:är|var)|vilken (?:är)|vilka (?:är)|vem (?:är|
        har skrivit under))(?: (?:mig|oss))?""",
    what=r"""(?:vad (?:är|var)|vilken (?:är)|vilka (?:är)|vem (?:är|har skrivit under)|när)""",
    of=r"""(?:i|på|för|från|av|ur|per|enligt|till)""",
    inside=r"""(?:i|för|från|av|ur|enligt)""",
    which=r"""(?:(?:i )?vilka|vilket|hur många)(?: av)?""",
    mention=r"""
        (?:nämner|innehåller|tar upp|handlar om|beskriver|talar om|hänvisar till|har|kräver|
        säger något om)""",
    mentioned=r"""(?:nämns|omnämns|beskrivs|behandlas|förekommer|finns|tas upp)""",
    summary=r"""
        (?:snälla )?(?:sammanfatta|(?:(?:ge|gör|skriv)\s
        (?:mig )?)?(?:en )?(?:kort )?sammanfattning(?:ar)? (?:av|på))""",
    this=r"""(?:det här|den här|detta|denna|den|det)""",
    plural=r"""(?:de)""",
    about=r"""vad handlar {doc} om|vad står det i {doc}|vad säger {doc}""",
    says=r"""(?:vad säger {doc} om)""",
    that=r"""(?:som|där|om|med)""",
    many=r"""(?:hur många|(?:vad är )?(?:det totala )?antalet|räkna(?: (?:mina|alla))*)""",
    have=r"""
        (?:har jag(?: totalt)?|har vi|finns det(?: totalt)?|är indexerade|har du|
        känner du till|totalt|finns|är det)""",
)
