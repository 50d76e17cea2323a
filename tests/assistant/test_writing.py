from assistant.drafts.writing import SentenceStream, read_sentence


def sentences(text: str) -> list[str]:
    stream = SentenceStream()
    return [each for letter in text for each in stream.feed(letter)] + stream.finish()


def test_markers_stay_with_the_sentence_before_them() -> None:
    text = "The bridge is long [1]. It is red. [2] [3] Cats sleep [4]"
    assert sentences(text) == [
        "The bridge is long [1].",
        "It is red. [2] [3]",
        "Cats sleep [4]",
    ]


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    stream = SentenceStream()
    assert stream.feed("It is red. [1] ") == []
    assert stream.feed("It ") == ["It is red. [1]"]


def test_markers_are_read_in_all_their_forms() -> None:
    written = read_sentence("- The bridge [1, 2] is long [ 3 ][1].")
    assert written.text == "The bridge is long."
    assert written.markers == (1, 2, 3)


def test_going_in_circles_is_noticed() -> None:
    stream = SentenceStream()
    stream.feed("one two three four five six " * 2)
    assert not stream.is_looping()
    stream.feed("one two three four five six ")
    assert stream.is_looping()
