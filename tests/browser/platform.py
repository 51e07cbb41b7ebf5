"""A learning platform of a few lines: it serves a package in a frame, and keeps what the package commits."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.node_packages import from_npm

HOST = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A course</title><link rel="icon" href="data:,">
<script src="scorm12.min.js"></script>
<script>
const told = window.told = [];
const api = window.API = new Scorm12API({ logLevel: 5 });
if (localStorage.kept) api.loadFromJSON(JSON.parse(localStorage.kept));
for (const name of ["LMSInitialize", "LMSSetValue", "LMSCommit", "LMSFinish"]) {
  const own = api[name].bind(api);
  api[name] = (...given) => {
    const answer = own(...given);
    told.push([name, ...given, String(answer), api.LMSGetLastError()]);
    if (name === "LMSCommit" || name === "LMSFinish") keep();
    return answer;
  };
}
function keep() {
  localStorage.kept = JSON.stringify(JSON.parse(api.renderCMIToJSONString()).cmi);
  localStorage.told = JSON.stringify([...JSON.parse(localStorage.told ?? "[]"), ...told.splice(0)]);
}
</script>
<style>html, body { margin: 0; height: 100%; } iframe { border: 0; width: 100%; height: 100%; display: block; }</style>
</head><body><iframe src="ADDRESS" title="The lesson"></iframe></body></html>
"""
FRAME = '<!DOCTYPE html><title>Another site</title><link rel="icon" href="data:,"><iframe src="{}" title="inside"></iframe>'
OPENER = '<!DOCTYPE html><title>Opens</title><link rel="icon" href="data:,"><script src="scorm12.min.js"></script>'


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve ``folder`` on the loopback interface, on a port of its own; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def set_up(folder: Path, package: Path) -> None:
    """Unpack a package into ``folder``, with the platform's pages beside it."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder / "lesson")
    (folder / "scorm12.min.js").write_bytes(from_npm("scorm-again/dist/scorm12.min.js").read_bytes())
    (folder / "course.html").write_text(HOST.replace("ADDRESS", "lesson/index.html"), encoding="utf-8")
