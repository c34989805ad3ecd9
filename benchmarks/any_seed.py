"""``python -m benchmarks.any_seed [PATH ...]``: which scenarios are green by luck.

Plays every scenario, those of ``features/`` unless PATHs are named, under 50 seeds, and with three
other functions in the place of those that draw and that distribute flows. Azure publishes
neither; a scenario that isn't green in all of these plays states what only chance decides.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import zlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Final
from unittest.mock import patch

from attrs import frozen

from azsim.engine import draws
from azsim.functions import load_balancer
from azsim.gherkin import play

SEEDS: Final = 50


@frozen
class Functions:
    """What stands in: ``hash_of`` for the load balancer's, ``mix`` for the generator's."""

    name: str
    hash_of: Callable[[str], int]
    mix: Callable[[int], int]


def _sha_256_of(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])


def _sha_256_mix(word: int) -> int:
    return int.from_bytes(hashlib.sha256(word.to_bytes(8)).digest()[:8])


def _fnv_1a(key: str) -> int:
    word = 0xCBF29CE484222325
    for octet in key.encode():
        word = ((word ^ octet) * 0x100000001B3) & draws.MASK
    return word


def _murmur_mix(word: int) -> int:
    word = ((word ^ (word >> 33)) * 0xFF51AFD7ED558CCD) & draws.MASK
    word = ((word ^ (word >> 33)) * 0xC4CEB9FE1A85EC53) & draws.MASK
    return word ^ (word >> 33)


def _crc_32(key: str) -> int:
    return zlib.crc32(key.encode())


def _xxh64_mix(word: int) -> int:
    word = ((word ^ (word >> 33)) * 0xC2B2AE3D27D4EB4F) & draws.MASK
    word = ((word ^ (word >> 29)) * 0x165667B19E3779F9) & draws.MASK
    return word ^ (word >> 32)


OTHERS: Final = {
    each.name: each
    for each in (
        Functions("SHA-256", _sha_256_of, _sha_256_mix),
        Functions("FNV-1a and MurmurHash3's finalizer", _fnv_1a, _murmur_mix),
        Functions("CRC-32 and XXH64's avalanche", _crc_32, _xxh64_mix),
    )
}


@frozen
class Result:
    """How many scenarios were played, what kept others from it, and which weren't green."""

    scenarios: int
    problems: tuple[str, ...]
    red: tuple[str, ...]


def main() -> int:
    """Play, list what isn't green in every play, and return 1 where there is any."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.any_seed")
    parser.add_argument("paths", nargs="*", default=["features"], metavar="PATH")
    paths = parser.parse_args().paths
    plays: list[tuple[list[str], int, str | None]] = [(paths, seed, None) for seed in range(SEEDS)]
    plays += [(paths, 0, name) for name in OTHERS]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(result, *zip(*plays, strict=True)))
    red: dict[str, list[str]] = {}
    for (_, seed, name), found in zip(plays, results, strict=True):
        for scenario in found.red:
            red.setdefault(scenario, []).append(name or f"seed {seed}")
    problems = sorted({problem for found in results for problem in found.problems})
    for problem in problems:
        print(problem)
    for scenario, where in sorted(red.items()):
        print(f"{scenario}: not green in {len(where)} of {len(plays)} plays: {', '.join(where)}")
    print(
        f"{results[0].scenarios} scenarios, {SEEDS} seeds and {len(OTHERS)} other pairs of "
        f"functions: {len(red)} scenarios aren't green in all"
    )
    return int(bool(red or problems or not results[0].scenarios))


def result(paths: list[str], seed: int, others: str | None) -> Result:
    """One play of everything under *seed*, with those functions of ``OTHERS`` put in."""
    if others is None:
        found = play(paths, seed=seed)
    else:
        functions = OTHERS[others]
        with (
            patch.object(draws, "mix", functions.mix),
            patch.object(load_balancer, "hash_of", functions.hash_of),
        ):
            found = play(paths, seed=seed)
    red = tuple(each.id for each in found.played if each.outcome != "passed")
    return Result(len(found.played), found.problems, red)


if __name__ == "__main__":
    raise SystemExit(main())
