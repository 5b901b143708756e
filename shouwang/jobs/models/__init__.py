from shouwang.jobs.models.firing import Firing
from shouwang.jobs.models.work import Work

__all__ = ["Firing", "Work"]
