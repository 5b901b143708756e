from shouwang.reporting.models.form import Form, FormVersion, Item, Rule
from shouwang.reporting.models.mapping import KeptMapping
from shouwang.reporting.models.report import Draft, Report, Submission

__all__ = ["Draft", "Form", "FormVersion", "Item", "KeptMapping", "Report", "Rule", "Submission"]
