from shouwang.people.models.contact import Contact
from shouwang.people.models.former import Former
from shouwang.people.models.person import Care, Person, Sex, Side
from shouwang.people.models.retention import PurgeRun, RetentionDays
from shouwang.people.models.staff import Engagement, Presence
from shouwang.people.models.stay import Absence, Stay

__all__ = [
    "Absence",
    "Care",
    "Contact",
    "Engagement",
    "Former",
    "Person",
    "Presence",
    "PurgeRun",
    "RetentionDays",
    "Sex",
    "Side",
    "Stay",
]
