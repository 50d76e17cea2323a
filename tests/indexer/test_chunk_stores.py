"""What every chunk store does, run through the one in memory and the one on disk."""

import re
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import lancedb
import numpy as np
import pytest

from indexer import lance_store
from indexer.chunks import Chunk, ChunkStore
from indexer.documents import HiddenBecause, HiddenText, Recognition, Span, WordBox
from indexer.errors import LibraryDamaged, StorageFull
from indexer.lance_store import LanceChunkStore
from indexer.memory_store import MemoryChunkStore
from tests.fakes import HashEmbedder

REPOSITORY = Path(__file__).resolve().parents[2]

EMBEDDER = HashEmbedder()


def chunk(revision: str, ordinal: int, text: str, page: int | None = 1) -> Chunk:
    words = [Span(match.start() + 10, match.end() + 10) for match in re.finditer(r"\S+", text)]
    return Chunk(
        revision,
        ordinal,
        page,
        Span(10, 10 + len(text)),
        text,
        f"Title\n{text}",
        label=f"p. {page}",
        heading_path=("Part one", "Über uns"),
        sentences=tuple(words),
        sentence_labels=tuple(f"§ {number}" for number in range(len(words))),
        language="en",
        hidden=(HiddenText(Span(10, 12), HiddenBecause.TINY),),
        # Numbers that four bytes hold exactly, as they are kept in four.
        recognition=Recognition(0.75, (WordBox(Span(10, 12), 0.125, 0.25, 0.5, 0.375),)),
    )


def add(store: ChunkStore, *chunks: Chunk) -> None:
    store.add(chunks, EMBEDDER.embed_documents([each.embedding_text for each in chunks]))


def ids(hits: list) -> list[str]:
    return [hit.chunk.id for hit in hits]


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ChunkStore:
    if request.param == "memory":
        return MemoryChunkStore()
    return LanceChunkStore(tmp_path / "index", EMBEDDER.dimension)


def test_a_question_is_stemmed_in_every_language_of_the_texts(store: ChunkStore) -> None:
    add(store, replace(chunk("a", 0, "договоров аренды"), language="ru"))
    add(store, replace(chunk("b", 0, "租赁合同的终止"), language="zh"))
    add(store, replace(chunk("c", 0, "parties running"), language="en"))
    assert ids(store.search_text("договором", 5)) == ["a:0"]
    assert ids(store.search_text("合同终止", 5)) == ["b:0"]
    assert ids(store.search_text("runs", 5)) == ["c:0"]


