"""Questions that ask all documents, with what is to be understood of them, and ordinary ones."""

EACH = """
list the notice period of every contract | notice period
List the notice periods of all contracts. | notice periods
What is the notice period of each contract? | notice period
What are the payment terms in every agreement? | payment terms
notice period of every contract | notice period
Give me the total amount of each invoice | total amount
Show me the due date of all invoices from 2023 | due date
For each contract, what is the governing law? | governing law
For every document list the author and the date | author and the date
In each of my documents, find the name of the landlord | name of the landlord
Extract the invoice number from every PDF | invoice number
Extract the invoice numbers from all my PDF files | invoice numbers
make a table of the rent in all leases | rent
Make me a list of the deadlines in all these documents | deadlines
Compare the prices in all offers | prices
compare the warranty of every offer in folder offers2024 | warranty
tell me the expiry date of each policy | expiry date
Who signed every contract? | signed
What is the deposit in each lease? | deposit
please list the delivery date of every order | delivery date
Could you list the policy number of each insurance policy? | policy number
list all deadlines in my documents | deadlines
Collect every decision from all the meeting minutes | decision
get the e-mail address of the contact in each letter | e-mail address of the contact
What does each contract say about liability? | liability
What do all contracts say about termination? | termination
Summarise what every contract says about confidentiality | confidentiality
how does each agreement regulate subletting? | subletting
I need the monthly fee of every agreement | monthly fee
When does each contract end? | end
How long is the probation period in every contract? | probation period
across all documents, list the interest rate | interest rate
pull out the penalty clause from each supplier contract | penalty clause
What was decided in each meeting minutes? | decided
Which supplier is named in every contract? | named
Nenne die Kündigungsfrist jedes Vertrags | Kündigungsfrist
Liste die Kündigungsfristen aller Verträge auf | Kündigungsfristen
Wie lang ist die Kündigungsfrist in jedem Vertrag? | Kündigungsfrist
Zeige mir den Rechnungsbetrag jeder Rechnung | Rechnungsbetrag
Erstelle eine Tabelle mit der Miete aus allen Mietverträgen | Miete
Was steht in jedem Vertrag zur Haftung? | Haftung
Für jedes Dokument: wer ist der Autor? | Autor
Welche Laufzeit hat jeder Vertrag? | Laufzeit
Liste le préavis de chaque contrat | préavis
Quel est le montant de chaque facture ? | montant
Donne-moi la date d'échéance de tous les contrats | date d'échéance
Dans chaque document, quel est le nom du bailleur ? | nom du bailleur
Que dit chaque contrat sur la responsabilité ? | responsabilité
Enumera el plazo de preaviso de cada contrato | plazo de preaviso
¿Cuál es el importe de cada factura? | importe
Dame la fecha de vencimiento de todos los contratos | fecha de vencimiento
¿Qué dice cada contrato sobre la responsabilidad? | responsabilidad
Elenca il preavviso di ogni contratto | preavviso
Qual è l'importo di ciascuna fattura? | importo
Dammi la data di scadenza di tutti i contratti | data di scadenza
Liste o prazo de aviso prévio de cada contrato | prazo de aviso prévio
Qual é o valor de cada fatura? | valor
Noem de opzegtermijn van elk contract | opzegtermijn
Wat is het bedrag van elke factuur? | bedrag
Wypisz okres wypowiedzenia z każdej umowy | okres wypowiedzenia
Jaka jest kwota każdej faktury? | kwota
Lista uppsägningstiden i varje avtal | uppsägningstiden
Vad är beloppet på varje faktura? | beloppet
Перечисли срок уведомления в каждом договоре | срок уведомления
Какая сумма в каждом счете? | сумма
列出每份合同的通知期 | 通知期
每份合同的租金是多少？ | 租金
列出所有发票的金额 | 金额
请给我所有合同中的违约金 | 违约金
Can you tell me the salary in each of the employment contracts? | salary
I'd like a table with the interest rate of every loan agreement | interest rate
What's the expiry date of all our insurance policies? | expiry date
For all of my invoices: invoice number and total | invoice number and total
per document, give the publication year | publication year
Show the key dates from each of these files | key dates
which notice period does each contract have? | notice period
go through every PDF and extract the IBAN | IBAN
what are the conclusions of each paper | conclusions
List the attendees of all the meetings in 2023 | attendees
what methods did every study use? | methods
Wer sind die Vertragsparteien in jedem Vertrag? | Vertragsparteien
Gib mir von jeder Rechnung Nummer und Betrag | Nummer und Betrag
Pour chaque facture, donne le montant TTC | montant TTC
Quelle est la durée de chaque contrat ? | durée
Para cada contrato indica la fecha de inicio | fecha de inicio
Per ogni fattura indica l'importo | importo
各份合同的到期日是什么 | 到期日
"""
"""A fact of every document, and what each is asked."""

