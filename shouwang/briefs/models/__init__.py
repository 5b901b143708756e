from shouwang.briefs.models.brief import Brief, BriefFigure, BriefFile, BriefVersion
from shouwang.briefs.models.confirmation import Confirmation, PageCount
from shouwang.briefs.models.template import Template, TemplateVersion

__all__ = [
    "Brief",
    "BriefFigure",
    "BriefFile",
    "BriefVersion",
    "Confirmation",
    "PageCount",
    "Template",
    "TemplateVersion",
]
