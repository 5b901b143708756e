from shouwang.orgs.models.placement import Placement
from shouwang.orgs.models.post import Holding, Post
from shouwang.orgs.models.unit import Unit

__all__ = ["Holding", "Placement", "Post", "Unit"]