MENTION = """
which of my documents mention a penalty | penalty
Which documents mention a penalty? | penalty
Which contracts contain an arbitration clause? | arbitration clause
which files talk about the harbour bridge | harbour bridge
What documents refer to GDPR? | GDPR
Which of the invoices include VAT? | VAT
in which documents is Maria Jansen mentioned? | Maria Jansen
In which files does the word indemnity appear? | indemnity
In which of my contracts is subletting discussed? | subletting
How many documents mention asbestos? | asbestos
How many of my contracts contain a penalty clause? | penalty clause
how many contracts have a non-compete clause? | non-compete clause
List all documents that mention Acme | Acme
list every contract with a termination fee | termination fee
Show me all files about the move to Rotterdam | move to Rotterdam
Find all letters that mention the late payment | late payment
Do any of my documents mention mould? | mould
Does any contract limit liability? | liability
do any of the reports discuss climate risk | climate risk
Which PDFs contain an IBAN? | IBAN
Which emails talk about the invoice 4711? | invoice 4711
Which reports from 2023 cover data protection? | data protection
which minutes in folder meetings mention the budget | budget
Which agreements are about consulting? | consulting
Which insurance policies cover water damage? | water damage
Give me all contracts that require written notice | written notice
Which leases allow pets? | pets
Which papers cite Robertson? | Robertson
Which of these documents describe the calibration of sensors? | calibration of sensors
What contracts mention exclusivity? | exclusivity
Welche Dokumente erwähnen eine Vertragsstrafe? | Vertragsstrafe
Welche meiner Verträge enthalten eine Schiedsklausel? | Schiedsklausel
In welchen Dateien wird Frau Jansen erwähnt? | Frau Jansen
In welchen Dokumenten kommt das Wort Haftung vor? | Haftung
Zeige alle Verträge, die eine Vertragsstrafe enthalten | Vertragsstrafe
Wie viele Dokumente erwähnen Asbest? | Asbest
Quels documents mentionnent une pénalité ? | pénalité
Dans quels contrats est mentionnée une pénalité ? | pénalité
Combien de contrats contiennent une clause d'arbitrage ? | clause d'arbitrage
Lesquels de mes documents parlent de l'amiante ? | amiante
Trouve tous les documents qui mentionnent Acme | Acme
¿Qué documentos mencionan una penalización? | penalización
¿En qué contratos se menciona una penalización? | penalización
¿Cuántos documentos hablan de amianto? | amianto
Muéstrame todos los documentos que mencionan Acme | Acme
Quali documenti menzionano una penale? | penale
In quali contratti si parla di subaffitto? | subaffitto
Quanti contratti contengono una penale? | penale
Quais documentos mencionam uma multa? | multa
Em quais contratos é mencionada uma multa? | multa
Quantos contratos contêm uma multa? | multa
Welke documenten noemen een boete? | boete
In welke contracten wordt een boete genoemd? | boete
Hoeveel contracten bevatten een boete? | boete
Które dokumenty wspominają o karze umownej? | karze umownej
Które umowy zawierają karę umowną? | karę umowną
Vilka dokument nämner vite? | vite
I vilka avtal nämns vite? | vite
Какие документы упоминают неустойку? | неустойку
В каких договорах упоминается неустойка? | неустойка
哪些文件提到了违约金？ | 违约金
哪些合同包含仲裁条款 | 仲裁条款
列出所有提到罚款的文件 | 罚款
Are there any documents that mention asbestos? | asbestos
find every file where Peter Miller is mentioned | Peter Miller
In how many of my files does the word "penalty" appear? | penalty
Which of my papers talk about transformers? | transformers
show all contracts containing an exclusivity clause | exclusivity clause
what files do I have about the tax audit | tax audit
Which emails are from Anna? | Anna
Welche Verträge regeln die Haftung? | Haftung
Quels fichiers parlent de TVA ? | TVA
¿Cuáles de mis contratos mencionan multas? | multas
"""
"""Which documents speak of something, and of what."""

