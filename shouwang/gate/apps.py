from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GateConfig(AppConfig):
    name = "shouwang.gate"
    verbose_name = "门岗"

    def ready(self) -> None:
        """Offer the register to the rail, the phone its kinds and pack, the ledger its counters,
        the purge its kinds."""
        from shouwang.gate import (  # noqa: F401 (register themselves)
            figures,
            offline,
            packs,
            retention,
            staff,
            words,
        )
        from shouwang.kit.registry import MenuEntry, PhoneTile, menu_entry, phone_tile

        menu_entry(
            MenuEntry("day", _("门岗登记"), "gate:board", (words.READ, words.READ_COUNTS), order=45)
        )
        phone_tile(
            PhoneTile(
                _("门岗登记"),
                "gate:phone",
                (words.REGISTER,),
                order=25,
                note=_("来访、送物、急救，职工上岗测温"),
                icon="门",
                packs=("gate.desk",),
            )
        )
