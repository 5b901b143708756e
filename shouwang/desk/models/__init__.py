from shouwang.desk.models.entry import Entry

__all__ = ["Entry"]
