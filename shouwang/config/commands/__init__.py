"""The commands of ``shouwang``, one module each.

``import_reports.py`` is ``shouwang import reports``.
A module has a docstring (its help), ``add_arguments(parser)`` and ``run(args) -> int``. What must
stand before it runs is said by a constant at its top, read without importing the module:
``NEEDS = "nothing"``, ``"django"`` (settings and apps) or, when absent, ``"database"`` (a running
server with an up-to-date schema).
"""
