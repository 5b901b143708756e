"""How much of a file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what an uploaded file may cost.

    `file_bytes`: the file as it arrives. `inflated_bytes`: all parts of an .xlsx together once
    unpacked. `ratio`: the greatest compression believed of one part above `ratio_from` bytes.
    `rows`: data rows. `columns`: columns of the table. `grid_cells`: rows × columns between the
    first and last filled cell, which the Excel reader holds at once. `cell_chars`: one cell.
    """

    file_bytes: int = 50 * MEGABYTE
    inflated_bytes: int = 300 * MEGABYTE
    ratio: int = 250
    ratio_from: int = 16 * MEGABYTE
    parts: int = 5_000
    rows: int = 200_000
    columns: int = 1_000
    grid_cells: int = 20_000_000
    cell_chars: int = 40_000


DEFAULT = Limits()
