from shouwang.movements.models.isolation import Isolation, IsolationCheck, IsolationRoom
from shouwang.movements.models.movement import Death, Deferral, Movement

__all__ = ["Death", "Deferral", "Isolation", "IsolationCheck", "IsolationRoom", "Movement"]
