from shouwang.reporting.models.form import Form, FormVersion, Item, Rule
from shouwang.reporting.models.report import Draft, Report, Submission
from shouwang.reporting.models.review import DaySign, Opening, Review
from shouwang.reporting.models.signing import Handover, Signature, Step

__all__ = [
    "DaySign",
    "Draft",
    "Form",
    "FormVersion",
    "Handover",
    "Item",
    "Opening",
    "Report",
    "Review",
    "Rule",
    "Signature",
    "Step",
    "Submission",
]
