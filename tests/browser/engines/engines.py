"""Firefox and WebKit, for what the three engines do each in their own way: opened, and asked by scripts.

Firefox is spoken to by Marionette, which every copy of it understands; WebKit by WebDriver, through the program that
Debian ships with WebKitGTK. Neither asks for a package of Python's.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

FIREFOXES = ("firefox-esr", "firefox")
WEBKIT = ("WebKitWebDriver", "Xvfb")
PATIENCE_S = 180.0
SCRIPT = {"script": 150_000}
"""So long a script may take, in milliseconds: many browsers share a small machine."""
FAILED = "the script failed: "
# What a reader's own press would allow, scripts of a test may do too.
PREFERENCES = {
    "media.autoplay.default": 0,
    "marionette.port": 0,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}


class Engine(Protocol):
    """One window of a browser."""

    def go(self, address: str) -> None:
        """Open a page and wait for it."""

    def ask(self, script: str) -> Any:
        """Return what the body of an asynchronous function returns in the page."""


class Firefox:
    """Firefox over Marionette: a length, a colon, and a message of four parts as JSON."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE_S)
        self._read()
        self._number = 0
        self._send("WebDriver:NewSession", {})
        self._send("WebDriver:SetTimeouts", SCRIPT)

    def go(self, address: str) -> None:
        """Open a page and wait for it."""
        self._send("WebDriver:Navigate", {"url": address})

    def ask(self, script: str) -> Any:
        """Return what the body of an asynchronous function returns in the page."""
        return _kept(self._send("WebDriver:ExecuteScript", {"script": _promised(script), "args": []})["value"])

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _send(self, command: str, values: dict[str, Any]) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, command, values]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, fault, result = self._read()
        assert fault is None, fault
        return result

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        left, parts = int(length[:-1]), []
        while left:
            parts.append(self._socket.recv(left))
            left -= len(parts[-1])
        return json.loads(b"".join(parts))


class WebKit:
    """WebKitGTK over WebDriver."""

    def __init__(self, port: int, browser: str) -> None:
        self._address = f"http://127.0.0.1:{port}/session"
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"webkitgtk:browserOptions": options, "timeouts": SCRIPT}
        self._address += "/" + self._send("", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def go(self, address: str) -> None:
        """Open a page and wait for it."""
        self._send("/url", {"url": address})

    def ask(self, script: str) -> Any:
        """Return what the body of an asynchronous function returns in the page."""
        return _kept(self._send("/execute/sync", {"script": _promised(script), "args": []}))

    def close(self) -> None:
        """End the browser."""
        with suppress(OSError):
            urllib.request.urlopen(urllib.request.Request(self._address, method="DELETE"), timeout=PATIENCE_S)

    def _send(self, place: str, values: dict[str, Any]) -> Any:
        asked = urllib.request.Request(self._address + place, json.dumps(values).encode(), method="POST")
        with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:
            return json.load(answer)["value"]


def _promised(body: str) -> str:
    """WebKit waits for ever on a promise that fails, so that none does."""
    return f"return (async () => {{ {body} }})().catch((fault) => `{FAILED}${{fault}}`)"


def _kept(answer: Any) -> Any:
    assert not str(answer).startswith(FAILED), answer
    return answer


def _ready(find: Any) -> Any:
    """Return what ``find`` returns once it does."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with suppress(OSError, ValueError):
            if found := find():
                return found
        time.sleep(0.1)
    raise TimeoutError("the browser did not start")


@contextmanager
def _running(*words: str, **options: Any) -> Iterator[None]:
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def firefox() -> str | None:
    """Return the program, or nothing where there is none."""
    return next(filter(None, map(shutil.which, FIREFOXES)), None)


def webkit() -> str | None:
    """Return WebKitGTK's own browser, or nothing where it cannot be driven."""
    browsers = sorted(Path("/usr").glob("lib*/**/webkit2gtk-*/MiniBrowser")) if all(map(shutil.which, WEBKIT)) else []
    return str(browsers[-1]) if browsers else None


@contextmanager
def firefox_opened(program: str, folder: Path) -> Iterator[Engine]:
    """Yield Firefox, its profile in ``folder``."""
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
    (folder / "user.js").write_text("".join(lines), encoding="utf-8")
    port = folder / "MarionetteActivePort"
    words = (program, "--marionette", "--headless", "--no-remote", "--profile", str(folder))
    with (
        _running(*words, env={**os.environ, "HOME": str(folder)}),
        closing(Firefox(_ready(lambda: int(port.read_text(encoding="utf-8"))))) as engine,
    ):
        yield engine


@contextmanager
def webkit_opened(browser: str, folder: Path) -> Iterator[Engine]:
    """Yield WebKit on a screen of its own, its files in ``folder``."""
    port, screen = _free_port(), folder / "screen"
    environment = {**os.environ, "HOME": str(folder), "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
    with (
        screen.open("w") as number,
        _running("Xvfb", "-displayfd", str(number.fileno()), "-screen", "0", "1366x900x24", pass_fds=[number.fileno()]),
    ):
        environment["DISPLAY"] = ":" + _ready(lambda: screen.read_text(encoding="utf-8").strip())
        with _running("WebKitWebDriver", f"--port={port}", env=environment):
            _ready(lambda: not socket.create_connection(("127.0.0.1", port), 1).close())
            engine = WebKit(port, browser)
            try:
                yield engine
            finally:
                engine.close()
