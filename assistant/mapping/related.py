"""Words by which documents say what is asked for under another name, or in another language.

Contracts, invoices and letters have a few dozen facts that are asked for again and again: what says
that it "may be cancelled" answers a question for the notice period without one of its words.
"""

from assistant.terms import stem, word_list

TRANSLATED = 0.9
"""What the same word in another language counts beside the one that was asked for."""
RELATED = 0.4
"""What a word that goes with it counts."""

_SAME = (
    "notice kündigungsfrist kündigen kündigung gekündigt kündbar préavis résilié résilier preaviso "
    "preavviso disdetta recesso opzegtermijn opzeggen opgezegd uppsägningstid wypowiedzenia 通知期",
    "termination kündigung résiliation rescisión recesso opzegging",
    "rent miete mietzins loyer alquiler renta affitto canone aluguel huur czynsz hyra аренда 租金",
    "deposit kaution mietkaution caution fianza cauzione caução borg kaucja deposition залог 押金",
    "warranty guarantee gewährleistung garantie garantía garanzia garantia gwarancja гарантия 保修",
    "penalty vertragsstrafe pénalité penalización penale multa boete kara vite неустойка 违约金",
    "liability haftung responsabilité responsabilidad responsabilità responsabilidade "
    "aansprakelijkheid odpowiedzialność ansvar ответственность 责任",
    "confidentiality vertraulichkeit confidentialité confidencialidad riservatezza geheimhouding",
    "price preis prix precio prezzo preço prijs cena pris цена 价格",
    "amount total betrag summe gesamtbetrag montant importe importo valor bedrag kwota belopp "
    "сумма 金额",
    "invoice rechnung facture factura fattura fatura factuur faktura счет 发票",
    "landlord lessor vermieter bailleur arrendador locatore senhorio verhuurder",
    "tenant lessee mieter locataire arrendatario inquilino conduttore huurder",
    "supplier vendor lieferant fournisseur proveedor fornitore fornecedor leverancier dostawca",
    "interest zinsen zinssatz intérêt interés interesse odsetki ränta",
    "insurance versicherung assurance seguro assicurazione verzekering ubezpieczenie försäkring",
    "delivery lieferung livraison entrega consegna levering dostawa leverans",
    "payment zahlung paiement pago pagamento betaling płatność betalning",
    "salary gehalt salaire salario stipendio salário salaris lön",
)
_RELATED = (
    "notice terminate termination terminated cancel cancelled cancellation resign withdraw",
    "rent lease tenancy",
    "deposit security",
    "governing applicable law laws jurisdiction governed",
    "warranty guarantee warrants defects",
    "penalty damages fine delay",
    "liability liable",
    "confidentiality confidential secret disclose disclosed",
    "start begin begins commence commences effective effect",
    "end expire expires expiry expiration",
    "payment payable pay paid due",
    "salary wage remuneration paid",
    "supplier seller provider contractor",
    "customer buyer client purchaser",
    "deadline due latest",
    "contact addressed reached",
    "author written prepared",
)


def _stems(groups: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(stem, word_list(group))) for group in groups)


_SAME_STEMS, _RELATED_STEMS = _stems(_SAME), _stems(_RELATED)


def others(term: str) -> dict[str, float]:
    """Stems that may stand for a term, itself a stem, with what each is worth beside it."""
    same = _beside(_SAME_STEMS, frozenset({term}))
    near = _beside(_RELATED_STEMS, same | {term})
    return dict.fromkeys(near, RELATED) | dict.fromkeys(same, TRANSLATED)


def _beside(groups: tuple[frozenset[str], ...], terms: frozenset[str]) -> frozenset[str]:
    found = frozenset(stem_ for group in groups if group & terms for stem_ in group)
    return found - terms
