"""Numbers inside JSON, exact in both directions.

PostgreSQL keeps a JSON number as numeric. Values of at most 15 significant digits survive the way
through a float's shortest form unharmed, and fractions come back as ``Decimal``.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

MOST_DIGITS = 15


class Encoder(json.JSONEncoder):
    """Writes a Decimal as a JSON number."""

    def default(self, o: Any) -> Any:
        """Return an int for a whole number, else the float whose shortest form it is."""
        if isinstance(o, Decimal):
            return int(o) if o == o.to_integral_value() else float(o)
        return super().default(o)


class Decoder(json.JSONDecoder):
    """Reads a fraction as a Decimal."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "parse_float": Decimal})


def dumps(value: Any) -> str:
    """Return compact JSON with exact numbers, for SQL written by hand."""
    return json.dumps(value, cls=Encoder, separators=(",", ":"), ensure_ascii=False)


def loads(text: str | None) -> Any:
    """Return JSON with exact numbers; nothing is an empty object."""
    return json.loads(text, parse_float=Decimal) if text else {}
