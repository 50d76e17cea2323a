"""Documents written on the spot: short ones with facts to find, long ones to keep it busy."""

import random
from pathlib import Path

FACTS = {
    "lease.txt": (
        "Lease of the flat in Mill Lane.\n\n"
        "The monthly rent is 940 euros and is due on the third working day.\n"
        "Either side may end the lease with a notice period of three months.\n"
    ),
    "minutes.md": (
        "# Minutes of the garden club\n\n## Treasurer\n\n"
        "The club holds 1,215 euros after buying the greenhouse.\n\n"
        "## Next meeting\n\nThe members meet again on 14 May in the old school.\n"
    ),
    "kettle.html": (
        "<html><head><title>Kettle K7</title></head><body><h1>Descaling</h1>"
        "<p>Descale the kettle every six weeks with citric acid.</p></body></html>"
    ),
}

NOUNS = ("harbour", "engine", "garden", "letter", "winter", "bridge", "teacher", "window", "river")
VERBS = ("carries", "follows", "repairs", "forgets", "measures", "paints", "answers", "guards")


def write_facts(folder: Path) -> Path:
    """Three small files whose answers are known."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FACTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def write_long_files(folder: Path, files: int, paragraphs: int) -> Path:
    """Files of many different paragraphs, always the same ones."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        chance = random.Random(number)
        text = "\n\n".join(_paragraph(chance) for _ in range(paragraphs))
        (folder / f"long-{number}.txt").write_text(text, encoding="utf-8")
    return folder


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(12))


def _sentence(chance: random.Random) -> str:
    words = [
        f"the {chance.choice(NOUNS)} {chance.choice(VERBS)} the {chance.choice(NOUNS)}"
        for _ in range(3)
    ]
    return f"In {chance.randint(1700, 1999)} {', '.join(words)}."
