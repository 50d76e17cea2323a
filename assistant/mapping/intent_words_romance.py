"""How French, Spanish, Italian and Portuguese ask about all documents."""

from assistant.mapping.speech import Speech

FRENCH = Speech(
    documents=r"""(?:documents?|fichiers?|textes?|papiers?|pièces?)""",
    kinds=r"""
        (?:contrats?|accords?|conventions?|baux|bail|factures?|reçus?|quittances?|lettres?|
        courriers?|comptes?[ -]rendus?|procès-verb(?:al|aux)|rapports?|polices?|manuels?|
        offres?|devis|articles?|notes?|formulaires?|livres?|études?|attestations?|avenants?)""",
    each=r"""
        (?:chaque|chacun[e]? d(?:e mes|es)|tou(?:s|tes) (?:les|mes|ces|nos)|l(?:'|
        ’)ensemble d(?:es|e mes))""",
    mine=r"""(?:mes|ces|nos)""",
    tell=r"""
        (?:(?:peux|pouvez)-(?:tu|vous) |merci de )?(?:liste[rz]?|énumère[rz]?|montre[rz]?|
        donne[rz]?|indique[rz]?|extrai[st]?|extraire|compare[rz]?|trouve[rz]?|cite[rz]?|
        dresse[rz]?|fai[st]|quel(?:le)?s? (?:est|sont|était|étaient)|qui (?:est|sont|
        a signé))(?:-moi| - ?moi|-nous)?(?: (?:un|une|la|le)? ?(?:tableau|liste|aperçu) (?:de|
        des|du|avec))?""",
    what=r"""
        (?:quel(?:le)?s? (?:est|sont|était|étaient)|qui (?:est|sont|a signé)|quand|combien)""",
    of=r"""(?:de|d(?:'|’)|dans|pour|selon|par|des)""",
    inside=r"""(?:pour|dans|de|parmi|selon)""",
    which=r"""(?:(?:dans )?quel(?:le)?s?|lesquels de|combien de)""",
    mention=r"""
        (?:mentionnent?|contien(?:t|nent)|parlent? (?:de|d(?:'|’))|évoquent?|citent?|
        traitent? (?:de|d(?:'|’))|décrivent|prévoi(?:t|ent)|comportent?|incluent|
        font référence à|concernent?|ont)""",
    mentioned=r"""(?:mentionnée?s?|citée?s?|évoquée?s?|question|traitée?s?|prévue?s?)""",
    summary=r"""
        (?:(?:peux|pouvez)-(?:tu|vous) )?(?:résume[rz]?(?:-moi)?|synthétise[rz]?|
        (?:(?:fai[st]|donne|écris|rédige)[rsz]?(?:-moi)? )?(?:un |une |le )?(?:bref |
        court )?(?:résumés?|synthèse|aperçu) (?:de|d(?:'|’)|du|des))""",
    this=r"""(?:ce|cet|cette|le|la|l(?:'|’)|mon)""",
    plural=r"""(?:les|des)""",
    about=r"""
        de quoi (?:parle|parlent|traite|traitent) {doc}|que dit {doc}|que contient {doc}|
        quels sont les points (?:principaux|clés|essentiels) (?:de|du) ?{doc}""",
    says=r"""(?:que di(?:t|sent) {doc} (?:sur|de|du|à propos de))""",
    that=r"""(?:qui|où|sur|avec|dont|concernant)""",
    many=r"""
        (?:combien (?:de|d(?:'|’))|(?:quel est )?(?:le )?nombre (?:total )?(?:de|d(?:'|’))|
        compte[rz]? (?:les|mes|tous mes))""",
    have=r"""
        (?:ai-je(?: en tout| au total)?|est-ce que j(?:'|’)ai|avons-nous|
        y a-t-il(?: en tout)?|il y a|j(?:'|’)ai|(?:sont|ont été) indexée?s|as-tu|connais-tu|
        au total|en tout|contient|sont)""",
)

