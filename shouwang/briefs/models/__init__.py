from shouwang.briefs.models.brief import Brief, BriefFigure, BriefFile, BriefVersion

__all__ = ["Brief", "BriefFigure", "BriefFile", "BriefVersion"]
