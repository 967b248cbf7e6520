"""Protocols: those that come along, and those that users write."""

import pytest

from myomap.camera import COLLIMATORS
from myomap.errors import ConfigError
from myomap.reconstruction import (
    DEFAULT_PROTOCOL,
    Algorithm,
    GaussianFilter,
    ReconstructionOptions,
    ScatterMethod,
    named_protocol,
    protocol_names,
    read_protocols,
)


@pytest.mark.parametrize("name", protocol_names())
def test_every_protocol_names_its_version_and_source(name: str) -> None:
    protocol = named_protocol(name)
    assert protocol.protocol.startswith(f"{name}/")
    assert protocol.protocol.split("/")[1].isdigit()
    assert len(protocol.source) > 40


def test_the_default_protocol_is_one_of_them() -> None:
    assert DEFAULT_PROTOCOL in protocol_names()
    assert named_protocol(DEFAULT_PROTOCOL).collimator is COLLIMATORS["LEHR"]


def test_a_protocol_of_ones_own_is_read_whole() -> None:
    text = """
    format = 1
    [mine]
    version = 3
    source = "our department"
    algorithm = "bsrem"
    iterations = 6
    subsets = 4
    prior_strength = 0.05
    scatter = "none"
    collimator = { name = "ours", hole_mm = 1.5, length_mm = 30, intrinsic_fwhm_mm = 4 }
    filter = { kind = "gaussian", fwhm_mm = 9 }
    corrects_motion = true
    half_life_h = 73.0
    """
    mine = read_protocols(text)["mine"]
    assert mine.protocol == "mine/3"
    assert mine.algorithm is Algorithm.BSREM
    assert mine.prior.strength == 0.05
    assert mine.scatter is ScatterMethod.NONE
    assert mine.collimator is not None
    assert mine.collimator.length_mm == 30
    assert mine.post_filter == GaussianFilter(fwhm_mm=9)
    assert mine.corrects_motion
    assert (mine.iterations, mine.subsets, mine.half_life_h) == (6, 4, 73.0)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("iteration = 4", "unknown key 'iteration'; did you mean 'iterations'"),
        ("zzz = 4", "unknown key 'zzz'. Known are"),
        ("iterations = 4.5", "expected a whole number|Expected a whole number"),
        ("iterations = true", "Expected a whole number"),
        ("attenuation = 1", "Expected true or false"),
        ("iterations = 0", "iterations=0 makes no sense"),
        ("algorithm = 'osen'", "'osen' is unknown; did you mean 'osem'"),
        ("scatter = 'tew'", "Choose one of: auto, windows, source, none"),
        ("collimator = 'LEHX'", "no collimator 'LEHX'"),
        ("collimator = 7", "neither a name nor a table"),
        ("collimator = { hole_mm = 1.0 }", "collimator.length_mm = None"),
        ("filter = { kind = 'hann' }", "butterworth, gaussian"),
        ("filter = { kind = 'gaussian', order = 5 }", "unknown key 'order'"),
        ("filter = { kind = 'gaussian', fwhm_mm = -2 }", "Gaussian filter"),
        ("scatter_to_primary = 9.0", "scatter_to_primary=9"),
        ("prior_strength = 'much'", "Expected a number"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(line: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        read_protocols(f"format = 1\n[mine]\nversion = 1\n{line}")


def test_a_protocol_without_version_is_refused() -> None:
    with pytest.raises(ConfigError, match="version = None"):
        read_protocols("format = 1\n[mine]\niterations = 2")


@pytest.mark.parametrize("text", ["", "format = 2", "[mine]\nversion = 1"])
def test_a_file_of_another_format_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="another format"):
        read_protocols(text)


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(ConfigError, match="not valid TOML"):
        read_protocols("format = = 1")


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(ConfigError, match="'mine' is no table"):
        read_protocols("format = 1\nmine = 4")


def test_an_unknown_protocol_is_answered_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="did you mean 'osem-psf'"):
        named_protocol("osem_psf")


@pytest.mark.parametrize("value", [0, -1, 2.5, 1001])
def test_counts_of_steps_that_make_no_sense_are_refused(value: int) -> None:
    expected = "subsets=.* from 1 to 1000: docs/reconstruction.md"
    with pytest.raises(ConfigError, match=expected):
        ReconstructionOptions(subsets=value)


@pytest.mark.parametrize("name", protocol_names())
def test_the_name_that_results_carry_is_accepted(name: str) -> None:
    full = named_protocol(name).protocol
    assert named_protocol(full) == named_protocol(name)


def test_another_version_of_a_protocol_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"'osem/99' does not come .* 'osem/"):
        named_protocol("osem/99")
    with pytest.raises(ConfigError, match="There is no protocol 'nothing/1'"):
        named_protocol("nothing/1")
