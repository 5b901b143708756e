from shouwang.response.models.bundle import Bundle, BundleItem
from shouwang.response.models.exemption import Exemption
from shouwang.response.models.level import Level
from shouwang.response.models.measure import Measure
from shouwang.response.models.order import Approver, Order, Strength
from shouwang.response.models.reopening import Reopening

__all__ = [
    "Approver",
    "Bundle",
    "BundleItem",
    "Exemption",
    "Level",
    "Measure",
    "Order",
    "Reopening",
    "Strength",
]
