import io

import numpy as np
import pytest
from PIL import Image

from myomap.errors import ConfigError
from myomap.screens import LOOK_ALIKE_KINDS, OTHER_KINDS, draw_other_picture


@pytest.mark.parametrize("kind", OTHER_KINDS + LOOK_ALIKE_KINDS)
def test_every_kind_draws_a_picture_with_a_file(kind):
    drawn = draw_other_picture(np.random.default_rng(4), kind)
    assert drawn.kind == kind
    assert min(drawn.picture.rgb.shape[:2]) >= 16
    pixels = np.asarray(Image.open(io.BytesIO(drawn.file)))
    np.testing.assert_array_equal(pixels, drawn.picture.rgb)


def test_there_are_enough_kinds_and_look_alikes_come_only_when_asked_for():
    assert len(OTHER_KINDS) >= 40
    drawn = {draw_other_picture(np.random.default_rng(k)).kind for k in range(60)}
    assert len(drawn) > 25
    assert not drawn & set(LOOK_ALIKE_KINDS)


def test_the_same_seed_draws_the_same_picture():
    first, second = (
        draw_other_picture(np.random.default_rng(9), "brain slices") for _ in range(2)
    )
    assert first.file == second.file


def test_an_unknown_kind_is_refused():
    with pytest.raises(ConfigError, match="no kind of picture 'cat'"):
        draw_other_picture(np.random.default_rng(1), "cat")
