"""Prepare this checkout: `python3 setup/prepare.py run|check|test`, called by make.

Runs on the standard library alone, since it is what installs everything else. Each step leaves a
stamp (a digest of what it was made from) in .venv/stamps and is skipped while that still holds
and its product is there, so a prepared checkout is ready again in a blink.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
REQUIREMENTS = ROOT / "requirements"
LOCALE = ROOT / "shouwang" / "locale"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUMS += ("microsoft-edge",)


def main() -> int:
    """Prepare for what the first argument names; each later one includes the earlier."""
    aims = ("run", "check", "test")
    if len(sys.argv) != 2 or sys.argv[1] not in aims:
        return _fail(f"say what to prepare for: {', '.join(aims)}")
    if sys.version_info < OLDEST_PYTHON:
        return _fail(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed")
    aim = aims.index(sys.argv[1])
    try:
        virtual_environment()
        packages("test" if aim else "base")
        command()
        node = node_folder()
        node_modules(node)
        pages(node)
        paper_fonts()
        translations()
        if aim == aims.index("test"):
            chromium()
    except subprocess.CalledProcessError as failed:
        return _fail(f"this did not work: {' '.join(map(str, failed.cmd))}")
    except Missing as missing:
        return _fail(str(missing))
    return 0


class Missing(Exception):
    """Something the machine must have and we cannot bring; the message says what to install."""


def virtual_environment() -> None:
    """Make .venv, or make it anew when its Python is gone."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    _say("making .venv")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False)
    if made.returncode:
        raise Missing("Python's venv is missing: on Debian, apt-get install python3-venv")


def packages(which: str) -> None:
    """Install the pinned Python packages, every file checked against its hash."""
    for name in ("build", which):
        file = REQUIREMENTS / f"{name}.txt"
        _once(
            f"python-{name}",
            "installing Python packages",
            [file],
            lambda file=file: _pip("--require-hashes", "-r", file),
        )


def command() -> None:
    """Install this checkout itself, so that .venv/bin/shouwang runs its code as it stands."""
    _once(
        "command",
        "installing the command shouwang",
        [ROOT / "pyproject.toml"],
        lambda: _pip("--no-build-isolation", "--no-deps", "-e", ROOT),
        [VENV / "bin" / "shouwang"],
        str(ROOT),
    )


def node_folder() -> Path:
    """Return the folder of a Node that is new enough: the machine's, else one from PyPI."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        major = version.stdout.strip().lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return Path(found).parent
    file = REQUIREMENTS / "node.txt"
    node = VENV / "bin" / "node"
    _once(
        "node",
        "installing Node",
        [file],
        lambda: _pip("--require-hashes", "-r", file),
        [node],
    )
    return node.parent


def node_modules(node: Path) -> None:
    """Install the pinned packages that pages and fonts are built from."""
    _once(
        "node-modules",
        "installing packages for pages and fonts",
        [ROOT / "package-lock.json", ROOT / "package.json"],
        lambda: _run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", node=node),
        [ROOT / "node_modules"],
    )


def pages(node: Path) -> None:
    """Bundle styles and scripts."""
    _once(
        "pages",
        "building styles and scripts",
        [ROOT / "package-lock.json", ROOT / "package.json", *_files(ROOT / "web")],
        lambda: _run("npm", "run", "--silent", "build", node=node),
        [ROOT / "shouwang" / "kit" / "static" / "build"],
    )


def paper_fonts() -> None:
    """Make the fonts that papers are set in."""
    maker = ROOT / "shouwang" / "papers" / "fonts.py"
    if not maker.exists():
        return
    _once(
        "paper-fonts",
        "making the fonts of papers",
        [maker, ROOT / "package-lock.json"],
        lambda: _run(PYTHON, "-m", "shouwang.papers.fonts"),
        [ROOT / "shouwang" / "papers" / "assets" / "fonts"],
    )


def translations() -> None:
    """Compile the translations; the interface's source language needs none."""
    sources = [path for path in _files(LOCALE) if path.suffix == ".po"]
    if not sources:
        return
    pybabel = (VENV / "bin" / "pybabel", "--quiet", "compile", "-d", LOCALE, "-D")
    domains = sorted({path.stem for path in sources})
    _once(
        "translations",
        "compiling translations",
        sources,
        lambda: [_run(*pybabel, domain) for domain in domains],
        [path.with_suffix(".mo") for path in sources],
    )


def chromium() -> None:
    """See to a browser: one that is there, else Debian's where we may install it."""
    named = os.environ.get("SHOUWANG_CHROMIUM")
    if named or any(map(shutil.which, CHROMIUMS)):
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise Missing("a browser is missing: install chromium or google-chrome, then try again")
    _say("installing Chromium")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([apt, "-qq", "update"], check=True, env=quiet)
    wanted = ["chromium", "fonts-noto-cjk"]
    options = ["-qq", "-y", "--no-install-recommends"]
    subprocess.run([apt, *options, "install", *wanted], check=True, env=quiet, stdout=2)


def _once(
    name: str,
    doing: str,
    sources: Iterable[Path],
    make: Callable[[], object],
    products: Iterable[Path] = (),
    also: str = "",
) -> None:
    """Run a step unless its stamp still matches its sources and its products are there."""
    digest = hashlib.sha256(also.encode())
    for source in sources:
        digest.update(str(source.relative_to(ROOT)).encode() + source.read_bytes())
    stamp = STAMPS / name
    made = stamp.exists() and stamp.read_text() == digest.hexdigest()
    if made and all(product.exists() for product in products):
        return
    _say(doing)
    make()
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(digest.hexdigest())


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _pip(*arguments: str | Path) -> None:
    options = ["-qq", "--disable-pip-version-check", "--no-input"]
    subprocess.run([PYTHON, "-m", "pip", "install", *options, *arguments], check=True, cwd=ROOT)


def _run(*words: str | Path, node: Path | None = None) -> None:
    """Run a step's program from the checkout, its Node first on the path."""
    first = [str(node)] if node else []
    path = os.pathsep.join([*first, os.environ.get("PATH", os.defpath)])
    subprocess.run(words, check=True, cwd=ROOT, env={**os.environ, "PATH": path}, stdout=2)


def _say(doing: str) -> None:
    sys.stderr.write(f"setup: {doing} …\n")


def _fail(why: str) -> int:
    sys.stderr.write(f"setup: {why}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
