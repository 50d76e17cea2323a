"""Rerankers and entailment models: computed as transformers does, read as their files say."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from models import openvino_pairs
from models.errors import ModelUnloadable
from models.folder import import_model
from models.interfaces import EntailmentModel, Reranker
from models.loading import load_reranker
from models.openvino_pairs import OpenVinoClassifier
from models.pair_files import Activation, PairFiles, pair_files
from models.pair_models import CrossEncoderEntailment, CrossEncoderReranker, PairClassifier
from models.tokens import PairTokenizer
from models.torch_pairs import TorchClassifier
from tests.pair_folders import (
    ENTAILMENT_LABELS,
    IDENTITY,
    entailment_folder,
    reranker_folder,
    write_tokenizer,
)

REPOSITORY = Path(__file__).parents[2]
WORDS = (
    "the", "tenant", "pays", "rent", "month", "garden", "shared", "wine", "of", "and", "day",
)  # fmt: skip
TEXTS = [
    "The tenant pays rent on the first day of each month.",
    "Rent",
    " ".join(["The garden is shared and the wine"] * 9),
    "wine and wine and garden",
]


def reranker(folder: Path, classifier: PairClassifier | None = None) -> CrossEncoderReranker:
    files = pair_files(folder, folder.name)
    tokenizer = PairTokenizer(folder, folder.name, files.max_tokens, cut="second")
    return CrossEncoderReranker(files, classifier or OpenVinoClassifier(files, 1), tokenizer)


def entailment(folder: Path) -> CrossEncoderEntailment:
    files = pair_files(folder, folder.name)
    tokenizer = PairTokenizer(folder, folder.name, files.max_tokens, cut="first")
    return CrossEncoderEntailment(files, OpenVinoClassifier(files, 1), tokenizer)


def random_model(
    folder: Path, kind: str, labels: int = 3, width: int = 32, spread: float = 0.4
) -> Path:
    """A transformer with weights by chance, large enough that texts differ, saved by itself."""
    import torch
    import transformers

    torch.manual_seed(7)
    configuration = {
        "bert": transformers.BertConfig,
        "roberta": transformers.RobertaConfig,
        "xlm-roberta": transformers.XLMRobertaConfig,
        "electra": transformers.ElectraConfig,
    }[kind](
        vocab_size=40, hidden_size=width, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=2 * width, max_position_embeddings=90, num_labels=labels, pad_token_id=0,
        initializer_range=spread, type_vocab_size=1 if "roberta" in kind else 2,
    )  # fmt: skip
    model = transformers.AutoModelForSequenceClassification.from_config(configuration)
    model.save_pretrained(folder)
    write_tokenizer(folder, WORDS)
    return folder


def expected_outputs(folder: Path, query: str, texts: list[str]) -> np.ndarray:
    """One by one, so without any padding, by transformers itself."""
    import torch
    import transformers

    model = transformers.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    files = pair_files(folder, "expected")
    tokenizer = PairTokenizer(folder, "expected", files.max_tokens, cut="second")
    rows = []
    for pair in tokenizer.pairs([query] * len(texts), texts):
        inputs = {"input_ids": torch.tensor([pair.ids])}
        if getattr(model.config, "type_vocab_size", 1) > 1:
            inputs["token_type_ids"] = torch.tensor([pair.kinds])
        with torch.inference_mode():
            rows.append(model(**inputs).logits[0].numpy())
    return np.stack(rows)


@pytest.mark.parametrize("kind", ["bert", "roberta", "xlm-roberta"])
def test_outputs_are_those_of_transformers(kind: str, tmp_path: Path) -> None:
    folder = random_model(tmp_path / kind, kind)
    ours = reranker(folder)._outputs(["Who pays the rent"] * len(TEXTS), TEXTS)
    expected = expected_outputs(folder, "Who pays the rent", TEXTS)
    assert np.ptp(expected, axis=0).min() > 0.05, "texts that are all alike would prove nothing"
    np.testing.assert_allclose(ours, expected, atol=1e-4)


@pytest.mark.parametrize("kind", ["bert", "electra"])
def test_torch_computes_what_openvino_cannot(kind: str, tmp_path: Path) -> None:
    folder = random_model(tmp_path / kind, kind)
    classifier = TorchClassifier(pair_files(folder, kind), 1)
    ours = reranker(folder, classifier)._outputs(["Who pays the rent"] * len(TEXTS), TEXTS)
    np.testing.assert_allclose(
        ours, expected_outputs(folder, "Who pays the rent", TEXTS), atol=1e-4
    )


@pytest.mark.parametrize("kind", ["bert", "xlm-roberta"])
def test_8_bit_outputs_are_near_the_exact_ones_or_not_used(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openvino_pairs, "has_int8_products", lambda: True)
    folder = random_model(tmp_path / kind, kind, labels=1, width=64, spread=0.1)
    files = pair_files(folder, kind)
    tokenizer = PairTokenizer(folder, kind, files.max_tokens, cut="second")
    expected = expected_outputs(folder, "Who pays the rent", TEXTS)
    monkeypatch.setattr(openvino_pairs, "LARGEST_CHANGE", 1.0)
    rounded = OpenVinoClassifier(files, 1, tokenizer)
    assert rounded.is_int8
    made = reranker(folder, rounded)._outputs(["Who pays the rent"] * len(TEXTS), TEXTS)
    assert 0 < np.abs(made - expected).max() <= 0.1 * np.ptp(expected)
    monkeypatch.setattr(openvino_pairs, "LARGEST_CHANGE", 0.0)
    exact = OpenVinoClassifier(files, 1, tokenizer)
    assert not exact.is_int8
    made = reranker(folder, exact)._outputs(["Who pays the rent"] * len(TEXTS), TEXTS)
    np.testing.assert_allclose(made, expected, atol=1e-4)


def test_scores_are_those_of_sentence_transformers(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    folder = random_model(tmp_path / "one", "bert", labels=1)
    pairs = [("Who pays the rent", text) for text in TEXTS]
    expected = CrossEncoder(str(folder), device="cpu", local_files_only=True).predict(
        pairs, show_progress_bar=False
    )
    assert pair_files(folder, "one").activation is Activation.SIGMOID
    assert reranker(folder).score("Who pays the rent", TEXTS) == pytest.approx(expected, abs=1e-4)


def test_a_reranker_scores_by_what_it_knows(tmp_path: Path) -> None:
    model: Reranker = reranker(reranker_folder(tmp_path / "r", {"golden": 4.0, "silver": 2.0}))
    golden, silver, none = model.score("which", ["a Golden ring", "one of silver", "of iron"])
    assert golden > silver > none == pytest.approx(-1.0)
    assert model.score("which", []) == []
    assert model.id == "r"
    assert model.fingerprint.startswith("r-")


@pytest.mark.parametrize(
    ("named", "expected"),
    [(IDENTITY, -1.0), ("torch.nn.Sigmoid", 0.2689), ("my.own.Thing", 0.2689)],
)
def test_the_activation_is_the_one_that_the_files_name(
    named: str, expected: float, tmp_path: Path
) -> None:
    folder = reranker_folder(tmp_path / "r", {"golden": 4.0}, activation=named)
    assert reranker(folder).score("which", ["iron"]) == pytest.approx([expected], abs=1e-4)


def test_older_files_name_the_activation_elsewhere(tmp_path: Path) -> None:
    folder = reranker_folder(tmp_path / "r", {"golden": 4.0}, activation="")
    change(folder, sbert_ce_default_activation_function=IDENTITY)
    assert pair_files(folder, "r").activation is Activation.IDENTITY


def test_of_a_pair_that_is_too_long_only_the_text_is_cut(tmp_path: Path) -> None:
    folder = reranker_folder(tmp_path / "r", {"golden": 4.0}, most_tokens=16)
    model = reranker(folder)
    near, far = model.score("which", ["iron golden", "iron " * 30 + "golden"])
    assert near > far == pytest.approx(-1.0)
    long_query = "which " * 40
    assert model.score(long_query, ["golden"])[0] > 0, "the text must not vanish behind the query"


def test_of_a_source_that_is_too_long_the_claim_stays_whole(tmp_path: Path) -> None:
    folder = entailment_folder(tmp_path / "e", {"never": "contradiction"})
    change(folder, max_position_embeddings=16)
    judged = entailment(folder).judge("iron " * 60, "it is never iron")
    assert judged.is_contradicted


@pytest.mark.parametrize("labels", [ENTAILMENT_LABELS, ("ENTAILMENT", "Neutral", "contradiction")])
def test_labels_are_read_in_the_order_of_the_files(labels: tuple[str, ...], tmp_path: Path) -> None:
    words = {"indeed": labels[[each.lower() for each in labels].index("entailment")],
             "never": "contradiction"}  # fmt: skip
    neutral = next(each for each in labels if each.lower() == "neutral")
    model: EntailmentModel = entailment(
        entailment_folder(tmp_path / "e", words, labels, otherwise=neutral)
    )
    assert model.judge("indeed so", "so").is_entailed
    assert model.judge("never so", "so").is_contradicted
    unsure = model.judge("perhaps", "so")
    assert unsure.neutral > 0.8
    assert unsure.entailed + unsure.neutral + unsure.contradicted == pytest.approx(1)


def test_a_model_of_two_labels_cannot_contradict(tmp_path: Path) -> None:
    labels = ("entailment", "not_entailment")
    folder = entailment_folder(
        tmp_path / "e", {"indeed": "entailment"}, labels, otherwise="not_entailment"
    )
    judged = entailment(folder).judge("perhaps", "so")
    assert judged.contradicted == 0
    assert judged.neutral > judged.entailed


def change(folder: Path, **values: object) -> None:
    configuration = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(configuration | values))


def files_of(folder: Path) -> PairFiles:
    return pair_files(folder, folder.name)


def test_what_cannot_be_used_is_refused_with_the_file_and_the_reason(tmp_path: Path) -> None:
    other = reranker_folder(tmp_path / "writer", {"golden": 4.0})
    change(other, architectures=["LlamaForCausalLM"])
    with pytest.raises(ModelUnloadable, match=r"config\.json describes LlamaForCausalLM"):
        files_of(other)
    unnamed = reranker_folder(tmp_path / "topics", {"golden": 4.0})
    change(unnamed, id2label={"0": "LABEL_0", "1": "LABEL_1"})
    with pytest.raises(ModelUnloadable, match="labels label_0, label_1; a model that checks"):
        _ = files_of(unnamed).task
    bare = reranker_folder(tmp_path / "bare", {"golden": 4.0})
    (bare / "model.safetensors").unlink()
    with pytest.raises(ModelUnloadable, match=r"has no model\.safetensors"):
        files_of(bare)
    (bare / "config.json").write_text("{")
    with pytest.raises(ModelUnloadable, match=r"config\.json cannot be read"):
        files_of(bare)
    (bare / "config.json").unlink()
    with pytest.raises(ModelUnloadable, match=r"config\.json is missing"):
        files_of(bare)


def test_damaged_weights_and_tokenizers_are_refused_by_name(tmp_path: Path) -> None:
    folder = reranker_folder(tmp_path / "r", {"golden": 4.0})
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelUnloadable, match=r"tokenizer\.json"):
        reranker(folder)
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelUnloadable, match=r"tokenizer\.json is missing"):
        reranker(folder)
    (folder / "model.safetensors").write_bytes(b"scrap")
    with pytest.raises(ModelUnloadable, match=r"model\.safetensors"):
        OpenVinoClassifier(files_of(folder), 1)


def test_weights_that_lack_a_layer_are_refused(tmp_path: Path) -> None:
    folder = reranker_folder(tmp_path / "r", {"golden": 4.0})
    change(folder, num_hidden_layers=2)
    with pytest.raises(ModelUnloadable, match=r"lack .*layer\.1"):
        OpenVinoClassifier(files_of(folder), 1)


def test_weights_of_a_type_that_numpy_lacks_are_run_by_torch(
    tmp_path: Path, own_models_folder: Path
) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    folder = reranker_folder(tmp_path / "halved", {"golden": 4.0, "silver": 2.0})
    weights = load_file(folder / "model.safetensors")
    halved = {name: each.to(torch.bfloat16) for name, each in weights.items()}
    save_file(halved, folder / "model.safetensors", metadata={"format": "pt"})
    model = load_reranker(import_model(folder).id, threads=1)
    golden, silver, none = model.score("which", ["golden", "silver", "iron"])
    assert golden > silver > none == pytest.approx(-1.0, abs=0.01)


def test_several_threads_may_ask_at_once(tmp_path: Path) -> None:
    model = reranker(reranker_folder(tmp_path / "r", {"golden": 4.0, "silver": 2.0}))
    texts = ["golden", "silver " * 40, "iron " * 9] * 4
    alone = model.score("which", texts)
    with ThreadPoolExecutor(4) as pool:
        for scores in pool.map(lambda _: model.score("which", texts), range(12)):
            assert scores == pytest.approx(alone, abs=1e-5)


def test_torch_is_not_loaded_where_openvino_will_do(tmp_path: Path) -> None:
    reranker_folder(tmp_path / "r", {"golden": 4.0})
    code = (
        "import sys\nfrom pathlib import Path\nfrom tests.models.test_pair_models import reranker\n"
    )
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from models.openvino_pairs import OpenVinoClassifier\n"
        "from models.pair_files import pair_files\n"
        f"OpenVinoClassifier(pair_files(Path({str(tmp_path / 'r')!r}), 'r'), 1)\n"
        "print('torch' in sys.modules, 'transformers' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["False", "False"]
