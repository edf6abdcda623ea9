"""Pack a trained tagger for shipping: `python -m training.export --encoder FOLDER --model FILE --out FOLDER`."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.model import Tagger


def main() -> None:
    """Write tagger.onnx (weights of eight bits, a scale a channel) and tagger-pieces.txt."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    saved = torch.load(given.model, weights_only=True)
    model = Tagger(given.encoder, saved["layers"])
    model.load_state_dict(saved["weights"])
    model.eval()
    example = torch.ones((2, 12), dtype=torch.long)
    axes = {
        name: {0: "sentences", 1: "pieces_in_sentence"} for name in ("pieces", "shapes", "mask", "scores")
    }
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "tagger.onnx"
        torch.onnx.export(
            model,
            (example, torch.zeros_like(example), example),
            str(whole),
            input_names=["pieces", "shapes", "mask"],
            output_names=["scores"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            str(whole), str(given.out / "tagger.onnx"), per_channel=True, weight_type=QuantType.QInt8
        )
    shutil.copyfile(given.encoder / "vocab.txt", given.out / "tagger-pieces.txt")


if __name__ == "__main__":
    main()
