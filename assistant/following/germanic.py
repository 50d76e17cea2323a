"""The small words of German, English and Dutch."""

from assistant.following.language import FollowUpWords, words_in

GERMANIC: dict[str, FollowUpWords] = {
    "de": words_in(
        r"und|aber|oder|also|auch|nur|dann|ok",
        (
            r"(?:und |aber )?(?:was|wie) ist (?:mit|es mit)|(?:und |aber )?wie (?:sieht es|"
            r"steht es|ist es) (?:mit|bei)|und (?:was )?wenn|was ist,? wenn"
        ),
        (
            r"wie ?viele (?:davon|sind|waren|wurden|werden|gibt|hat|haben|dürfen|müssen|"
            r"können|sollen)\b"
        ),
        expletives=(
            r"\b(?:gibt|gab|geben|dauert|heißt|geht|kommt|handelt) es\b|"
            r"\bes (?:\w+ )?(?:gibt|gab|dauert|möglich|erlaubt|nötig|sich)\b|"
            r"\bes\b.*\b(?:zu|dass)\b"
        ),
        adjuncts="wann wo warum wieso weshalb woher wohin",
        questions=(
            "wer wen wem wessen was wann wo wohin woher warum wieso weshalb welche welcher "
            "welches welchen welchem wie wieviel wieviele worüber womit wofür wodurch wozu "
            "wogegen"
        ),
        degrees="wie",
        auxiliaries=(
            "bin ist sind war waren sein gewesen wird werden wurde wurden worden habe hat "
            "haben hatte hatten kann können konnte muss müssen musste darf dürfen durfte soll "
            "sollen sollte will wollen wollte möchte mag gilt gelten"
        ),
        light=(
            "passiert geschieht bedeutet heißt kostet kosten geht gehen kommt kommen dauert "
            "gibt tun macht machen viel viele lange oft genau bitte sagt steht stehen"
        ),
        prepositions=(
            "ab an auf aus außer bei bis durch für gegen hinter in im ins am beim vom zum zur "
            "mit nach neben ohne seit über um unter von vor während wegen zu zwischen laut je "
            "pro"
        ),
        conjunctions=(
            "wenn falls als nachdem bevor während weil dass daß ob damit obwohl sobald seit "
            "bis und oder aber die der das den dem welche welcher welches"
        ),
        articles="der die das den dem des ein eine einen einem einer eines",
        persons="er ihn ihm",
        things="er sie es ihn ihm ihr ihnen",
        possessives="sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres",
        pointing=(
            "davon dafür darüber dazu damit dabei daran darin danach davor dagegen daraus "
            "darauf dadurch daneben dahinter darum darunter dazwischen deren dessen dort "
            "dorthin derselbe dieselbe dasselbe denselben demselben"
        ),
        final=(
            "da dann das dies dieses diese dieser diesen diesem jener jene jenes einer eine "
            "eines keiner so welche"
        ),
        demonstratives=(
            "dieser diese dieses diesen diesem jener jene jenes jenen jenem solche solcher "
            "solches"
        ),
        continuing=(
            "sonst außerdem stattdessen früher später wieder noch auch ebenfalls danach "
            "vorher"
        ),
        places="dort darin",
        others=(
            "ich du wir uns mir mich mein meine unser unsere sich nicht kein keine man alle "
            "noch nur schon sehr mehr größer länger sie denn eigentlich"
        ),
    ),
    "en": words_in(
        r"and|but|or|so|also|plus|ok(?:ay)?|just|only|then",
        (
            r"(?:and |but |so )?(?:what|how) about|(?:and )?what if|"
            r"(?:the )?same (?:question )?for|(?:and )?how come|"
            r"(?:more|further) (?:details|information)"
        ),
        (
            r"how many(?: of (?:them|those|these))? (?:is|are|was|were|do|does|did|should|"
            r"must|may|can|will|have|has|had)\b"
        ),
        clitics=(
            r"\bthe (?:first|second|third|last|other|next|previous|former|latter|new|old) "
            r"ones?\b(?! of)"
        ),
        expletives=(
            r"\bit (?:\w+ )?(?:take|takes|took|cost|costs|possible|necessary|allowed|safe|"
            r"easy|hard|difficult|important|legal|required|permitted|better|best|mean|means|"
            r"true|known|common|normal|usual|typical|customary|worth|rain|rains|snow|snowed|"
            r"snows|called)\b.* (?:to|that|for|in|if|when|on)\b \w|\bits a\b|"
            r"\bwas it that\b|\bis it that\b"
        ),
        adjuncts="when where why",
        questions="who whom whose what when where why which how",
        degrees="how",
        auxiliaries=(
            "am is are was were be been being do does did done have has had having will would "
            "shall should can could may might must"
        ),
        light=(
            "happen happens happened become becomes mean means get gets got go goes come "
            "comes take takes took cost costs know need needs say says said tell please many "
            "much long often far old exactly there else happening find"
        ),
        prepositions=(
            "about above across after against along among around at before behind below "
            "beneath beside between beyond by down during except for from in inside into near "
            "of off on onto out outside over past per since through to toward towards under "
            "until up upon with within without"
        ),
        conjunctions=(
            "when if after before while because that which who whom whose as since until "
            "although though where and or but than whether how what"
        ),
        articles="a an the",
        persons="he she him they them",
        things="it they them itself themselves",
        possessives="its his her their theirs hers",
        pointing="thereof therein thereby therefore",
        final=(
            "there then that this those these one ones same so both neither either others "
            "another"
        ),
        demonstratives="this that these those such",
        continuing=(
            "else otherwise instead earlier later again too also either afterwards beforehand"
        ),
        places="there therein",
        others=(
            "i you we us me my your our not no yes really sure thanks n't any all each some "
            "more most less very still only just even ever already yet"
        ),
    ),
    "nl": words_in(
        r"en|maar|of|dus|ook|alleen|dan",
        r"(?:en )?(?:hoe|wat) (?:zit|is|staat) het met|en wat (?:als|met)|wat als|en als",
        r"hoeveel (?:ervan|daarvan|zijn|waren|werden|worden|heeft|hebben|mogen|moeten|kunnen)\b",
        expletives=(
            r"\ber (?:is|zijn|was|waren)|\b(?:is|zijn|was|waren) er\b|\bhet (?:mogelijk|"
            r"nodig|toegestaan)"
        ),
        adjuncts="wanneer waar waarom",
        questions=(
            "wie wat wanneer waar waarom welke welk hoe hoeveel waarvoor waarmee waardoor "
            "wiens"
        ),
        degrees="hoe",
        auxiliaries=(
            "ben is zijn was waren wezen geweest wordt worden werd werden heb heeft hebben "
            "had hadden kan kunnen kon moet moeten moest mag mogen mocht zal zullen zou "
            "zouden wil willen doet doen geldt gelden"
        ),
        light=(
            "gebeurt betekent heet kost kosten gaat gaan komt komen duurt veel lang vaak "
            "precies zegt staat"
        ),
        prepositions=(
            "aan achter bij binnen boven buiten door in met na naar naast om onder op over "
            "per sinds te tegen tot tussen uit van vanaf via volgens voor zonder"
        ),
        conjunctions=(
            "als wanneer nadat voordat terwijl omdat dat die of hoewel zodra sinds totdat en "
            "maar waar wie"
        ),
        articles="de het een",
        persons="hij hem",
        things="hij zij ze hem haar hen hun",
        possessives="zijn haar hun",
        pointing=(
            "ervan ervoor erover erbij eraan erin ermee erna daarvan daarvoor daarover "
            "daarbij daaraan daarin daarmee daarna daartegen daar hetzelfde dezelfde"
        ),
        final="dan dat dit die deze er het zo",
        demonstratives="deze dit die dat zulke",
        continuing="ook anders bovendien eerder later weer nog",
        places="daar daarin erin",
        others=(
            "ik jij je u wij we ons onze mij mijn jouw uw niet geen er zich alle nog alleen "
            "al zeer meer"
        ),
    ),
}  # fmt: skip
