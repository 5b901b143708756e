from shouwang.gate.models.parcel import Parcel
from shouwang.gate.models.visit import Visit, VisitStep
from shouwang.gate.models.visitor import Visitor

__all__ = ["Parcel", "Visit", "VisitStep", "Visitor"]
