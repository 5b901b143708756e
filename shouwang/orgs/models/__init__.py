from shouwang.orgs.models.placement import Placement
from shouwang.orgs.models.post import Holding, Post
from shouwang.orgs.models.responsibility import Act, Leader, Responsibility
from shouwang.orgs.models.unit import Unit

__all__ = ["Act", "Holding", "Leader", "Placement", "Post", "Responsibility", "Unit"]
