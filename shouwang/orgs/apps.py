from __future__ import annotations

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "shouwang.orgs"
    verbose_name = "机构"

    def ready(self) -> None:
        """Answer what the apps below ask of the unit tree."""
        from shouwang.accounts import places
        from shouwang.orgs.places import UnitTree

        places.register(UnitTree())
