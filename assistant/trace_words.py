"""Words for what a trace holds; light, so that the window can use them, too."""

from collections.abc import Mapping

from assistant.answers import Support
from assistant.search.explanation_words import ordinal
from assistant.trace import AnswerTrace, PassageFate, TracedPassage, TracedSentence
from assistant.wording import abstention_sentence, mode_words, support_words

_FATES: Mapping[PassageFate, str] = {
    PassageFate.QUOTED: "quoted",
    PassageFate.GIVEN: "read by the model, not quoted",
    PassageFate.NO_ROOM: "did not fit into what the model reads at once",
    PassageFate.NOT_USED: "others fitted better",
}
_STAGES: Mapping[str, str] = {
    "retrieve": "finding passages",
    "quote": "choosing quotes",
    "read": "reading the documents",
    "compare": "comparing the documents",
    "first_token": "to the model's first word",
    "write": "writing",
    "verify": "checking the rest",
    "judge": "judging doubtful sentences",
    "total": "altogether",
}
_SIGNALS: Mapping[str, str] = {
    "passage_similarity": "nearness of the best passage",
    "sentence_similarity": "nearness of the best sentence",
    "passage_coverage": "share of the question's words in the first passage",
    "standing_out": "how far the best passage stands out",
    "in_order": "share of the question's words found in their order",
}
NO_TRACES = "There are no traces yet. Each question leaves one, unless you switched that off."


def fate_words(fate: PassageFate) -> str:
    """What became of a passage."""
    return _FATES[fate]


def stage_words(stage: str) -> str:
    """What a stage's seconds were spent on."""
    return _STAGES.get(stage, stage.replace("_", " "))


def signal_words(signal: str) -> str:
    """What a figure says on which the decision to answer stood."""
    return _SIGNALS.get(signal, signal.replace("_", " "))


def outcome_words(trace: AnswerTrace) -> str:
    """How the question ended, on one line."""
    if trace.abstained is not None:
        return abstention_sentence(trace.abstained)
    shown = [sentence for sentence in trace.sentences if sentence.shown]
    if shown and all(sentence.counted for sentence in shown):
        return "Counted in your library."
    by = f" by {trace.model}" if trace.model and not _is_quotes(trace) else ""
    return f"{mode_words(trace.mode).capitalize()}{by}."


def why_found(passage: TracedPassage) -> str:
    """Why the search brought a passage, in a few words."""
    facts, said = passage.found_by, []
    for key, words in (("dense_rank", "by meaning"), ("text_rank", "by words")):
        if key in facts:
            said.append(f"{ordinal(int(facts[key]))} {words}")
    if "rerank_rank" in facts:
        rank, score = ordinal(int(facts["rerank_rank"])), facts.get("rerank", 0.0)
        said.append(f"{rank} read with the question ({score:.2f})")
    if facts.get("named"):
        said.append("its file is named")
    if facts.get("beside"):
        said.append("the text beside it fits too")
    return ", ".join(said)


def verdict_words(sentence: TracedSentence) -> str:
    """What was decided about a sentence, and why."""
    if sentence.counted:
        return "counted in the list of files"
    if sentence.quoted:
        return "quoted" if sentence.shown else "a quote that was left out"
    reasons = "; ".join(_reason(each) for each in sentence.objections)
    if sentence.shown:
        verdict = support_words(sentence.support)
        return f"{verdict}: {reasons}" if reasons else verdict
    if sentence.support is not Support.UNSUPPORTED and not reasons:
        return "left out, because the whole did not say enough"
    return f"left out: {reasons or 'nothing supports it'}"


def pair_models_words(trace: AnswerTrace) -> str:
    """Which models ordered the passages and judged the sentences; empty where none did."""
    said = [f"First passages ordered by {trace.reranker}."] if trace.reranker else []
    if trace.entailment_model:
        said.append(f"Sentences checked by rules and {trace.entailment_model}.")
    return " ".join(said)


def writing_words(trace: AnswerTrace) -> str:
    """What the model was given, or why it did not write; empty where none was asked."""
    if trace.failure:
        return f"The quotes stand alone, because {trace.failure}."
    if not trace.prompt_version:
        return ""
    return (
        f"{trace.model} read {trace.prompt_tokens:,} tokens, by instructions "
        f"“{trace.prompt_version}”."
    )


def _reason(objection: str) -> str:
    """What speaks against a sentence; the check names some facts only by what is missing."""
    missing = objection.startswith(("the number ", "the name ", "the date "))
    if missing and " stands " not in objection:
        return f"{objection} is not in the source"
    return objection


def _is_quotes(trace: AnswerTrace) -> bool:
    return not any(sentence.shown and not sentence.quoted for sentence in trace.sentences)
