from shouwang.papers.models.issue import IssueCounter
from shouwang.papers.models.paper import Paper, PaperFile, PaperStep, PaperText, Recipient
from shouwang.papers.models.route import Route, RouteVersion

__all__ = [
    "IssueCounter",
    "Paper",
    "PaperFile",
    "PaperStep",
    "PaperText",
    "Recipient",
    "Route",
    "RouteVersion",
]
