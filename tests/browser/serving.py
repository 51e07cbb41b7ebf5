"""A folder served on the loopback interface, and what a browser makes of the videos in its pages."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PLAYED = """async (video) => {
  video.muted = true;
  await video.play();
  const begun = performance.now();
  while (video.currentTime < 0.4 && performance.now() - begun < 8000) await new Promise((go) => setTimeout(go, 50));
  video.pause();
  for (const track of video.textTracks) track.mode = "showing";
  const loaded = () => [...video.querySelectorAll("track")].every((track) => track.readyState === 2);
  while (!loaded() && performance.now() - begun < 8000) await new Promise((go) => setTimeout(go, 50));
  const { width, height } = video.getBoundingClientRect();
  return {
    time: video.currentTime, duration: video.duration, picture: [video.videoWidth, video.videoHeight],
    controls: video.controls, box: [width, height], name: video.getAttribute("aria-label") ?? video.title,
    cues: [...video.textTracks].map((track) => [...track.cues].map((cue) => cue.getCueAsHTML().textContent)),
  };
}"""
"""Plays a video for a moment and returns what came of it."""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".vtt": "text/vtt"}  # noqa: RUF012

    def do_GET(self) -> None:
        """Answer in part where a part is asked for: without that, browsers do not seek in a video."""
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if asked is None or not path.is_file():
            with suppress(ConnectionError):  # a browser that has enough hangs up
                super().do_GET()
            return
        size = path.stat().st_size
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        with path.open("rb") as file, suppress(ConnectionError):
            file.seek(first)
            self.wfile.write(file.read(last - first + 1))

    def end_headers(self) -> None:
        """Say that parts can be asked for."""
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve ``folder`` and yield its address."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def settled(page) -> None:
    """Wait until the page has been laid out and drawn anew."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@contextmanager
def opened(browser, address, **options):
    """Open a page and yield it; in the end nothing may have failed on it."""
    page = browser.new_page(**options)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    page.on("response", lambda answer: faults.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.goto(address)
    yield page
    page.close()
    assert not faults, faults