@pytest.mark.parametrize("damage", ["gone", "damaged"])
def test_languages_that_are_no_longer_noted_are_read_from_the_texts(
    tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "index"
    add(
        LanceChunkStore(folder, EMBEDDER.dimension),
        replace(chunk("a", 0, "договоров аренды"), language="ru"),
    )
    note = folder / "languages.json"
    note.unlink() if damage == "gone" else note.write_text("[")
    store = LanceChunkStore(folder, EMBEDDER.dimension)
    assert ids(store.search_text("договором", 5)) == ["a:0"]
    add(store, replace(chunk("b", 0, "parties running"), language="en"))
    assert ids(LanceChunkStore(folder, None).search_text("договором", 5)) == ["a:0"]


def test_a_part_number_is_found_whole_before_its_pieces(store: ChunkStore) -> None:
    add(store, chunk("a", 0, "part AB 12 and 34"), chunk("b", 0, "part AB-12/34 here"))
    assert ids(store.search_text("AB-12/34", 5))[0] == "b:0"


def test_an_empty_store_answers_everything_with_nothing(store: ChunkStore) -> None:
    assert store.count() == 0
    assert store.revisions() == {}
    assert store.chunks_of("a") == []
    assert store.search_text("anything", 5) == []
    assert store.search_vectors(EMBEDDER.embed_query("anything"), 5) == []
    store.delete_revisions(["a"])
    store.maintain(forget=True)


def test_a_chunk_comes_back_as_it_was_added(store: ChunkStore) -> None:
    first, second = chunk("a", 0, "the rent is due"), chunk("a", 1, "on the third", page=None)
    add(store, second, first)
    assert store.chunks_of("a") == [replace(each, embedding_text="") for each in (first, second)]
    assert store.chunks_of("a")[0].sentence_text(first.sentences[1]) == "rent"


def test_a_chunk_of_the_same_id_is_replaced(store: ChunkStore) -> None:
    add(store, chunk("a", 0, "old words"), chunk("a", 1, "kept words"))
    add(store, chunk("a", 0, "new words"))
    assert [each.text for each in store.chunks_of("a")] == ["new words", "kept words"]
    assert store.count() == 2
    assert store.search_text("old", 5) == []


def test_counts_are_kept_by_revision(store: ChunkStore) -> None:
    add(store, chunk("a", 0, "one"), chunk("a", 1, "two"), chunk("b", 0, "three"))
    assert store.revisions() == {"a": 2, "b": 1}
    store.delete_revisions(["a", "never there"])
    assert store.revisions() == {"b": 1}
    assert store.count() == 1


def test_the_nearest_vector_comes_first_with_its_cosine(store: ChunkStore) -> None:
    add(store, chunk("a", 0, "green apples"), chunk("b", 0, "slow trains"))
    hits = store.search_vectors(EMBEDDER.embed_query("Title green apples"), 2)
    assert ids(hits) == ["a:0", "b:0"]
    assert hits[0].score == pytest.approx(1.0, abs=1e-4)
    assert hits[1].score < 0.9


def test_text_is_found_at_once_and_after_maintenance(store: ChunkStore) -> None:
    add(store, chunk("a", 0, "green apples"), chunk("b", 0, "slow trains"))
    assert ids(store.search_text("apples", 5)) == ["a:0"]
    store.maintain(forget=True)
    assert ids(store.search_text("apples", 5)) == ["a:0"]
    add(store, chunk("c", 0, "more apples"))
    assert set(ids(store.search_text("Apples", 5))) == {"a:0", "c:0"}


@pytest.mark.parametrize(
    "query",
    ['"unclosed', "a:b", "(", "AND OR NOT", "\\", "x' OR 1=1 --", "", " \n", "日本", "*", "+-"],
)
def test_any_text_is_a_query(store: ChunkStore, query: str) -> None:
    add(store, chunk("a", 0, "green apples"))
    store.search_text(query, 5)
    assert ids(store.search_text(f"{query} apples", 5)) == ["a:0"]


def test_search_stays_within_revisions(store: ChunkStore) -> None:
    add(store, chunk("a", 0, "apples"), chunk("b", 0, "apples and pears"))
    add(store, chunk("it's", 0, "apples"))
    vector = EMBEDDER.embed_query("Title apples")
    assert ids(store.search_text("apples", 5, ["b"])) == ["b:0"]
    assert ids(store.search_vectors(vector, 5, {"b"})) == ["b:0"]
    assert ids(store.search_text("apples", 5, ["it's"])) == ["it's:0"]
    assert store.search_text("apples", 5, []) == []
    assert store.search_vectors(vector, 5, []) == []


def test_search_within_very_many_revisions_misses_none(store: ChunkStore) -> None:
    wanted = {f"r{number}" for number in range(11_000)}
    add(store, *(chunk(f"other{number}", 0, "apples") for number in range(60)))
    add(store, *(chunk(f"r{number}", 0, "apples and some pears") for number in range(5)))
    expected = {f"r{number}:0" for number in range(5)}
    assert set(ids(store.search_text("apples", 5, wanted))) == expected
    vector = EMBEDDER.embed_query("Title apples")
    assert len(store.search_vectors(vector, 50, wanted)) == 5


def test_no_more_hits_than_asked_for(store: ChunkStore) -> None:
    add(store, *(chunk("a", number, f"apples {number}") for number in range(30)))
    assert len(store.search_text("apples", 7)) == 7
    assert len(store.search_vectors(EMBEDDER.embed_query("apples"), 7)) == 7
    assert store.search_text("apples", 0) == []


def test_a_second_opening_sees_what_the_first_writes(tmp_path: Path) -> None:
    writer = LanceChunkStore(tmp_path / "index", EMBEDDER.dimension)
    reader = LanceChunkStore(tmp_path / "index", None)
    assert reader.count() == 0
    add(writer, chunk("a", 0, "green apples"))
    assert ids(reader.search_text("apples", 5)) == ["a:0"]
    writer.delete_revisions(["a"])
    assert reader.search_text("apples", 5) == []
    add(writer, chunk("b", 0, "red apples"))
    writer.maintain(forget=True)
    assert ids(reader.search_text("apples", 5)) == ["b:0"]


def test_readers_never_fail_while_the_writer_compacts(tmp_path: Path) -> None:
    writer = LanceChunkStore(tmp_path / "index", EMBEDDER.dimension)
    add(writer, *(chunk("stays", number, f"apples {number}") for number in range(50)))
    finished, problems = threading.Event(), []

    def read() -> None:
        reader = LanceChunkStore(tmp_path / "index", None)
        while not finished.is_set():
            try:
                assert len(reader.search_text("apples", 50, ["stays"])) == 50
            except Exception as error:
                problems.append(error)
                return

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(6):
        add(writer, *(chunk(f"r{number}", ordinal, "pears") for ordinal in range(20)))
        writer.delete_revisions([f"r{number}"])
        writer.maintain(forget=True)
    finished.set()
    thread.join()
    assert problems == []


def test_deleted_text_leaves_the_disk(tmp_path: Path) -> None:
    store = LanceChunkStore(tmp_path / "index", EMBEDDER.dimension)
    add(store, *(chunk("a", number, f"harmless {number}") for number in range(20)))
    store.maintain(forget=True)
    add(store, *(chunk("b", number, "qxzvwkjcanary secret") for number in range(5)))
    store.maintain(forget=True)
    assert holds(tmp_path, b"qxzvwkjcanary")
    store.delete_revisions(["b"])
    store.maintain(forget=True)
    assert not holds(tmp_path, b"qxzvwkjcanary")
    assert store.count() == 20


def holds(folder: Path, word: bytes) -> bool:
    return any(word in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_at_the_end_of_a_run_no_more_than_a_few_rows_stay_outside_the_text_index(
    tmp_path: Path,
) -> None:
    store = LanceChunkStore(tmp_path / "index", EMBEDDER.dimension)
    add(store, *(chunk("a", number, f"apple {number}") for number in range(3000)))
    store.maintain(settle=True)
    assert _unindexed(tmp_path / "index") == 0
    add(store, *(chunk("b", number, f"pear {number}") for number in range(300)))
    store.maintain()
    assert _unindexed(tmp_path / "index") == 300
    store.maintain(settle=True)
    assert _unindexed(tmp_path / "index") == 0


def _unindexed(folder: Path) -> int:
    table = lancedb.connect(folder).open_table("chunks")
    (index,) = table.list_indices()
    return table.index_stats(index.name).num_unindexed_rows


def test_half_characters_do_not_stop_a_document(tmp_path: Path) -> None:
    store = LanceChunkStore(tmp_path / "index", EMBEDDER.dimension)
    store.add([chunk("a", 0, "bad \ud83d end")], np.zeros((1, 64), np.float32))
    assert store.chunks_of("a")[0].text == "bad \ufffd end"


def test_a_damaged_index_says_what_to_do(tmp_path: Path) -> None:
    store = LanceChunkStore(tmp_path / "index", EMBEDDER.dimension)
    add(store, chunk("a", 0, "green apples"))
    for path in (tmp_path / "index").rglob("*.lance"):
        if path.is_file():
            path.write_bytes(b"not a data file")
    with pytest.raises(LibraryDamaged, match="delete that folder and index again"):
        LanceChunkStore(tmp_path / "index", None).search_text("apples", 3)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from indexer.errors import StorageFull
from indexer.lance_store import LanceChunkStore
from tests.indexer.test_chunk_stores import add, chunk
store = LanceChunkStore(Path(sys.argv[1]), 64)
add(store, chunk("a", 0, "green apples"))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    add(store, *(chunk("b", number, "apples " * 100) for number in range(2000)))
except StorageFull as error:
    print(error)
assert [hit.chunk.id for hit in store.search_text("apples", 3)] == ["a:0"]
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process's files are POSIX")
def test_a_full_disk_is_said_and_what_was_there_stays(tmp_path: Path) -> None:
    result = run_python(FULL_DISK, tmp_path / "index")
    assert "free some space" in result.stdout
    assert result.returncode == 0, result.stderr


def test_nothing_is_printed(tmp_path: Path) -> None:
    program = FULL_DISK.split("signal.signal", maxsplit=1)[0] + "store.maintain(forget=True)\n"
    result = run_python(program, tmp_path / "index")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def run_python(program: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


def test_vectors_and_chunks_must_be_as_many(store: ChunkStore) -> None:
    with pytest.raises(ValueError, match=r"shorter|1 chunks and 2 vectors|longer"):
        store.add([chunk("a", 0, "text")], np.zeros((2, 64), np.float32))


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where the folder should be")
    with pytest.raises((StorageFull, LibraryDamaged)):
        add(LanceChunkStore(tmp_path / "index", 64), chunk("a", 0, "text"))


def test_what_several_searches_find_is_unpacked_once(tmp_path: Path) -> None:
    store = LanceChunkStore(tmp_path / "index", EMBEDDER.dimension)
    add(store, chunk("a", 0, "green apples"))
    (by_words,) = store.search_text("apples", 5)
    (by_vector,) = store.search_vectors(EMBEDDER.embed_query("apples"), 5)
    assert by_words.chunk is by_vector.chunk
    add(store, chunk("a", 0, "green pears"))
    assert [hit.chunk.text for hit in store.search_text("green", 5)] == ["green pears"]


def test_a_reader_opens_a_table_anew_that_another_store_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lance_store, "REOPENED_AFTER", 0.0)
    writer, reader = (LanceChunkStore(tmp_path, EMBEDDER.dimension) for _ in range(2))
    add(writer, chunk("a", 0, "kettle"))
    assert reader.count() == 1
    assert reader.count() == 1
    opened = reader._opened
    assert reader.count() == 1
    assert reader._opened is opened, "nobody wrote meanwhile"
    add(writer, chunk("b", 0, "kettle"))
    assert reader.count() == 2
    assert reader._opened is not opened
