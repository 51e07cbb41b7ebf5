"""A learning platform of a few lines: it serves a package in a frame, and keeps what the package commits."""

from __future__ import annotations

import re
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.node_packages import from_npm

RANGE = re.compile(r"bytes=(\d+)-(\d*)")
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
</head><body>SHOWN</body></html>
"""
IN_A_FRAME = '<iframe src="lesson/index.html" title="The lesson"></iframe>'
FRAME = '<!DOCTYPE html><title>Another site</title><link rel="icon" href="data:,"><iframe src="{}"></iframe>'


class _Handler(SimpleHTTPRequestHandler):
    """Serves parts of files too: without them no browser can seek in a video."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file, or from the byte that is asked for to its end."""
        path = Path(self.translate_path(self.path))
        with suppress(ConnectionError):  # a browser may have enough
            if not (asked := RANGE.fullmatch(self.headers.get("Range", ""))) or not path.is_file():
                super().do_GET()
                return
            whole = path.read_bytes()
            first = int(asked[1])
            last = min(int(asked[2] or len(whole)), len(whole) - 1)
            self.send_response(HTTPStatus.PARTIAL_CONTENT)
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(whole)}")
            self.send_header("Content-Length", str(last + 1 - first))
            self.end_headers()
            self.wfile.write(whole[first : last + 1])


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve ``folder`` on the loopback interface, on a port of its own; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def set_up(folder: Path, package: Path) -> None:
    """Unpack a package into ``folder``, with the platform's pages beside it: in a frame, in a window, and a door."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder / "lesson")
    (folder / "scorm12.min.js").write_bytes(from_npm("scorm-again/dist/scorm12.min.js").read_bytes())
    pages = {
        "course": HOST.replace("SHOWN", IN_A_FRAME),
        "opener": HOST.replace("SHOWN", ""),
        "door": '<!DOCTYPE html><title>A door</title><link rel="icon" href="data:,">',
    }
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
