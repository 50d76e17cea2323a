"""Shows an answer to a person: sentences with numbers, and where each number leads."""

from rich.text import Text

from assistant.answers import Answer, AnswerMode, AnswerTable, AnyAnswer, Citation, NoAnswer
from assistant.command_line.output import Output
from assistant.command_line.places import place
from assistant.command_line.table_view import show_table
from assistant.wording import abstention_sentence, closest_sentence, mode_words


def show_answer(output: Output, answer: AnyAnswer) -> None:
    """The answer with its citations, or that there is none and the nearest passages."""
    output.show(Text(answer.question, style="bold"))
    if isinstance(answer, AnswerTable):
        show_table(output, answer)
        output.show(Text(_origin(answer), style="dim"))
        return
    if isinstance(answer, NoAnswer):
        output.show(abstention_sentence(answer.reason, answer.unmet), "")
        citations = answer.nearest
    else:
        if answer.unmet:
            output.show(Text(closest_sentence(answer.unmet), style="yellow"), "")
        if answer.mode is not AnswerMode.QUOTES or not answer.citations:
            output.show(answer.text)
        output.show("")
        citations = answer.citations
    for conflict in answer.conflicts if isinstance(answer, Answer) else ():
        marks = "".join(f" [{marker}]" for marker in conflict.citations)
        output.show(Text(f"{conflict.text}{marks}", style="yellow"), "")
    older = answer.older if isinstance(answer, Answer) else ()
    aside = {each.citations[1] for each in older}
    for citation in citations:
        if citation.marker not in aside:
            output.show(*_citation(citation))
        for each in older:
            if each.citations[0] == citation.marker:
                output.show(Text(f"    {each.text}", style="dim"))
    if not isinstance(answer, NoAnswer):
        output.show(Text(_origin(answer), style="dim"))


def _citation(citation: Citation) -> tuple[Text, Text]:
    where = place(citation.path, citation.page, citation.label)
    quote = " ".join(citation.quote.split())
    return Text(f"[{citation.marker}] {where}", style="cyan"), Text(f"    “{quote}”")


def _origin(answer: Answer | AnswerTable) -> str:
    is_picked = isinstance(answer, AnswerTable) and answer.mode is AnswerMode.QUOTES
    by = f" {'picked with' if is_picked else 'by'} {answer.model}" if answer.model else ""
    seconds = answer.timings.get("total", 0.0)
    if answer.sentences and all(sentence.counted for sentence in answer.sentences):
        return f"Counted in your library, {seconds:.1f} s."
    return f"{mode_words(answer.mode).capitalize()}{by}, {seconds:.1f} s."
