from shouwang.reporting.models.form import Form, FormVersion, Item, Rule
from shouwang.reporting.models.report import Draft, Report, Submission
from shouwang.reporting.models.signing import Handover, Signature, Step
from shouwang.reporting.models.verdicts import Opening, Review

__all__ = [
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