SPANISH = Speech(
    documents=r"""(?:documentos?|archivos?|ficheros?|textos?|papeles?)""",
    kinds=r"""
        (?:contratos?|acuerdos?|convenios?|arrendamientos?|facturas?|recibos?|cartas?|actas?|
        informes?|reportes?|pólizas?|manual(?:es)?|ofertas?|presupuestos?|artículos?|notas?|
        formularios?|libros?|estudios?|certificados?)""",
    each=r"""
        (?:cada(?: uno de (?:mis|los|estos))?|tod[oa]s (?:mis|los|las|estos|estas|nuestros))""",
    mine=r"""(?:mis|estos|estas|nuestros|nuestras)""",
    tell=r"""
        (?:por favor,? )?(?:(?:haz|dame|crea|prepara) una (?:lista|tabla) (?:de|con)|
        lista(?:r|me)?|enumera(?:r|me)?|muestra(?:me)?|muéstrame|dame|indica(?:me)?|indícame|
        extrae|compara|encuentra|busca|di(?:me)?|nombra|¿? ?cuál(?:es)? (?:es|son|era|eran|
        fue)|¿? ?quién(?:es)? (?:es|son|firmó)|¿? ?qué \w+ (?:tiene|hay))""",
    what=r"""
        (?:cuál(?:es)? (?:es|son|era|eran|fue)|quién(?:es)? (?:es|son|firmó)|qué \w+ (?:tiene|
        hay)|cuándo|cuánto)""",
    of=r"""(?:de|en|para|según|por)""",
    inside=r"""(?:para|en|de|por)""",
    which=r"""(?:¿? ?(?:en )?(?:qué|cuáles de|cuál de|cuánt[oa]s(?: de)?))""",
    mention=r"""
        (?:mencionan?|contienen?|hablan? (?:de|sobre)|tratan? (?:de|sobre)|citan?|incluyen?|
        describen?|prevén|prevé|se refieren? a|dicen algo (?:de|sobre)|tienen?)""",
    mentioned=r"""(?:mencionad[oa]s?|menciona|mencionan|habla|trata|aparecen?|cita)""",
    summary=r"""
        (?:por favor,? )?(?:resum(?:e|ir|a|eme|en)|resúmeme|sintetiza|(?:(?:haz|dame|escribe|
        prepara)(?:me)? )?(?:un |una |el )?(?:breve )?(?:resumen|síntesis) (?:de|del))""",
    this=r"""(?:este|esta|el|la|ese|mi|l)""",
    plural=r"""(?:los|las)""",
    about=r"""
        ¿? ?de qué (?:trata|tratan|habla|hablan|va) {doc}|¿? ?qué (?:dice|contiene) {doc}|
        ¿? ?cuáles son los puntos (?:principales|clave) de ?{doc}""",
    says=r"""(?:qué dice(?:n)? {doc} (?:sobre|de|acerca de))""",
    that=r"""(?:que|donde|sobre|con|en los que|en las que)""",
    many=r"""
        (?:¿? ?cuánt[oa]s|¿? ?(?:cuál es )?(?:el )?número (?:total )?de|cuenta (?:mis|los|
        todos mis))""",
    have=r"""
        (?:tengo(?: en total)?|tenemos|hay(?: en total)?|existen|(?:están|son|fueron|
        han sido) indexad[oa]s|conoces|tienes|en total|contiene)""",
)

ITALIAN = Speech(
    documents=r"""(?:document[oi]|file|test[oi]|carte)""",
    kinds=r"""
        (?:contratt[oi]|accord[oi]|fattur[ae]|ricevut[ae]|letter[ae]|verbal[ei]|rapport[oi]|
        relazion[ei]|polizz[ae]|manual[ei]|offert[ae]|preventiv[oi]|articol[oi]|not[ae]|
        modul[oi]|libr[oi]|stud[io]|certificat[oi])""",
    each=r"""
        (?:ogni(?: singolo)?|ciascun[oa]?(?: dei miei)?|tutt[ie](?: (?:i|gli|le|questi|
        queste))?(?: miei| mie| nostri)?)""",
    mine=r"""(?:(?:i )?miei|(?:le )?mie|questi|queste|i nostri|dei miei|nei miei)""",
    tell=r"""
        (?:per favore,? )?(?:elenca(?:mi)?|mostra(?:mi)?|dammi|indica(?:mi)?|estrai|confronta|
        trova|dimmi|nomina|fai (?:una tabella|un elenco|una lista) (?:di|con|dei|delle)|crea|
        qual(?:e|i|)(?: |')?(?:è|sono|era|erano)|quali sono|chi (?:è|ha firmato))""",
    what=r"""
        (?:qual(?:e|i)?(?: |')?(?:è|sono|era|erano)|chi (?:è|ha firmato)|quando|quanto)""",
    of=r"""(?:di|in|da|per|nel|nei|secondo|del|dei|delle|degli)""",
    inside=r"""(?:per|in|di|da|nei|nelle)""",
    which=r"""(?:(?:in )?qual[ie]|quant[ie])(?: (?:dei|di))?""",
    mention=r"""
        (?:menziona(?:no)?|conten(?:gono)|contiene|parla(?:no)? (?:di|del|della|dei)|
        cita(?:no)?|tratta(?:no)? (?:di|del|della)?|include|includono|descrivono|prevedono|
        prevede|fanno riferimento a|riguardano|hanno)""",
    mentioned=r"""
        (?:menzionat[oaie]|citat[oaie]|nominat[oaie]|trattat[oaie]|parla|compare|appare|
        previst[oaie])""",
    summary=r"""
        (?:per favore,? )?(?:riassumi(?:mi)?|riassumere|sintetizza|ricapitola|(?:(?:fai|dammi|
        scrivi|prepara)(?:mi)? )?(?:un |una |il )?(?:breve )?(?:riassunto|sintesi|sommario)\s
        (?:di|del|dei|delle|della))""",
    this=r"""(?:quest[oa]|il|la|l(?:'|’)|lo|mio)""",
    plural=r"""(?:i|le|gli|dei|delle|degli)""",
    about=r"""
        di (?:che )?cosa (?:parla|parlano|tratta|trattano) {doc}|(?:che )?cosa (?:dice|
        contiene) {doc}|quali sono i punti (?:principali|chiave) (?:di|del) ?{doc}""",
    says=r"""(?:(?:che )?cosa (?:dice|dicono) {doc} (?:su|sulla|sul|di|sulle|sui))""",
    that=r"""(?:che|dove|su|con|in cui)""",
    many=r"""
        (?:quant[ie]|(?:qual è )?(?:il )?numero (?:totale )?(?:di|dei|delle)|conta (?:i|
        tutti i)(?: miei)?)""",
    have=r"""
        (?:ho(?: in totale| in tutto)?|abbiamo|ci sono(?: in totale)?|sono\s
        (?:stati )?indicizzati|conosci|hai|in totale|in tutto|contiene)""",
)

