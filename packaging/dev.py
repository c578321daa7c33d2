#!/usr/bin/env python3
"""Everything a checkout needs, with nothing but Python: ``run`` the app, ``test`` it, also on ``spark``, refresh the ``lock``.

The first call makes ``.venv`` and installs the pinned set; later calls install again only when the pins have changed.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
APP = (PYTHON, "-m", "desktop_als")
LOCK = ROOT / "packaging" / "requirements.lock"
SPARK_LOCK = ROOT / "packaging" / "requirements-spark.lock"
PICTURES = ROOT / "screenshots-out"
OLDEST_PYTHON = (3, 11)
OLDEST_JAVA = 17  # for Spark 4

USAGE = """python3 packaging/dev.py run [ARGS…]    open the app, or run one of its commands (try: run --help)
python3 packaging/dev.py test [ARGS…]   run the tests (ARGS go to pytest)
python3 packaging/dev.py spark [ARGS…]  run the tests of training on a cluster (installs pyspark and Java if need be)
python3 packaging/dev.py lock           choose the newest fitting versions and pin them anew (needs the network)"""

# What the wheels of Qt expect to find on a Linux system: Debian's package, and the library to look for.
QT_LIBRARIES = {
    "libdbus-1-3": "libdbus-1.so.3",
    "libegl1": "libEGL.so.1",
    "libfontconfig1": "libfontconfig.so.1",
    "libfreetype6": "libfreetype.so.6",
    "libgl1": "libGL.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libwayland-client0": "libwayland-client.so.0",
    "libwayland-cursor0": "libwayland-cursor.so.0",
    "libwayland-egl1": "libwayland-egl.so.1",
    "libx11-6": "libX11.so.6",
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-render0": "libxcb-render.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-shm0": "libxcb-shm.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxkbcommon0": "libxkbcommon.so.0",
}
FONT_PACKAGES = ["fonts-dejavu-core", "fonts-droid-fallback"]  # the second for Chinese, Japanese and Korean names
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
)

Variables = Mapping[str, str]
NO_VARIABLES: Variables = {}


class SetUpError(Exception):
    """A sentence for the person at the terminal."""


def main(arguments: list[str]) -> int:
    """Do what the first word says. Returns the exit status of the app or of the tests."""
    commands = {"run": run, "test": test, "spark": spark, "lock": lock}
    if not arguments or arguments[0] not in commands:
        say(USAGE)
        return 0 if arguments in ([], ["-h"], ["--help"]) else 2
    if sys.version_info < OLDEST_PYTHON:
        say(f"This needs Python 3.11 or newer; this one is {sys.version.split()[0]}.")
        return 1
    try:
        return commands[arguments[0]](arguments[1:])
    except SetUpError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


# The commands


def run(arguments: list[str]) -> int:
    """Open the app or pass the arguments to its command line; without a display do the main job in the terminal."""
    prepare()
    if arguments or has_display():
        return app(*arguments)
    say("There is no display here, so the main job is done in the terminal, with the invented sample community.")
    return demonstrate()


def test(arguments: list[str]) -> int:
    """Run pytest without a display: all tests on all cores, or as the arguments say."""
    prepare()
    chosen = arguments or ["-n", "auto", "--dist", "loadfile"]
    return call(PYTHON, "-m", "pytest", *chosen, variables={"QT_QPA_PLATFORM": "offscreen"})


def spark(arguments: list[str]) -> int:
    """Run the tests that need Spark, which other runs leave out where it is absent; here they fail without it."""
    prepare()
    install_pinned(SPARK_LOCK)
    install_system_packages(missing_for_spark())
    if (found := java_version()) < OLDEST_JAVA:
        raise SetUpError(
            f"Spark needs Java {OLDEST_JAVA} or newer and found {found or 'none'}: set JAVA_HOME to a newer one."
        )
    required = {"QT_QPA_PLATFORM": "offscreen", "DESKTOP_ALS_SPARK": "required"}
    return call(PYTHON, "-m", "pytest", "-m", "spark", *arguments, variables=required)


def lock(arguments: list[str]) -> int:
    """Write both locks anew from ``pyproject.toml``: each for all Pythons, no index address."""
    if not venv_usable():
        make_venv()
    must(PYTHON, "-m", "pip", "install", "--quiet", "uv")
    same = LOCK.relative_to(ROOT)  # one version of each package, with the extra or without
    return pin(LOCK, "--group", "dev", *arguments) or pin(SPARK_LOCK, "--extra", "spark", "-c", same, *arguments)


def pin(file: Path, *chosen: str | Path) -> int:
    """Choose the newest fitting versions of the ``chosen`` requirements and write them to ``file``."""
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade", "--no-header", "--quiet"]
    target = file.relative_to(ROOT)
    return call(PYTHON, "-m", "uv", "pip", "compile", "pyproject.toml", *chosen, *options, "-o", target)


# Setting up


def prepare() -> None:
    """Bring ``.venv`` and the system to the state that the lock asks for. Does nothing when it is there already."""
    install_pinned(LOCK)
    install_system_packages(missing_system_packages())


def venv_usable() -> bool:
    """True when ``.venv`` has a Python that starts and finds pip, unlike one half made or one whose base has gone."""
    return (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True).returncode == 0
    )


def make_venv() -> None:
    """Make ``.venv`` with the Python that runs this script."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        install_system_packages(["python3-venv"])  # Debian and Ubuntu split Python's own library
    say("Making .venv …")
    must(sys.executable, "-m", "venv", "--clear", VENV)


