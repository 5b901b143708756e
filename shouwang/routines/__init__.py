"""Routines: disinfection and ventilation, place by place."""
