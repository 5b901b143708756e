from shouwang.briefs.models.alias import Alias, CheckedPaper
from shouwang.briefs.models.brief import Brief, BriefFigure, BriefFile, BriefVersion
from shouwang.briefs.models.template import Template, TemplateVersion

__all__ = [
    "Alias",
    "Brief",
    "BriefFigure",
    "BriefFile",
    "BriefVersion",
    "CheckedPaper",
    "Template",
    "TemplateVersion",
]
