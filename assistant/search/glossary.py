"""What a measure is computed from: a question asks for the quick ratio, the report has its parts.

Annual reports name few ratios; they print the statements from which a reader works them out. Words
of the right statement are searched for beside the question, and never instead of it.
"""

import re

MOST_ENTRIES = 3
"""Of one question; more would say nothing definite."""

_INCOME = "consolidated statements of income operations earnings"
_BALANCE = "consolidated balance sheets"
_CASH = "consolidated statements of cash flows"

_ENTRIES: tuple[tuple[str, str], ...] = (
    (
        r"gross (?:margins?|profit)",
        f"{_INCOME}: net sales, revenue, cost of sales, cost of goods sold, gross profit",
    ),
    (
        r"operating (?:margins?|income|profit)|ebit",
        f"{_INCOME}: revenue, operating income, operating expenses",
    ),
    (r"net (?:profit )?margin|net income|profit margin", f"{_INCOME}: revenue, net income"),
    (
        r"ebitda",
        "reconciliation of net income to adjusted EBITDA: depreciation and amortization, interest, "
        "income taxes",
    ),
    (
        r"quick ratio|acid test|current ratio|cash ratio|working capital|liquidity",
        f"{_BALANCE}: cash and cash equivalents, short-term investments, accounts receivable, "
        "inventories, total current assets, total current liabilities",
    ),
    (
        r"inventory turnover|dio|days (?:of )?(?:sales in )?inventory(?: outstanding)?",
        f"{_BALANCE}: inventories; {_INCOME}: cost of sales",
    ),
    (
        r"receivables? turnover|dso|days sales outstanding",
        f"{_BALANCE}: accounts receivable; {_INCOME}: revenue, net sales",
    ),
    (
        r"payables? turnover|dpo|days payables? outstanding",
        f"{_BALANCE}: accounts payable, inventories; {_INCOME}: cost of sales",
    ),
    (
        r"cash conversion cycle",
        f"{_BALANCE}: inventories, accounts receivable, accounts payable; {_INCOME}: cost of sales",
    ),
    (
        r"capex|capital expenditures?|capital[- ]intensive",
        f"{_CASH}: purchases of property, plant and equipment, capital expenditures",
    ),
    (
        r"free cash flow|cash flows?|cash from operations|"
        r"(?:operating|investing|financing) activities",
        f"{_CASH}: net cash provided by operating, investing and financing activities",
    ),
    (
        r"pp ?& ?e|ppne|property, plant|fixed assets?",
        f"{_BALANCE}: property, plant and equipment, net",
    ),
    (
        r"debt|leverage|interest coverage|gearing",
        f"{_BALANCE}: long-term debt, short-term borrowings, total liabilities, interest expense",
    ),
    (
        r"return on (?:assets|equity)|roa|roe|asset turnover",
        f"{_BALANCE}: total assets, total equity; {_INCOME}: net income, revenue",
    ),
    (r"dividends?|pay-?out ratio", f"{_CASH}: dividends paid, dividends declared per share"),
    (
        r"effective tax rate|income tax(?:es)?",
        "income taxes: effective tax rate, provision for income taxes, income before taxes",
    ),
    (r"revenues?|top line|net sales", f"{_INCOME}: total revenue, net sales"),
    (r"cash (?:&|and) cash equivalents", f"{_BALANCE}: cash and cash equivalents"),
    (
        r"acquisitions?|acquired",
        "acquisitions and divestitures: acquired business, purchase price, consideration",
    ),
    (r"spin(?:ning)?[- ]?off", "separation, spin-off, discontinued operations"),
)
_COMPILED = [
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), words)
    for pattern, words in _ENTRIES
]


def related_words(question: str) -> str:
    """Words of the statements that a question's measures are computed from; empty for most."""
    found = dict.fromkeys(words for pattern, words in _COMPILED if pattern.search(question))
    return "; ".join(list(found)[:MOST_ENTRIES])
