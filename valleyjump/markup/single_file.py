"""The page as one HTML file: styles, scripts, pictures, videos and traces inside it, to be opened from anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from pathlib import PurePosixPath

from valleyjump.markup.references import ADDRESSES, ELSEWHERE, file_of
from valleyjump.markup.rewriting import Attributes, Rewriter, written

MEDIA_TYPES = {
    ".mp4": "video/mp4", ".webm": "video/webm", ".gif": "image/gif", ".png": "image/png", ".svg": "image/svg+xml",
    ".vtt": "text/vtt", ".json": "application/json", ".pdf": "application/pdf",
    ".jpg": "image/jpeg", ".webp": "image/webp",
}  # fmt: skip
FILMS = (".mp4", ".webm")
CODES = "codes"
"""The class of what is left out: codes for other pages, whose files are nowhere beside this one."""
POLICY = (
    "default-src 'none'; style-src {styles}; script-src {scripts}; img-src data:; media-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing is loaded from anywhere, and of styles and scripts only those are used whose digests are named."""


def single_file(html: str, files: Mapping[str, bytes]) -> str:
    """Return a page in which everything that it links to is inside, given these files by their relative addresses.

    A link to a video leads to the place where it is shown instead, since it is in the page only once. Raises
    ``ValueError`` for a style or a script that could not stand inside a page, and for one that is not among the files.
    """
    embedder = _Embedder(files)
    embedder.feed(html)
    embedder.close()
    return embedder.page()


class _Embedder(Rewriter):
    """Passes a page on as it is, but for what it links to."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self.files = files
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.place = ""
        self._policy_at: int | None = None
        self._in_linked_script = False
        self._has_film = False
        self._left_out = 0

    def page(self) -> str:
        """Return the whole page."""
        if self._policy_at is not None:
            policy = POLICY.format(styles=_digests(self.styles), scripts=_digests(self.scripts))
            tag = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">'
            self.parts[self._policy_at] = tag
        return "".join(self.parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Put the file that an element links to in its place, or its address."""
        given = dict(attrs)
        if self._left_out or (tag == "details" and given.get("class") == CODES):
            self._left_out += tag == "details"
            return
        self.place = given.get("id") or self.place if tag in ("figure", "section") else self.place
        if tag == "link" and given.get("rel") == "stylesheet":
            self.styles.append(self._text(given.get("href"), "</style"))
            self.parts.append(f"<style>{self.styles[-1]}</style>")
        elif tag == "script" and "src" in given:
            # Linked scripts wait for the page; inside it they come last instead.
            self.scripts.append(self._text(given["src"], "</script"))
            self._in_linked_script = True
        elif tag == "source" and self._has_film:
            pass  # the same film in another form, which would only make the page larger
        elif tag == "meta" and given.get("http-equiv") == "Content-Security-Policy":
            self._policy_at = len(self.parts)
            self.parts.append("")
        else:
            self._has_film = tag == "source"
            self.parts.append(self._embedded(tag, given))

    def handle_endtag(self, tag: str) -> None:
        """Pass an end on; before that of the body come the scripts."""
        if self._left_out:
            self._left_out -= tag == "details"
            return
        if tag == "script" and self._in_linked_script:
            self._in_linked_script = False
            return
        if tag == "body":
            self.parts += [f"<script>{script}</script>\n" for script in self.scripts]
        self.parts.append(f"</{tag}>")

    def add(self, text: str) -> None:
        """Pass text on."""
        if not self._left_out:
            super().add(text)

    def _embedded(self, tag: str, given: Attributes) -> str:
        """Return a start tag with its addresses replaced; a link to what is not there loses its address."""
        found = {name: address for name in ADDRESSES if (address := given.get(name)) and not ELSEWHERE.match(address)}
        made = dict(given)
        for name, address in found.items():
            file = file_of(address)
            if file in self.files and PurePosixPath(file).suffix in MEDIA_TYPES:
                made |= self._address(tag, name, file)
            elif tag == "a":
                del made[name]
        if tag == "a" and (given.get("href") or "").startswith("/"):
            del made["href"]
        return super().start(tag, given) if made == given else written(tag, made)

    def _address(self, tag: str, name: str, file: str) -> Attributes:
        """Return the attributes that stand for ``name="file"``."""
        if tag == "a" and PurePosixPath(file).suffix in FILMS:
            return {name: f"#{self.place}"}
        inside = {name: _data_address(file, self.files[file])}
        # Browsers refuse to go to such an address, and save it instead when told to.
        return {**inside, "download": PurePosixPath(file).name} if tag == "a" else inside

    def _text(self, address: str | None, end: str) -> str:
        """Return a style or a script."""
        if address is None or address not in self.files:
            raise ValueError(f"{address}: linked by the page, and not among its files")
        text = self.files[address].decode()
        if end in text.lower():
            raise ValueError(f"{address}: holds {end!r}, so it cannot stand inside a page")
        return text


def _data_address(file: str, content: bytes) -> str:
    return f"data:{MEDIA_TYPES[PurePosixPath(file).suffix]};base64,{base64.b64encode(content).decode()}"


def _digests(texts: list[str]) -> str:
    """Return the sources of a policy: the SHA-256 of each text, or 'none'."""
    found = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts]
    return " ".join(found) or "'none'"
