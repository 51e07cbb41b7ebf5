"""A learning platform of a few lines: it shows a package in a frame, and keeps what the package commits."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.installed import from_npm

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