PORTUGUESE = Speech(
    documents=r"""(?:documentos?|arquivos?|ficheiros?|textos?|papéis)""",
    kinds=r"""
        (?:contratos?|acordos?|faturas?|recibos?|cartas?|atas?|relatórios?|apólices?|
        manua(?:l|is)|ofertas?|propostas?|orçamentos?|artigos?|notas?|formulários?|livros?|
        estudos?|certificados?)""",
    each=r"""(?:cada(?: um dos(?: meus)?)?|tod[oa]s (?:os|as)?(?: ?meus| ?minhas| ?estes)?)""",
    mine=r"""(?:(?:os )?meus|(?:as )?minhas|estes|estas|dos meus|nos meus)""",
    tell=r"""
        (?:por favor,? )?(?:(?:faça|faz|crie) uma (?:lista|tabela) (?:de|com|dos|das)|
        list(?:e|a|ar)|mostr[ea](?:-me)?|dê-me|dá-me|indi(?:ca|que)|extra(?:i|ia)|compar[ea]|
        encontr[ea]|diga(?:-me)?|diz-me|qua(?:l|is) (?:é|são|era|eram|foi)|quem (?:é|são|
        assinou))""",
    what=r"""(?:qua(?:l|is) (?:é|são|era|eram|foi)|quem (?:é|são|assinou)|quando|quanto)""",
    of=r"""(?:de|em|para|segundo|do|dos|das|nos)""",
    inside=r"""(?:para|em|de|por|nos)""",
    which=r"""(?:(?:em )?(?:qua(?:l|is)|que|quant[oa]s))(?: (?:dos|de))?""",
    mention=r"""
        (?:mencionam?|contêm|contém|falam? (?:de|sobre|da|do)|tratam? (?:de|sobre|da|do)|
        citam?|incluem|descrevem|preveem|prevê|referem(?:-se)?(?: a)?|têm)""",
    mentioned=r"""(?:mencionad[oa]s?|citad[oa]s?|tratad[oa]s?|aparecem?|fala|previst[oa]s?)""",
    summary=r"""
        (?:por favor,? )?(?:resum(?:e|a|ir)|sintetiz[ea]|(?:(?:faça|faz|dê-me|dá-me|
        escreva) )?(?:um |uma |o )?(?:breve )?(?:resumo|síntese) (?:de|do|dos|das))""",
    this=r"""(?:este|esta|o|a|esse|deste|do|meu)""",
    plural=r"""(?:os|as|dos|das)""",
    about=r"""
        (?:de que|do que|sobre o que) (?:trata|tratam|fala|falam) {doc}|o que (?:diz|
        contém) {doc}|quais são os pontos (?:principais|chave) (?:de|do) ?{doc}""",
    says=r"""(?:o que (?:diz|dizem) {doc} (?:sobre|de|da|do))""",
    that=r"""(?:que|onde|sobre|com|em que)""",
    many=r"""
        (?:quant[oa]s|(?:qual é )?(?:o )?número (?:total )?de|conta(?:r)? (?:os|
        todos os)(?: meus)?)""",
    have=r"""
        (?:(?:eu )?tenho(?: (?:no total|ao todo))?|temos|há(?: no total)?|existem|(?:estão|
        foram) indexados|conheces|tens|você tem|no total|ao todo|contém)""",
)
