"""No change may lower how well Tocsin reads: small fixed samples of the corpora against evaluation/floors.toml.

`python3 dev.py evaluate --ci` prints the same figures. The whole corpora: `python3 dev.py evaluate --check`.
"""

from __future__ import annotations

import pytest

from evaluation import floors, geoparsing, published, samples


@pytest.mark.shared
def test_the_samples_are_read_no_worse_than_before() -> None:
    assert [str(one) for one in floors.failures("sample", samples.rows())] == []


def test_what_needs_no_data_beside_the_checkout_is_read_no_worse_than_before() -> None:
    assert [str(one) for one in floors.failures("own", samples.own_rows())] == []


@pytest.mark.shared
@pytest.mark.parametrize(("corpus", "figure"), [("LGL", 0.469), ("GeoVirus", 0.667)])
def test_the_scorer_gives_a_published_system_its_known_figure(corpus: str, figure: float) -> None:
    runs = geoparsing.published_runs(published.known_corpus(corpus))
    rows = {run.system: run.row() for run in runs}
    assert len(rows) == 9
    assert round(rows["CamCoder"]["end_to_end_f1_161"], 3) == figure
