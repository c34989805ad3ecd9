"""Facts against scenarios: which one pins which.

One fact at a time is changed a little, and the scenarios that read it are played
again. Where a scenario fails by a Then or by a refusal, it pins the fact.
"""

from azsim.proving.proof import FactProof, Proof
from azsim.proving.store import load, save

__all__ = ["FactProof", "Proof", "load", "save"]
