"""Random numbers that depend on what they are for, never on the order in which they are drawn.

A draw is keyed by the scenario's seed, by its purpose and by what it is about, such
as a flow: the same three always give the same numbers, on every platform and
whatever else was drawn before.

The generator is SplitMix64 (Steele, Lea and Flood, *Fast splittable pseudorandom
number generators*, OOPSLA 2014): number *n* of a stream is one mixing function of
its start plus *n* times a constant, so that any number can be had without those
before it. It was chosen over Philox 4x32-10, which passes the same statistical
tests, because it is additions, shifts, exclusive ors and two multiplications modulo
2**64: the same on Python's integers, on numpy's ``uint64`` arrays and on a browser's
``BigInt``. The words of a key are absorbed by the same mixing; text becomes a word
by BLAKE2s, which, unlike ``hash()``, is the same in every process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2s
from typing import Final, TypeVar

T = TypeVar("T")

Key = tuple[str | int, ...]
"""What a draw is about: names, addresses and numbers, such as those of a five-tuple."""

MASK: Final = (1 << 64) - 1
GOLDEN: Final = 0x9E3779B97F4A7C15
"""The odd number nearest to 2**64 divided by the golden ratio, as published."""


def mix(word: int) -> int:
    """One of 2**64 words for each other one, in which every bit depends on every bit of *word*."""
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
    return word ^ (word >> 31)


def word_at(start: int, number: int) -> int:
    """The word with that *number*, counted from 0, of the stream that begins at *start*."""
    return mix((start + (number + 1) * GOLDEN) & MASK)


def fraction(word: int) -> float:
    """A fraction from 0 up to but not including 1, of the upper 53 bits of *word*."""
    return (word >> 11) * 2.0**-53


@lru_cache(maxsize=65_536)
def text_word(text: str) -> int:
    """A word that stands for *text*."""
    return int.from_bytes(blake2s(text.encode(), digest_size=8).digest(), "little")


def start_of(key: Key, after: int) -> int:
    """Where the stream for *key* begins, of which what comes first has led to *after*."""
    # What word_at does, written out: millions of flows are drawn for.
    for part in key:
        word = text_word(part) if isinstance(part, str) else part & MASK
        word = ((after ^ word) + GOLDEN) & MASK
        word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
        after = word ^ (word >> 31)
    return after


@lru_cache(maxsize=65_536)
def _start_of_known(key: Key, after: int) -> int:
    return start_of(key, after)


def numbers_from(start: int) -> Iterator[float]:
    """Number after number from 0 up to but not including 1, without end."""
    number = 0
    while True:
        yield fraction(word_at(start, number))
        number += 1


class Draws:
    """The draws of one scenario."""

    __slots__ = ("_seed",)

    def __init__(self, seed: int) -> None:
        self._seed = seed & MASK

    def start(self, purpose: str, key: Key) -> int:
        """Where the stream for *purpose* and *key* begins."""
        return start_of((purpose, *key), self._seed)

    def two(self, key: Key, last: int) -> tuple[float, float]:
        """Two numbers from 0 up to but not including 1, each of 32 bits, for a *key* with its purpose.

        They are for whoever draws for millions of keys that differ in little but their *last* part, a
        number from 0 on: what the others lead to is known by then.
        """
        # What mix does, written out: millions of flows are drawn for.
        word = ((_start_of_known(key, self._seed) ^ last) + GOLDEN) & MASK
        word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
        word ^= word >> 31
        return (word >> 32) * 2.0**-32, (word & 0xFFFFFFFF) * 2.0**-32

    def uniform(self, purpose: str, key: Key) -> float:
        """One number from 0 up to but not including 1."""
        return fraction(word_at(self.start(purpose, key), 0))

    def choose(self, options: Sequence[T], purpose: str, key: Key) -> T:
        """One of *options*, each as likely as the others."""
        return options[int(self.uniform(purpose, key) * len(options))]

    def stream(self, purpose: str, key: Key) -> Iterator[float]:
        """Number after number from 0 up to but not including 1, without end."""
        return numbers_from(self.start(purpose, key))
