"""Questions for summaries, and ordinary ones, which ask no document for itself."""

SUMMARY_OF_EACH = """
summarise all minutes of 2024
Summarize all documents
Summarize every document in folder reports
Please summarise each of my letters
Give me a summary of all contracts
give me a short summary of every report from 2023
Summarise the meeting minutes of 2024
Summarise my documents
summarize these files
Summarize both documents
What is each document about?
What are my documents about?
Sum up all invoices
Write a brief summary of each article
Can you summarize all my PDFs?
Recap all the meeting notes
an overview of all my contracts
Fasse alle Protokolle von 2024 zusammen
Fasse alle Dokumente zusammen
Fasse mir jedes Dokument zusammen
Gib mir eine Zusammenfassung aller Verträge
Worum geht es in jedem Dokument?
Zusammenfassung aller Berichte
Résume tous les comptes rendus de 2024
Résume chaque document
Fais un résumé de tous les contrats
De quoi parle chaque document ?
Resume todas las actas de 2024
Resume cada documento
Haz un resumen de todos los contratos
¿De qué trata cada documento?
Riassumi tutti i verbali del 2024
Riassumi ogni documento
Fai un riassunto di tutti i contratti
Di cosa parla ogni documento?
Resuma todas as atas de 2024
Faça um resumo de cada contrato
Resume todos os documentos
Vat alle notulen van 2024 samen
Vat elk document samen
Geef een samenvatting van alle contracten
Podsumuj wszystkie protokoły z 2024
Streść każdy dokument
Sammanfatta alla protokoll från 2024
Sammanfatta varje dokument
Обобщи все протоколы за 2024 год
Кратко перескажи каждый документ
总结所有2024年的会议纪要
总结每份文件
请概括所有合同的内容
每份文件讲了什么？
Summarise each contract in one sentence
Give me the gist of all the reports in folder research
summarize everything
Can you give me a summary of all documents?
Fasse jeden Bericht kurz zusammen
"""
"""Every document summarised."""

SUMMARY_OF_ONE = """
summarise this document
Summarize this file
Please summarize the document
Can you summarise this report for me?
Give me a summary of this contract
Give me a short summary of the whole document
summarise report.pdf
Summarize the file annual-report-2023.pdf
summary of "lease agreement.docx"
What is this document about?
What does this document say?
What are the main points of this report?
What are the key findings of this study?
summarize it
Fasse dieses Dokument zusammen
Fasse den Bericht zusammen
Zusammenfassung dieses Vertrags
Worum geht es in diesem Dokument?
Résume ce document
Fais un résumé de ce rapport
De quoi parle ce document ?
Resume este documento
Haz un resumen de este informe
¿De qué trata este documento?
Riassumi questo documento
Di cosa parla questo documento?
Resuma este documento
Vat dit document samen
Geef een samenvatting van dit rapport
Podsumuj ten dokument
Sammanfatta det här dokumentet
Кратко изложи этот документ
О чём этот документ?
总结这份文件
这份文件讲了什么？
Summarise the document
what is this paper about
Give me an executive summary of this report
Summarize contract.pdf in bullet points
Summarise this document by sections
Summarise this document by section, please
Summarize this report section by section
summarise report.pdf by chapters
Give me a summary of this document by sections
Summarise each section of this document
Summarize every chapter of report.pdf
Summarise the sections of this report
Fasse dieses Dokument nach Abschnitten zusammen
Fasse dieses Dokument abschnittsweise zusammen
Fasse dieses Dokument Abschnitt für Abschnitt zusammen
Fasse jeden Abschnitt dieses Dokuments zusammen
Résume ce document par sections
Résume ce document section par section
Résume chaque chapitre de ce document
Resume este documento por secciones
Resume cada sección de este documento
Riassumi questo documento per sezioni
Riassumi ogni sezione di questo documento
Resuma este documento por seções
Vat dit document per hoofdstuk samen
Podsumuj ten dokument według rozdziałów
Sammanfatta det här dokumentet avsnittsvis
Кратко изложи этот документ по разделам
按章节总结这份文件
总结这份文件的各章节
"""
"""One document summarised, which only the scope can name."""

ORDINARY = """
What is the notice period?
What is the notice period of the lease with Acme?
How many employees does the company have?
How many days of leave do I have?
How many pages does the report have?
Who signed the contract?
When does the lease end?
How much is the rent in the contract with Jansen?
What is the penalty for late payment?
Where is the harbour bridge?
How many documents did the commission receive in 2019?
How many letters did Vincent van Gogh write to his brother?
How many contracts were signed last year?
How many copies of the report must be delivered?
What documents are required to apply for a visa?
Which documents must be submitted with the application?
Which document do I need for the registration?
Which files does the installer write?
What is the total of all assets?
What happens to every employee after the merger?
What is the purpose of each committee?
Does the contract mention a penalty?
Is mould mentioned in the lease?
What does the contract say about liability?
Explain the difference between a contract and an agreement
Summarise the notice period rules
Summarize the argument against the bridge
Give me an overview of the calibration procedure
What is the report of 2023 about the harbour?
What are the rules for all employees?
List the members of the committee
List all steps of the calibration
List the ingredients
Show me the phone number of the plumber
Wie lang ist die Kündigungsfrist?
Wie viele Mitarbeiter hat die Firma?
Was kostet die Miete?
Welche Unterlagen brauche ich für den Antrag?
Welche Dokumente müssen eingereicht werden?
Quel est le préavis ?
Combien de jours de congé ai-je ?
Quels documents sont nécessaires pour la demande ?
¿Cuál es el plazo de preaviso?
¿Cuántos empleados tiene la empresa?
¿Qué documentos se necesitan para la solicitud?
Qual è il periodo di preavviso?
Quanti dipendenti ha l'azienda?
Qual é o prazo de aviso prévio?
Wat is de opzegtermijn?
Hoeveel werknemers heeft het bedrijf?
Ile osób pracuje w firmie?
Hur många anställda har företaget?
Сколько сотрудников в компании?
Каков срок уведомления?
公司有多少员工？
通知期是多久？
"""
"""Questions that a search answers."""
