from shouwang.figures.models.fact import DirtyMark, Fact, Rollup
from shouwang.figures.models.figure import Figure
from shouwang.figures.models.frozen import FrozenFigure
from shouwang.figures.models.series import Series

__all__ = ["DirtyMark", "Fact", "Figure", "FrozenFigure", "Rollup", "Series"]
