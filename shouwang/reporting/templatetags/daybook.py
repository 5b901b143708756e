"""Tags of the day's pages."""

from __future__ import annotations

from django import template

from shouwang.reporting.daybook import markup

register = template.Library()
register.simple_tag(markup.cells, name="day_cells")
