"""By which words a question asks for a period, a sum, a date …; folded, in several languages."""

from collections.abc import Mapping
from enum import StrEnum

from assistant.terms import word_list


class ValueKind(StrEnum):
    """What kind of short fact a question asks for."""

    PERIOD = "period"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    MAIL = "mail"
    PHONE = "phone"
    CODE = "code"
    """A number that names something: of an invoice, a policy, an account."""
    NAME = "name"
    COUNT = "\bcount\b"


ASKED_BY: Mapping[ValueKind, str] = {
    ValueKind.MAIL: r"e-?mail|mail address|correo|courriel|邮箱|邮件地址|почт",
    ValueKind.PHONE: r"phone|telefon|téléphone|teléfono|mobile number|fax|电话|телефон",
    ValueKind.CODE: (
        r"(?:invoice|policy|order|contract|account|reference|serial|case|file|registration|tax|"
        r"customer|project|patent|part|version|room|licen[cs]e|purchase order|vat|id)\s?"
        r"(?:number|no\b|id\b|code)|\biban\b|\bisbn\b|\bdoi\b|nummer\b|kennzeichen|aktenzeichen|"
        r"numéro|número|numero di|编号|号码|номер"
    ),
    ValueKind.PERCENT: (
        r"percent|per cent|\brates?\b(?! of pay)|interest|\bvat\b|discount|margin|yield|share of|"
        r"zinssatz|\bzinsen\b|prozent|rabatt|mehrwertsteuer|taux|pourcentage|remise|\btva\b|tasa|"
        r"porcentaje|descuento|tasso|percentuale|sconto|taxa de|percentagem|korting|\brente\b|"
        r"procent|stopa|ränta|ставк|процент|скидк|利率|百分比|税率|折扣"
    ),
    ValueKind.PERIOD: (
        r"period|\bterms? of notice|notice|duration|how long|time limit|payment terms?|"
        r"warrant(?:y|ies)|"
        r"\bterms?\b(?! and)|guarantee|lifetime|lead time|retention|probation|working hours|"
        r"delivery time|\bage\b|frist|laufzeit|dauer|wie lange|gewährleistung|garantie|probezeit|"
        r"lieferzeit|zahlungsziel|préavis|durée|délai|période|plazo|duración|periodo|período|"
        r"garantía|preavviso|durata|termine|garanzia|prazo|duração|garantia|termijn|looptijd|duur|"
        r"okres|czas trwania|gwarancj|uppsägningstid|löptid|varaktighet|garanti|срок|период|"
        r"длительност|гаранти|通知期|期限|期间|时长|保修|试用期|多久|多长"
    ),
    ValueKind.DATE: (
        r"dates?\b|when\b|\bday of|deadline|\bdue\b|expir|\bends?\b|\bstarts?\b|beginn|commence|"
        r"effective|birthday|signed on|until|year of|datum|wann|stichtag|fällig|ablauf|geburtstag|"
        r"échéance|\bquand\b|fecha|cuándo|vencimiento|scadenza|\bquando\b|data de|data di|"
        r"vencimento|"
        r"wanneer|vervaldatum|termin\b|kiedy|\bnär\b|förfallo|дата|когда|日期|到期|何时|截止"
    ),
    ValueKind.MONEY: (
        r"amount|price|\brents?\b|fees?\b|costs?\b|salar(?:y|ies)|wages?\b|deposit|"
        r"\btotals?\b|\bsums?\b|"
        r"budget|premium|charge|revenue|turnover|income|profit|\bloss\b|value of|\bcap\b|"
        r"liability (?:cap|limit)|limit of liability|how much|penalt(?:y|ies)|fines?\b|payment\b|"
        r"betrag|preis|miete|gebühr|kosten|gehalt|kaution|summe|prämie|umsatz|strafe|vergütung|"
        r"montant|prix|loyer|frais|coût|salaire|caution|prime|chiffre d|importe|precio|alquiler|"
        r"coste|salario|fianza|\bprima\b|importo|prezzo|affitto|canone|costo|stipendio|cauzione|"
        r"valor|preço|aluguel|renda|custo|salário|bedrag|prijs|huur|salaris|borg|boete|kwota|cena|"
        r"czynsz|koszt|belopp|\bpris\b|hyra|kostnad|\blön\b|сумм|цена|стоимост|плат|аренд|金额|价格|租金|"
        r"费用|工资|押金|总额|违约金|多少钱"
    ),
    ValueKind.NAME: (
        r"\bwho\b|whose|names?\b|authors?\b|landlords?|tenants?|lessors?|lessees?|"
        r"\bpart(?:y|ies)\b|"
        r"signator|signed|supplier|customer|client|vendor|buyer|seller|employer|employee\b|"
        r"contact|chair|director|manager|owner|sender|recipient|governing law|"
        r"applicable law|\blaw\b|"
        r"jurisdiction|court|\bplace\b|\bvenue\b|\bcit(?:y|ies)\b|\bcountr(?:y|ies)\b|"
        r"address|insurer|\bbank\b|"
        r"\bwer\b|autor|vermieter|mieter|partei|lieferant|kunde|anschrift|gerichtsstand|"
        r"\brecht\b|\bort\b|"
        r"\bqui\b|\bnom\b|auteur|bailleur|locataire|fournisseur|adresse|tribunal|droit applicable|"
        r"quién|nombre|autor|arrendador|proveedor|ley aplicable|\bchi\b|nome|locatore|fornitore|"
        r"legge applicabile|foro|quem|senhorio|fornecedor|lei aplicável|naam|verhuurder|"
        r"leverancier|"
        r"toepasselijk recht|\bkto\b|nazwisko|dostawca|\bvem\b|namn|leverantör|кто|имя|"
        r"автор|поставщик|арендодател|\bправо\b|суд|姓名|名称|作者|谁|供应商|房东|法律|地址|法院"
    ),
    ValueKind.COUNT: (
        r"how many|number of|quantity|\bcount\b|anzahl|wie viele|nombre de|cuánt|quant[io]|"
        r"aantal|liczba|antal|количеств|число|数量|几"
    ),
}
"""The inside of a regular expression for each kind; the first kind that fits counts."""

GENERAL = word_list(
    """period date amount number name person term terms sum total rate time day days duration
    length value kind type detail details fact information clause provision rule section cost price
    fee frist datum betrag nummer dauer höhe montant durée délai fecha importe plazo data importo
    durata valor prazo bedrag termijn okres kwota belopp срок дата сумма"""
)
"""Words that ask for a kind of fact and say nothing of what it is about: "warranty *period*"."""
