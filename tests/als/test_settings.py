from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.als.settings import PRESETS, Settings, preset
from desktop_als.errors import TrainingError


@given(
    name=st.sampled_from(PRESETS),
    rows=st.integers(0, 10**8),
    artists=st.integers(0, 10**7),
    observations=st.integers(0, 10**10),
)
def test_a_preset_is_valid_for_every_shape(name, rows, artists, observations):
    settings = preset(name, rows, artists, observations)
    assert 0.05 <= settings.regularization <= 0.25
    assert 0.01 <= settings.unobserved_weight <= 0.5
    assert settings.frequency == "observed"
    assert f"{settings.regularization:g}" == str(settings.regularization)


def test_presets_follow_the_length_of_rows_and_the_size_of_the_catalogue():
    hetrec = preset("balanced", 1_892, 17_632, 92_834)
    assert (hetrec.regularization, hetrec.unobserved_weight) == (0.061, 0.29)
    short = preset("balanced", 1_892, 17_632, 1_892 * 12)
    assert short.regularization > hetrec.regularization
    assert short.unobserved_weight < hetrec.unobserved_weight
    huge = preset("balanced", 360_000, 300_000, 17_600_000)
    assert huge.unobserved_weight < hetrec.unobserved_weight


def test_the_ridge_counts_all_pairs_or_the_observed_ones():
    settings = Settings(regularization=0.5, unobserved_weight=0.1, frequency_exponent=2.0)
    observed = np.array([0, 3])
    assert settings.ridge(observed, 70, "listeners").tolist() == pytest.approx([0.5 * 49, 0.5 * 100])
    counting = replace(settings, frequency="observed")
    assert counting.ridge(observed, 70, "listeners").tolist() == pytest.approx([0.5, 0.5 * 16])


def test_an_unknown_way_to_count_is_refused_in_a_sentence():
    with pytest.raises(TrainingError, match="way to count frequency"):
        Settings(frequency="some")