def install_pinned(lock: Path) -> None:
    """Install a lock into ``.venv``, unless a stamp says that this very lock is in."""
    stamp = VENV / f"installed-{lock.name}"
    # The folder belongs to it: a checkout that was moved is linked anew.
    wanted = hashlib.sha256(lock.read_bytes() + str(ROOT).encode()).hexdigest()
    if not venv_usable():
        make_venv()
    elif stamp.exists() and stamp.read_text() == wanted:
        return
    say("Installing the pinned set (a few hundred megabytes, only when it changes) …")
    wheels = ["--only-binary", ":all:", "--no-binary", "pyspark"]  # of which there is no wheel; it compiles nothing
    must(PYTHON, "-m", "pip", "install", "--require-hashes", *wheels, "-r", lock)
    link_checkout()
    stamp.write_text(wanted)


def link_checkout() -> None:
    """Let ``.venv`` find the package from any folder and offer ``desktop-als``, as an editable install would.

    Without one, because that would need a build tool which the lock does not hold.
    """
    ask: list[str | Path] = [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip())
    (packages / "desktop_als.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    if os.name != "nt":
        command = PYTHON.with_name("desktop-als")
        command.write_text(f"#!{PYTHON}\nimport sys\n\nfrom desktop_als.__main__ import main\n\nsys.exit(main())\n")
        command.chmod(0o755)


def missing_system_packages() -> list[str]:
    """Debian's names of what Qt needs on Linux and does not find."""
    if sys.platform != "linux":
        return []
    missing = [package for package, library in QT_LIBRARIES.items() if not loads(library)]
    fonts = (file for folder in FONT_FOLDERS for file in folder.rglob("*.[to]t[fc]"))
    return missing if any(fonts) else missing + FONT_PACKAGES


def missing_for_spark() -> list[str]:
    """Debian's names of what Spark and its scripts need beside Python."""
    found = {"default-jre-headless": java_version() > 0, "procps": shutil.which("ps") is not None}
    return [package for package, there in found.items() if not there]


def java_version() -> int:
    """The Java that Spark would start: 17, 21, …; 0 without one."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else "java"
    if shutil.which(java) is None:
        return 0
    told = subprocess.run([java, "-version"], check=False, capture_output=True, text=True).stderr
    version = re.search(r'version "(\d+)', told)
    return int(version[1]) if version else 0


def loads(library: str) -> bool:
    """True when the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_system_packages(packages: list[str]) -> None:
    """Install Debian packages when this is root on such a system, else say the line to type.

    Raises:
        SetUpError: something is missing and this process may not or cannot install it.
    """
    if not packages:
        return
    line = shlex.join(["apt-get", "install", "-y", "--no-install-recommends", *packages])
    if shutil.which("apt-get") is None:
        raise SetUpError(f"This system lacks some packages; install what Debian calls: {' '.join(packages)}")
    if os.geteuid() != 0:
        raise SetUpError(f"This system lacks some packages; please type: sudo {line}")
    say(f"Installing system packages: {' '.join(packages)} …")
    must("apt-get", "update", "-q")
    must(*shlex.split(line), "-q", variables={"DEBIAN_FRONTEND": "noninteractive"})


# Without a display


def has_display() -> bool:
    """True where a window can be shown."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def demonstrate() -> int:
    """Import the sample, train, ask, draw pages; all in a library that is thrown away. Stops at the first failure."""
    with tempfile.TemporaryDirectory() as folder:
        library = ("--library", folder)
        for command in (["import", "--sample"], ["train", "--preset", "quick"]):
            if status := narrated(*command, *library):
                return status
        listener = first_name("listeners", *library)
        artist = first_name("artists", *library)
        for command in (["recommend", listener, "-n", "10"], ["similar", artist, "-n", "10"]):
            if status := narrated(*command, *library):
                return status
        pages = ["home", "import", "train", "listeners", "artists", f"listener:{listener}", f"artist:{artist}"]
        pages += [f"radio:artist:{artist}", f"together:{listener}", "how-it-works"]
        return draw_pages(pages, library)


def draw_pages(pages: list[str], library: tuple[str, str]) -> int:
    """Draw each page in light and dark into ``screenshots-out``."""
    PICTURES.mkdir(exist_ok=True)
    for page in pages:
        for theme in ("light", "dark"):
            picture = PICTURES / f"{page.partition(':')[0]}-{theme}.png"
            if status := app("screenshot", page, str(picture), "--theme", theme, *library):
                return status
            say(f"Drew {picture.relative_to(ROOT)}")
    return 0


def narrated(*arguments: str) -> int:
    """Run a command of the app under a line that shows how it is typed."""
    say(f"\n$ desktop-als {shlex.join(arguments[:-2])}")
    return app(*arguments)


def first_name(command: str, *library: str) -> str:
    """The first name that ``listeners`` or ``artists`` lists."""
    program: list[str | Path] = [*APP, command, "--json", *library]
    answer = subprocess.run(program, check=False, stdout=subprocess.PIPE)
    if answer.returncode:
        raise SetUpError(f"The command {command} failed, its own words stand above.")
    return str(json.loads(answer.stdout)[0]["name"])


# Other programs


def app(*arguments: str) -> int:
    """Run the app from the checkout. The folder stays the caller's, so that relative paths mean what they should."""
    return call(*APP, *arguments, folder=Path.cwd())


def call(*command: str | Path, folder: Path = ROOT, variables: Variables = NO_VARIABLES) -> int:
    """Run a program with extra environment variables, by default in the project's folder. Returns its exit status."""
    with subprocess.Popen(command, cwd=folder, env={**os.environ, **variables}) as program:
        while True:
            try:
                return program.wait()
            except KeyboardInterrupt:
                continue  # the program got the same Ctrl+C and ends in its own way


def must(*command: str | Path, variables: Variables = NO_VARIABLES) -> None:
    """Run a program that has to succeed.

    Raises:
        SetUpError: it did not.
    """
    try:
        status = call(*command, variables=variables)
    except OSError as error:
        raise SetUpError(f"{command[0]} cannot be started: {error.strerror}.") from error
    if status:
        raise SetUpError(f"This step failed, its own words stand above: {shlex.join(map(str, command))}")


def say(words: str) -> None:
    """Tell the person at the terminal."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
