from shouwang.chasing.models.call import Call
from shouwang.chasing.models.policy import Policy
from shouwang.chasing.models.run import ChaseRun, Kind, Step, Target, Told

__all__ = ["Call", "ChaseRun", "Kind", "Policy", "Step", "Target", "Told"]
