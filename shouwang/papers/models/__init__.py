from shouwang.papers.models.issue import IssueCounter

__all__ = ["IssueCounter"]
