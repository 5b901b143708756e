from shouwang.briefs.models.alias import Alias, CheckedPaper
from shouwang.briefs.models.brief import Brief, BriefFigure, BriefFile, BriefVersion

__all__ = ["Alias", "Brief", "BriefFigure", "BriefFile", "BriefVersion", "CheckedPaper"]
