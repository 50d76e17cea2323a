"""The small words of French, Italian, Portuguese and Spanish."""

from assistant.following.language import FollowUpWords, words_in

ROMANCE: dict[str, FollowUpWords] = {
    "es": words_in(
        r"y|e|pero|o|u|entonces|también|solo|sólo",
        (
            r"(?:y )?qué (?:hay|pasa|tal|sucede|ocurre) (?:de|con|del|si)|y (?:si|para|de|"
            r"del|en|con)|(?:y )?en cuanto a"
        ),
        r"cuánt[oa]s (?:son|eran|fueron|hay|había|se|tiene|tienen|hubo|han|de ell[oa]s)\b",
        clitics=(
            r"^(?:quién|cuándo|dónde|cómo|por qué|cuánto)\s(?:lo|la|los|las)\s\w+\W*$|"
            r"^(?:se |lo )?(?:puede|puedo|podemos|pueden|debe|hay que|cómo|cuándo|dónde)\s"
            r"(?:\w+\s)?\w+(?:ar|er|ir)l[oa]s?\W*$"
        ),
        expletives=r"\blo que\b",
        adjuncts="cuándo dónde",
        questions=(
            "quién quiénes qué cuál cuáles cuándo dónde adónde cómo cuánto cuánta cuántos "
            "cuántas porqué"
        ),
        degrees="cuán",
        auxiliaries=(
            "es son era eran fue fueron ser sido está están estaba estar será ha han había "
            "haber hay tiene tienen tenía puede pueden podía debe deben debía hace hacen hizo"
        ),
        light="cuesta cuestan dura pasa sucede ocurre significa va van viene dice dijo exactamente",
        prepositions=(
            "a al ante bajo con contra de del desde durante en entre hacia hasta mediante "
            "para por según sin sobre tras"
        ),
        conjunctions=(
            "cuando si después antes mientras porque que quien donde como aunque y o pero "
            "cuyo cuya"
        ),
        articles="el la los las un una unos unas lo",
        persons="él ella ellos ellas",
        things="él ella ello ellos ellas",
        possessives="su sus suyo suya suyos suyas",
        pointing="eso esto aquello éste ésta ése ésa allí ahí allá",
        final="ese esa esos esas entonces mismo misma otro otra otros otras lo",
        demonstratives=(
            "este esta estos estas ese esa esos esas aquel aquella aquellos aquellas dicho "
            "dicha"
        ),
        continuing="también además antes después luego tampoco",
        places="allí ahí allá",
        others=(
            "yo tú nosotros me mi mis te nos se no sí más menos muy todo todos toda todas le "
            "les"
        ),
    ),
    "fr": words_in(
        r"et|mais|ou|donc|aussi|seulement|alors",
        (
            r"(?:et )?qu['’ ]?en est[- ]il|(?:et )?(?:pour|quant) (?:à|au|aux)|et (?:si|"
            r"pour)|et quid|quid"
        ),
        r"combien (?:en|sont|étaient|ont|ont-ils|y en a)\b",
        clitics=(
            r"\b(?:l['’]|les\s)(?:a|ont|avait|avaient|avez|as|ai)\b|"
            r"-(?:on|je|tu|il|elle|nous|vous|ils|elles)\s(?:le|la|les|l['’])\s?\w+(?:er|ir|re)\b"
        ),
        expletives=(
            r"\bil y a|\by a[- ]t[- ]il|\bil (?:faut|faudra|est possible|est nécessaire|"
            r"s'agit)|\b(?:faut|est|s'agit)[- ]il (?:de|possible|que)\b|\best[- ]ce qu"
        ),
        adjuncts="quand où pourquoi",
        questions=(
            "qui que quoi quel quelle quels quelles quand où pourquoi comment combien lequel "
            "laquelle qu est-ce"
        ),
        degrees="combien",
        auxiliaries=(
            "est sont était étaient être été sera seront suis sommes êtes a ont avait avaient "
            "avoir aura as avons peut peuvent pouvait doit doivent devait faut fait font"
        ),
        light=(
            "coûte coûtent dure passe arrive signifie va vont vient dit faire plus moins "
            "exactement"
        ),
        prepositions=(
            "à au aux avant après avec chez contre dans de du des depuis derrière dès devant "
            "durant en entre envers jusque malgré par parmi pendant pour sans selon sous sur "
            "vers"
        ),
        conjunctions=(
            "quand si après avant pendant parce que qui lorsque puisque comme dont où et ou "
            "mais quoique"
        ),
        articles="le la les un une des du de l d",
        persons="il elle lui ils elles eux",
        things=(
            "il elle ils elles lui leur eux celui-ci celle-ci ceux-ci celles-ci celui-là "
            "celle-là"
        ),
        possessives="son sa ses leur leurs",
        pointing="ça cela ceci celui celle ceux celles là là-bas dedans dessus dessous",
        final="là alors autre autres",
        demonstratives="ce cet cette ces",
        continuing="aussi sinon encore ensuite plutôt ailleurs également",
        places="là dedans",
        others=(
            "je tu nous vous me moi te on se s ne pas n plus tout tous toute toutes même très "
            "j c qu t-il t-elle"
        ),
    ),
    "it": words_in(
        r"e|ed|ma|o|oppure|allora|anche|solo",
        (
            r"(?:e )?che (?:ne è|dire) (?:di|del|della|dei|delle|dell)|e (?:se|per|di|del|"
            r"della|nel|nella|con|i|il|la|le|gli)|(?:e )?quanto (?:a|al|alla|ai|alle)"
        ),
        r"quant[ei] (?:sono|erano|ne|ce|furono|hanno|di loro)\b",
        clitics=(
            r"\bl['’](?:ha|hanno|aveva|avevano)\b|"
            r"^(?:si )?(?:può|posso|possiamo|come|quando|dove)\s(?:\w+\s)?"
            r"\w+(?:ar|er|ir)l[oaie]\W*$"
        ),
        expletives=r"\bc['’ ]?è|\bci (?:sono|erano|vuole|vogliono)",
        adjuncts="quando dove perché",
        questions=(
            "chi che cosa cos quale quali quando dove perché come quanto quanta quanti quante "
            "qual"
        ),
        degrees="quanto",
        auxiliaries=(
            "è sono era erano essere stato stata stati fu furono sarà ha hanno aveva avere "
            "può possono poteva deve devono doveva fa fanno"
        ),
        light="costa costano dura succede accade significa va vanno viene dice disse esattamente",
        prepositions=(
            "a ad al alla ai agli alle con contro da dal dalla dai dalle di del della dei "
            "degli delle dell in nel nella nei negli nelle dopo prima durante entro fra tra "
            "per presso secondo senza sopra sotto su sul sulla verso"
        ),
        conjunctions=(
            "quando se dopo prima mentre perché che chi dove come sebbene e o ma cui poiché"
        ),
        articles="il lo la i gli le un uno una l d",
        persons="egli lui lei loro esso essa",
        things="esso essa essi esse lui lei loro",
        possessives="suo sua suoi sue loro",
        pointing="ciò questo quello lì là ne ci vi quest",
        final="questa quella questi quelli quelle allora stesso stessa altro altra altri altre",
        demonstratives=(
            "questo questa questi queste quel quello quella quei quegli quelle tale tali"
        ),
        continuing="anche inoltre altrimenti invece prima dopo poi",
        places="lì là",
        others="io tu noi voi mi ti ci vi si non più meno molto tutto tutti tutta tutte",
    ),
    "pt": words_in(
        r"e|mas|ou|então|também|só|apenas",
        (
            r"e (?:quanto (?:a|ao|aos|à|às)|se|para|o|a|os|as|em|no|na|do|da|de)|que tal|"
            r"(?:e )?quanto (?:ao|à|aos|às)"
        ),
        r"quant[oa]s (?:são|eram|foram|há|havia|têm|delas|deles|se)\b",
        clitics=(
            r"^(?:quem|quando|onde|como)\s(?:o|a|os|as)\s\w+ou\W*$|"
            r"\b\w+-(?:l?[oa]s?)\b"
        ),
        expletives=r"(?!)",
        adjuncts="quando onde porquê",
        questions=(
            "quem que quê qual quais quando onde porquê porque como quanto quanta quantos "
            "quantas"
        ),
        degrees="quão",
        auxiliaries=(
            "é são era eram foi foram ser sido está estão estava estar será há tem têm tinha "
            "ter pode podem podia deve devem devia faz fazem fez"
        ),
        light="custa custam dura acontece significa vai vão vem diz disse exatamente",
        prepositions=(
            "a ao à aos às ante após até com contra de do da dos das desde durante em no na "
            "nos nas entre para perante por pelo pela sem sob sobre"
        ),
        conjunctions=(
            "quando se depois antes enquanto porque que quem onde como embora e ou mas cujo "
            "cuja"
        ),
        articles="o a os as um uma uns umas",
        persons="ele ela eles elas",
        things="ele ela eles elas dele dela deles delas",
        possessives="seu sua seus suas dele dela deles delas",
        pointing="isso isto aquilo disso disto nisso nele nela lá ali aí",
        final="esse essa esses essas então mesmo mesma outro outra outros outras",
        demonstratives="este esta estes estas esse essa esses essas aquele aquela aqueles aquelas",
        continuing="também além senão antes depois",
        places="lá ali aí nele nela",
        others="eu tu nós você vocês me te se não sim mais menos muito todo todos toda todas lhe",
    ),
}  # fmt: skip