COUNT = """
How many documents do I have? | |
how many documents do i have | |
How many files are there? | |
How many files are indexed? | |
How many documents have I indexed? | |
How many documents are in my library? | |
How many PDFs do I have? | type:pdf |
How many PDF files are in the folder contracts? | in:"contracts" type:pdf |
how many files are in folder contracts | in:"contracts" |
How many files are in the contracts folder? | in:"contracts" |
How many documents are in the directory "Old letters"? | in:"Old letters" |
How many Word documents do I have? | type:word |
how many excel files do we have? | type:excel |
How many spreadsheets are there in my library? | type:excel |
How many emails do I have? | type:mail |
How many e-mails are in folder inbox? | in:"inbox" type:mail |
How many pictures are indexed? | type:image |
How many presentations do I have in total? | type:powerpoint |
How many contracts do I have? | | contracts
How many invoices do I have here? | | invoices
How many documents are tagged urgent? | tag:"urgent" |
How many documents do you know? | |
How many of my files could not be read? | |
How many files failed? | |
How many files were skipped? | |
count my documents | |
Count all PDFs | type:pdf |
What is the number of documents in my library? | |
number of files in folder reports | in:"reports" |
total number of documents | |
tell me how many documents there are | |
How many text files do I have? | type:text |
How many markdown files are there? | type:markdown |
How many documents do I have in folder taxes? | in:"taxes" |
Wie viele Dokumente habe ich? | |
Wie viele PDFs habe ich? | type:pdf |
Wie viele PDF-Dateien sind im Ordner Verträge? | in:"Verträge" type:pdf |
Wie viele Dateien gibt es insgesamt? | |
Wie viele Verträge habe ich? | | Verträge
Wie viele Dokumente kennst du? | |
Anzahl der Dokumente | |
Combien de documents ai-je ? | |
Combien de fichiers PDF y a-t-il dans le dossier contrats ? | in:"contrats" type:pdf |
Combien de PDF ai-je ? | type:pdf |
¿Cuántos documentos tengo? | |
¿Cuántos archivos hay en la carpeta contratos? | in:"contratos" |
¿Cuántos PDF tengo? | type:pdf |
Quanti documenti ho? | |
Quanti file ci sono nella cartella contratti? | in:"contratti" |
Quantos documentos tenho? | |
Quantos arquivos há na pasta contratos? | in:"contratos" |
Hoeveel documenten heb ik? | |
Hoeveel bestanden zijn er in de map contracten? | in:"contracten" |
Ile mam dokumentów? | |
Ile dokumentów mam? | |
Ile plików jest w folderze umowy? | in:"umowy" |
Hur många dokument har jag? | |
Hur många filer finns i mappen avtal? | in:"avtal" |
Сколько у меня документов? | |
Сколько документов у меня есть? | |
Сколько файлов в папке договоры? | in:"договоры" |
我有多少文件？ | |
我有多少个PDF？ | type:pdf |
文件夹合同里有多少文件？ | in:"合同" |
一共有多少份文档？ | |
How many PDFs are in contracts | in:"contracts" type:pdf |
How many PDFs are in contracts? | in:"contracts" type:pdf |
how many files do I have in old letters | in:"old letters" |
How many documents are there in my taxes? | in:"taxes" |
How many Word files are inside "Harbour Yard"? | in:"Harbour Yard" type:word |
number of PDFs in invoices | in:"invoices" type:pdf |
Wie viele PDFs sind in Verträge? | in:"Verträge" type:pdf |
Wie viele Dateien liegen in Rechnungen? | in:"Rechnungen" |
Combien de PDF y a-t-il dans contrats ? | in:"contrats" type:pdf |
¿Cuántos PDF hay en contratos? | in:"contratos" type:pdf |
Quanti PDF ci sono in contratti? | in:"contratti" type:pdf |
Quantos PDFs há em contratos? | in:"contratos" type:pdf |
Hoeveel PDF's staan er in contracten? | in:"contracten" type:pdf |
Ile plików PDF jest w umowy? | in:"umowy" type:pdf |
Hur många PDF finns i avtal? | in:"avtal" type:pdf |
Сколько PDF в договоры? | in:"договоры" type:pdf |
How many documents are in this library? |  |
how many docs have you indexed |  |
How many PDFs are there altogether? | type:pdf |
What's the total number of files? |  |
How many photos do I have? | type:image |
How many emails from 2023 do I have? | type:mail after:2023 before:2024 |
Wie viele Rechnungen habe ich? |  | Rechnungen
Wie viele Word-Dokumente gibt es? | type:word |
Combien de documents sont indexés ? |  |
"""
"""How many documents there are, of which files, and what they are called."""


def lines(text: str) -> list[str]:
    """The questions of one of these texts."""
    return [line for line in text.strip().splitlines() if line.strip()]


def columns(text: str) -> list[tuple[str, ...]]:
    """The same with what is to be understood, taken apart."""
    return [tuple(part.strip() for part in line.split("|")) for line in lines(text)]
