from shouwang.desk.models.entry import Entry
from shouwang.desk.models.task import Task, TaskStep

__all__ = ["Entry", "Task", "TaskStep"]
