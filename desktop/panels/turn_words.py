"""What is said about a question while it is answered and afterwards; plain text."""

from datetime import date
from pathlib import PurePath

from assistant.answers import AbstentionReason, Answer, AnswerMode, AnswerTable, NoAnswer
from assistant.wording import abstention_sentence, closest_sentence, failure_sentence
from desktop.caution import caution_words
from desktop.conversation_words import moment_words
from desktop.turn import Turn, TurnState
from desktop.words import coverage_words, flat_text, place_words, tr


def status_of(turn: Turn) -> str:
    """One line on where the answer stands."""
    match turn.state:
        case _ if turn.is_table and not turn.is_over:
            return tr("Putting the question to each document; what is found appears at once.")
        case TurnState.SEARCHING:
            return tr("Looking through your documents…")
        case TurnState.READING:
            return tr("Reading %n passages…", len(turn.passages))
        case TurnState.WRITING:
            return tr("Writing, and checking each sentence against your documents…")
        case TurnState.STOPPED:
            return tr("Stopped. What was found so far is kept.")
        case TurnState.FAILED:
            return _failure(turn)
        case TurnState.ANSWERED | TurnState.UNANSWERED:
            return " · ".join(part for part in (_outcome(turn), _when(turn)) if part)


def tone_of_status(turn: Turn) -> str:
    """How much the status line stands out: it is the whole answer where there is no other."""
    if turn.state is TurnState.FAILED:
        return "danger"
    return "" if turn.state is TurnState.UNANSWERED else "muted"


def heading_of_cards(turn: Turn) -> str:
    """What stands over the quotes."""
    if isinstance(turn.outcome, NoAnswer):
        return tr("Nearest passages")
    if isinstance(turn.outcome, Answer) and turn.outcome.unmet:
        return tr("Closest passages in your documents (%n)", len(turn.shown_citations))
    return tr("From your documents (%n passages)", len(turn.shown_citations))


def plain_answer(turn: Turn) -> str:
    """Question, answer and sources as text to paste elsewhere."""
    lines = [turn.question, ""]
    if isinstance(turn.outcome, AnswerTable):
        sections = turn.outcome.sections
        lines += [coverage_words(turn.outcome.coverage, sections=sections), ""]
    if isinstance(turn.outcome, Answer) and turn.outcome.unmet:
        lines += [closest_sentence(turn.outcome.unmet), ""]
    if isinstance(turn.outcome, Answer | AnswerTable):
        lines += [turn.outcome.text, ""]
    else:
        lines += [" ".join(sentence.text for sentence in turn.sentences), ""]
    for citation in turn.shown_citations:
        place = place_words(citation.label, citation.page)
        origin = ", ".join(part for part in (PurePath(citation.path).name, place) if part)
        caution = caution_words(citation)
        lines.append(
            f"[{citation.marker}] {origin}: “{flat_text(citation.quote)}”"
            + (f" – {caution}" if caution else "")
        )
    lines += [f"{each.text} [{each.citations[0]}]" for each in turn.older]
    return "\n".join(lines)


def _failure(turn: Turn) -> str:
    if turn.failure is None:
        return ""
    return turn.failure.message or failure_sentence(turn.failure.code)


def _outcome(turn: Turn) -> str:
    if isinstance(turn.outcome, NoAnswer):
        is_narrowed = not turn.scope.is_everything
        if is_narrowed and turn.outcome.reason is AbstentionReason.NOTHING_INDEXED:
            return "" if turn.hint else tr("There is no document where you looked.")
        return abstention_sentence(turn.outcome.reason, turn.outcome.unmet)
    if turn.outcome is None:
        return ""
    if turn.sentences and all(sentence.counted for sentence in turn.sentences):
        return tr("Counted in the list of your files, which is exact")
    parts = [_origin(turn.outcome)]
    if isinstance(turn.outcome, Answer) and turn.outcome.dropped:
        parts.append(
            tr(
                "%n sentences did not pass the check and were left out",
                len(turn.outcome.dropped),
            )
        )
    seconds = turn.outcome.timings.get("total")
    if seconds is not None and turn.kept is None:
        parts.append(tr("{0} s").format(f"{seconds:.1f}"))
    return " · ".join(parts)


def _when(turn: Turn) -> str:
    """When an answer was given that is shown again."""
    return moment_words(turn.kept.asked_at, date.today()) if turn.kept is not None else ""


def _origin(answer: Answer | AnswerTable) -> str:
    if isinstance(answer, AnswerTable) and answer.mode is AnswerMode.QUOTES and answer.model:
        return tr("Quoted from your documents, picked with {0}").format(answer.model)
    if answer.mode is AnswerMode.QUOTES or answer.model is None:
        return tr("Quoted from your documents")
    if isinstance(answer, AnswerTable):
        return tr("Written by {0}, each checked against its document").format(answer.model)
    return tr("Written by {0}, checked against the passages below").format(answer.model)
