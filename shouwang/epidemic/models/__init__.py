from shouwang.epidemic.models.case import Case
from shouwang.epidemic.models.step import CaseStep

__all__ = ["Case", "CaseStep"]
