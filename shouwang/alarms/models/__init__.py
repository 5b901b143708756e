from shouwang.alarms.models.alarm import Alarm

__all__ = ["Alarm"]
