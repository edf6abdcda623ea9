"""The tagger's model: a sentence encoder with an input for how each word is written, and a label a word."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import BertModel

LABELS = ("O", "B-LOC", "I-LOC", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-MISC", "I-MISC")
SHAPES = 6


class Tagger(nn.Module):
    """The first `layers` layers of the encoder in `folder`, and nine labels on top."""

    def __init__(self, folder: Path, layers: int) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        width = self.encoder.config.hidden_size
        self.shapes = nn.Embedding(SHAPES, width)
        nn.init.normal_(self.shapes.weight, std=0.02)
        self.dropout = nn.Dropout(0.1)
        self.labels = nn.Linear(width, len(LABELS))

    def forward(self, pieces: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Scores of the labels for every piece: (sentences, pieces, labels)."""
        inputs = self.encoder.embeddings.word_embeddings(pieces) + self.shapes(shapes)
        hidden = self.encoder(inputs_embeds=inputs, attention_mask=mask).last_hidden_state
        return self.labels(self.dropout(hidden))
