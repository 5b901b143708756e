from shouwang.guides.models.checklist import Answer, Checklist, Item, Sheet
from shouwang.guides.models.guide import Guide, GuideReceipt, GuideReminder, GuideVersion
from shouwang.guides.models.plan import PlanVersion

__all__ = [
    "Answer",
    "Checklist",
    "Guide",
    "GuideReceipt",
    "GuideReminder",
    "GuideVersion",
    "Item",
    "PlanVersion",
    "Sheet",
]
