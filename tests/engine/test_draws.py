"""Draws by seed, purpose and key, whatever else is drawn; SplitMix64 as published."""

from __future__ import annotations

import statistics
from itertools import islice

import pytest

from azsim.engine.draws import GOLDEN, MASK, Draws, fraction, mix, text_word, word_at
from azsim.model.packet import FiveTuple

FLOW = FiveTuple("TCP", "10.0.0.4", 49_152, "198.51.100.7", 443)
OTHER = FLOW._replace(source_port=49_153)


class TestSplitMix64:
    @pytest.mark.parametrize(
        ("start", "published"),
        [
            # The first words for 0 are those of Java's SplittableRandom and of the reference
            # implementation in C; those for 1234567 are Rosetta Code's.
            (0, [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]),
            (
                1_234_567,
                [6457827717110365317, 3203168211198807973, 9817491932198370423],
            ),
            (
                1_234_567 + 3 * GOLDEN,
                [4593380528125082431, 16408922859458223821],
            ),
        ],
    )
    def test_gives_the_published_words(self, start: int, published: list[int]) -> None:
        assert [word_at(start & MASK, number) for number in range(len(published))] == published

    def test_numpy_has_the_same_numbers(self) -> None:
        numpy = pytest.importorskip("numpy", reason="numpy isn't needed, and isn't here")
        start = Draws(7).start("test", FLOW)
        numbers = numpy.arange(1, 1_001, dtype=numpy.uint64)
        words = numpy.uint64(start) + numbers * numpy.uint64(GOLDEN)
        words = (words ^ (words >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        words = (words ^ (words >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        words ^= words >> numpy.uint64(31)
        fractions = (words >> numpy.uint64(11)) * 2.0**-53
        assert fractions.tolist() == list(islice(Draws(7).stream("test", FLOW), 1_000))

    def test_no_two_words_mix_to_one(self) -> None:
        assert len({mix(word) for word in range(10_000)}) == 10_000

    @pytest.mark.parametrize(("word", "least"), [(0, 0.0), (MASK, 1 - 2.0**-53)])
    def test_a_fraction_is_never_1(self, word: int, least: float) -> None:
        assert fraction(word) == least


class TestDraws:
    def test_are_the_same_in_every_process(self) -> None:
        assert text_word("TCP") == 18354404497127536312
        assert Draws(0).uniform("endpoint of a flow", FLOW) == 0.46414233192904464

    def test_do_not_depend_on_what_was_drawn_before(self) -> None:
        draws = Draws(3)
        alone = draws.uniform("test", FLOW)
        draws.uniform("test", OTHER)
        assert draws.uniform("test", FLOW) == alone

    def test_differ_by_seed_purpose_and_key(self) -> None:
        drawn = {
            Draws(seed).uniform(purpose, key)
            for seed in (0, 1, -1)
            for purpose in ("one", "other")
            for key in (FLOW, OTHER, FLOW.reversed(), (), ("1",), (1,), (1, 1))
        }
        assert len(drawn) == 3 * 2 * 7

    def test_a_single_draw_is_the_first_of_its_stream(self) -> None:
        assert Draws(5).uniform("test", FLOW) == next(Draws(5).stream("test", FLOW))

    def test_choose_every_option_about_as_often(self) -> None:
        flows = [FLOW._replace(source_port=port) for port in range(3_000)]
        chosen = [Draws(0).choose("abc", "test", flow) for flow in flows]
        # Five standard deviations of a binomial distribution.
        assert all(abs(chosen.count(letter) - 1_000) < 130 for letter in "abc")

    def test_are_uniform_within_a_stream_and_across_keys(self) -> None:
        within = list(islice(Draws(0).stream("test", FLOW), 10_000))
        across = [Draws(0).uniform("test", (number,)) for number in range(10_000)]
        for drawn in (within, across):
            assert statistics.fmean(drawn) == pytest.approx(1 / 2, abs=0.015)
            assert statistics.pvariance(drawn) == pytest.approx(1 / 12, abs=0.005)

    def test_two_at_once_are_the_halves_of_the_word_of_the_whole_key(self) -> None:
        draws = Draws(7)
        word = draws.start("test", ("TCP", "10.0.0.4", 49_152))
        assert draws.two(("test", "TCP", "10.0.0.4"), 49_152) == (
            (word >> 32) / 2**32,
            (word & 0xFFFF_FFFF) / 2**32,
        )

    def test_two_at_once_are_uniform_and_don_t_depend_on_each_other(self) -> None:
        pairs = [Draws(0).two(("test", "TCP"), port) for port in range(10_000)]
        assert statistics.mean(each for each, _ in pairs) == pytest.approx(0.5, abs=0.01)
        assert statistics.mean(each for _, each in pairs) == pytest.approx(0.5, abs=0.01)
        assert abs(statistics.correlation(*zip(*pairs, strict=True))) < 0.03
