from shouwang.routines.models.place import Place
from shouwang.routines.models.routine import Routine

__all__ = ["Place", "Routine"]
