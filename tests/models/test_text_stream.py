"""Bytes become text only when it is certain."""

from hypothesis import given
from hypothesis import strategies as st

from models.text_stream import TextStream


def test_a_character_split_over_two_pieces_comes_out_whole() -> None:
    stream = TextStream()
    smile = "😀".encode()
    assert stream.feed(b"a" + smile[:2]) == "a"
    assert stream.feed(smile[2:]) == "😀"


def test_half_a_character_at_the_end_is_dropped() -> None:
    stream = TextStream()
    assert stream.feed(b"a" + "é".encode()[:1]) == "a"
    assert stream.finish() == ""


def test_a_stop_string_is_never_shown_even_in_parts() -> None:
    stream = TextStream(["\nQuestion:"])
    shown = [stream.feed(piece) for piece in (b"Yes.\nQ", b"uest", b"ion: What")]
    assert shown == ["Yes.", "", ""]
    assert stream.ended
    assert stream.finish() == ""
    assert stream.feed(b"more") == ""


def test_what_looked_like_a_stop_string_comes_out_when_it_is_none() -> None:
    stream = TextStream(["END"])
    assert stream.feed(b"the EN") == "the "
    assert stream.feed(b"TRY") == "ENTRY"


def test_the_earliest_of_several_stop_strings_counts() -> None:
    stream = TextStream(["later", "sooner"])
    assert stream.feed(b"a sooner or later") == "a "


@given(st.text(), st.integers(1, 5), st.lists(st.text(min_size=1, max_size=3), max_size=2))
def test_nothing_is_lost_or_added(text: str, step: int, stop: list[str]) -> None:
    data = text.encode("utf-8", errors="replace")
    expected = data.decode()
    cuts = [place for needle in stop if (place := expected.find(needle)) >= 0]
    stream = TextStream(stop)
    pieces = [data[i : i + step] for i in range(0, len(data), step)]
    shown = "".join([*map(stream.feed, pieces), stream.finish()])
    assert shown == expected[: min(cuts)] if cuts else shown == expected
