"""Trust: when to dare the first step, how large it should be, and what each gesture is worth as evidence.

one_shot.py     one meeting: the trust needed to cooperate at all
reassurance.py  two rounds: how large a first step separates the trustworthy from the rest
gestures.py     a costly gesture from one side: the smallest that an exploiter would not copy
updating.py     noisy gestures, friendly or not, seen one after the other: trust after each of them
On a case: from_draws.py its beliefs as parameters · pair.py one direction of trust · method.py the voice
All are stylised after Kydd (2000, 2005), and all share one belief: `trust`, the chance that the other is trustworthy.
"""

from commonground.methods.trust.gestures import (
    GestureParameters,
    GestureResult,
    gesture_cost_that_separates,
    gesture_size_that_separates,
    gesture_value_that_separates,
    mimicry_bound,
    posterior_under_mimicry,
    solve_gesture,
)
from commonground.methods.trust.one_shot import (
    AssuranceParameters,
    AssuranceResult,
    cooperation_that_dares,
    exploited_that_dares,
    exploiting_that_dares,
    solve_assurance,
    trust_that_dares,
)
from commonground.methods.trust.reassurance import (
    ReassuranceParameters,
    ReassuranceResult,
    exploited_that_separates,
    first_step_that_separates,
    solve_reassurance,
    trust_range_for_first_step,
    trust_that_separates,
)
from commonground.methods.trust.updating import (
    GestureEvidence,
    GestureEvidenceResult,
    reliability_that_reaches,
    solve_gesture_evidence,
    steps_to_lose,
    steps_to_reach,
    trust_path,
    trust_that_gestures_reach,
)

__all__ = [
    "AssuranceParameters",
    "AssuranceResult",
    "GestureEvidence",
    "GestureEvidenceResult",
    "GestureParameters",
    "GestureResult",
    "ReassuranceParameters",
    "ReassuranceResult",
    "cooperation_that_dares",
    "exploited_that_dares",
    "exploited_that_separates",
    "exploiting_that_dares",
    "first_step_that_separates",
    "gesture_cost_that_separates",
    "gesture_size_that_separates",
    "gesture_value_that_separates",
    "mimicry_bound",
    "posterior_under_mimicry",
    "reliability_that_reaches",
    "solve_assurance",
    "solve_gesture",
    "solve_gesture_evidence",
    "solve_reassurance",
    "steps_to_lose",
    "steps_to_reach",
    "trust_path",
    "trust_range_for_first_step",
    "trust_that_dares",
    "trust_that_gestures_reach",
    "trust_that_separates",
]
