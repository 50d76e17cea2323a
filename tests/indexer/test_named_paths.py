"""Files are found by words of their paths, as by looking at each of them."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.named_paths import NamedPaths

PATHS = st.lists(st.text("abC-_ /7é\n", max_size=12), unique=True, max_size=20)
WORDS = st.lists(st.text("abc7é", min_size=1, max_size=3), max_size=4)


@given(PATHS, WORDS)
def test_the_same_files_as_by_looking_at_each(paths: list[str], words: list[str]) -> None:
    named = NamedPaths((path, "/source", f"{path}-pdf") for path in paths)
    plain = {path: path.lower().translate(str.maketrans("", "", "- _\n")) for path in paths}
    expected = [path for path in paths if any(word in plain[path] for word in words)]
    assert [file.path for file in named.holding(words, 100)] == expected
    assert len(named) == len(paths)
    assert len(named.holding(words, 2)) == min(2, len(expected))


def test_what_is_known_of_a_file_comes_with_it() -> None:
    named = NamedPaths([("/docs/Best Buy_2023.pdf", "/docs", "12-pdf")])
    (file,) = named.holding(["bestbuy"], 10)
    assert (file.path, file.source, file.revision) == ("/docs/Best Buy_2023.pdf", "/docs", "12-pdf")
