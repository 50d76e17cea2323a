"""How a passage was found and why a file was not, over real libraries."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.search.explaining import FileExplanation, WhyNot, explain_passage, matched_words
from assistant.search.explanation_words import ordinal, passage_sentence
from assistant.search.retrieval import Retriever
from assistant.search.why_not import explain_file
from indexer.library import Library
from tests.fakes import HashEmbedder

MakeLibrary = Callable[[dict[str, str]], Library]

TEXTS = {
    "bridge.txt": "The harbour bridge is 330 metres long and was painted red in spring.",
    "cats.txt": "Cats sleep for sixteen hours a day and hunt at dawn.",
    "soup.txt": "Onion soup needs time, butter and patience.",
    "old/bridge.md": "The old bridge was of wood and short.",
}


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("notice periods", "The Notice period; a second period.", ("Notice", "period")),
        ("wie lange ist die Kündigungsfrist", "Kündigungsfristen gelten", ("Kündigungsfristen",)),
        ("Kosten in München", "die Koste von Muenchen, munchen", ("Koste", "munchen")),
        ("part AB-12", "part AB-13 and ab 12", ("part", "AB", "12")),
        ("合同期限", "本合同的期限为三年", ("合同", "期限")),
        ("the and of", "the and of", ()),
        ("cat", "category", ()),
    ],
)
def test_words_are_told_as_they_stand_in_the_passage(
    question: str, text: str, expected: tuple[str, ...]
) -> None:
    assert matched_words(question, text) == expected


def test_many_forms_of_one_word_do_not_hide_another() -> None:
    text = "rent rents rented renting renter rents. " * 5 + "harbour"
    assert matched_words("rent harbour", text)[:2] == ("rent", "harbour")


@pytest.mark.parametrize(("number", "said"), [(1, "1st"), (2, "2nd"), (13, "13th"), (103, "103rd")])
def test_places_are_said_in_english(number: int, said: str) -> None:
    assert ordinal(number) == said


def test_a_passage_says_by_what_it_was_found(
    library_of: MakeLibrary, hash_embedder: HashEmbedder
) -> None:
    query = "how long is the harbour bridge type:txt"
    best = Retriever(library_of(TEXTS), hash_embedder).retrieve(query)[0]
    how = explain_passage(query, best, 1)
    assert (how.place, how.meaning_rank, how.words_rank) == (1, 1, 1)
    assert how.words == ("long", "harbour", "bridge")
    assert not how.named
    said = passage_sentence(how)
    assert said == "Place 1: 1st by meaning, 1st by words. Your words in it: long, harbour, bridge."


def test_a_file_that_was_named_and_words_of_statements_are_told(
    library_of: MakeLibrary, hash_embedder: HashEmbedder
) -> None:
    texts = {
        "AMCOR_2023.md": "Total current assets of the balance sheets, and inventories.",
        "BESTBUY_2023.md": "Total current assets of the balance sheets, and inventories too.",
    }
    query = "What is the quick ratio of AMCOR?"
    best = Retriever(library_of(texts), hash_embedder).retrieve(query)[0]
    how = explain_passage(query, best, 1)
    assert how.named
    assert how.related_rank is not None
    assert "You named its file." in passage_sentence(how)
    assert "statements" in passage_sentence(how)


def test_text_that_fits_beside_a_passage_is_told(
    library_of: MakeLibrary, hash_embedder: HashEmbedder
) -> None:
    long = "\n\n".join(f"Otters of family {n} dive for crabs. " * 40 for n in range(4))
    hits = Retriever(library_of({"otters.txt": long, **TEXTS}), hash_embedder).retrieve("otters")
    first = [hit for hit in hits if hit.path.endswith("otters.txt")]
    assert len(first) > 1
    assert all(explain_passage("otters", hit, 1).beside for hit in first)
    alone = next(hit for hit in hits if hit.path.endswith("soup.txt"))
    assert not explain_passage("otters", alone, 1).beside


class Asked:
    """A library of several files, asked about one of them."""

    def __init__(self, library: Library, embedder: HashEmbedder, docs: Path) -> None:
        self.library, self.docs = library, docs
        self._retriever = Retriever(library, embedder)

    def why(self, query: str, path: str | Path, **options: object) -> FileExplanation:
        whole = str(self.docs / path)
        return explain_file(self.library, self._retriever, query, whole, **options)  # type: ignore[arg-type]


@pytest.fixture
def asked(library_of: MakeLibrary, hash_embedder: HashEmbedder, tmp_path: Path) -> Asked:
    return Asked(library_of({**TEXTS, "empty.txt": ""}), hash_embedder, tmp_path / "docs")


def test_a_file_among_the_results_is_said_to_be_there(asked: Asked) -> None:
    found = asked.why("harbour bridge", "bridge.txt")
    assert (found.cause, found.place) == (WhyNot.SHOWN, 1)
    assert found.how is not None
    assert found.how.words == ("harbour", "bridge")
    assert "in place 1" in found.sentence


def test_a_name_alone_will_do(asked: Asked) -> None:
    retriever, library = asked._retriever, asked.library
    found = explain_file(library, retriever, "cats", "cats.txt")
    assert found.cause is WhyNot.SHOWN
    assert found.path == str(asked.docs / "cats.txt")


def test_a_passage_further_down_is_told_with_its_place_and_words(asked: Asked) -> None:
    found = asked.why("harbour bridge", "soup.txt", shown=1)
    assert found.cause is WhyNot.RANKED
    assert found.place is not None
    assert found.place > 1
    assert found.passage is not None
    assert found.passage.text == TEXTS["soup.txt"]
    assert "the first 1 are shown" in found.sentence


def test_what_is_beyond_the_deepest_place_is_told_as_such(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.search.why_not.DEEPEST", 2)
    found = asked.why("harbour bridge", "soup.txt", shown=1)
    assert (found.cause, found.place) == (WhyNot.BEYOND, None)
    assert found.passage is not None
    assert "beyond the first 2" in found.sentence


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("bridge type:pdf", "type: pdf"),
        ("bridge in:old", "in: old"),
        ("bridge file:cats", "file: cats"),
        ("bridge before:1999", "before: 1999-01-01"),
    ],
)
def test_the_filter_that_keeps_a_file_out_is_named(asked: Asked, query: str, part: str) -> None:
    found = asked.why(query, "bridge.txt")
    assert (found.cause, found.parts) == (WhyNot.FILTERED, (part,))
    assert part in found.sentence


def test_only_the_filter_that_refuses_is_named(asked: Asked) -> None:
    assert asked.why("bridge type:txt in:docs after:2000 file:cats", "bridge.txt").parts == (
        "file: cats",
    )


def test_phrases_and_exclusions_are_named(asked: Asked) -> None:
    found = asked.why('"red harbour"', "bridge.txt")
    assert (found.cause, found.parts) == (WhyNot.PHRASE, ("exact: “red harbour”",))
    found = asked.why("bridge -harbour", "bridge.txt")
    assert (found.cause, found.parts) == (WhyNot.EXCLUDED, ("without: harbour",))


def test_a_copy_is_shown_once_and_the_other_is_named(
    library_of: MakeLibrary, hash_embedder: HashEmbedder, tmp_path: Path
) -> None:
    copies = {"a.txt": TEXTS["cats.txt"], "b.txt": TEXTS["cats.txt"], "c.md": TEXTS["cats.txt"]}
    asked = Asked(library_of(copies), hash_embedder, tmp_path / "docs")
    causes = {name: asked.why("when do cats hunt", name).cause for name in copies}
    assert sorted(causes.values()) == [WhyNot.SAME_TEXT, WhyNot.SAME_TEXT, WhyNot.SHOWN]
    told = asked.why("when do cats hunt", "b.txt")
    assert "The same text is shown once" in told.sentence
    assert told.place == 1


def test_a_file_without_text_says_why_it_is_not_indexed(asked: Asked) -> None:
    found = asked.why("bridge", "empty.txt")
    assert found.cause is WhyNot.NOT_INDEXED
    assert "is empty" in found.sentence


def test_what_is_nowhere_left_out_or_not_in_the_library_is_told_apart(
    asked: Asked, tmp_path: Path
) -> None:
    assert asked.why("bridge", "nothing.txt").cause is WhyNot.NO_SUCH_FILE
    (asked.docs / "new.txt").write_text("new")
    assert asked.why("bridge", "new.txt").cause is WhyNot.LEFT_OUT
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("bridge")
    assert asked.why("bridge", elsewhere).cause is WhyNot.NOT_IN_LIBRARY


def test_a_folder_is_asked_about_as_a_whole(asked: Asked) -> None:
    assert asked.why("wood", "old").cause is WhyNot.SHOWN
    found = asked.why("wood type:txt", "old")
    assert (found.cause, found.parts) == (WhyNot.FILTERED, ("type: txt",))
    assert asked.why("wood", "old", within=asked.docs / "cats.txt").cause is WhyNot.OUTSIDE


def test_filters_without_a_word_are_told(asked: Asked) -> None:
    assert asked.why("type:txt", "bridge.txt").cause is WhyNot.NO_QUESTION


def test_a_file_changed_since_is_filtered_by_its_day(
    library_of: MakeLibrary, hash_embedder: HashEmbedder, tmp_path: Path
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "old.txt").write_text("An old bridge.")
    os.utime(docs / "old.txt", (946_728_000, 946_728_000))
    asked = Asked(library_of({"new.txt": "A new bridge."}), hash_embedder, docs)
    assert asked.why("bridge after:2005", "old.txt").parts == ("after: 2005-01-01",)
    assert asked.why("bridge after:2005", "new.txt").cause is WhyNot.SHOWN
