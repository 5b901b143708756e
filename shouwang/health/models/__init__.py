from shouwang.health.models.hours import RoundHours
from shouwang.health.models.round import Round
from shouwang.health.models.temperature import Temperature

__all__ = ["Round", "RoundHours", "Temperature"]
