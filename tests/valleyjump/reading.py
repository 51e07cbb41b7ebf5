"""A page as one file, and a file as a small tree, read with the standard library's parser, for tests."""

from __future__ import annotations

from html.parser import HTMLParser

from valleyjump.page.page import Page
from valleyjump.page.sheets import whole, written

VOID = {"meta", "link", "source", "track", "br", "img", "path", "circle", "polyline", "mspace"}


class Node:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent = tag, dict(attributes), parent
        self.children = []

    def __getitem__(self, name):
        return self.attributes[name]

    def get(self, name, default=None):
        return self.attributes.get(name, default)

    @property
    def classes(self):
        return (self.get("class") or "").split()

    @property
    def text(self):
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def walk(self):
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, tag=None, cls=None):
        return [n for n in self.walk() if (tag is None or n.tag == tag) and (cls is None or cls in n.classes)]

    def one(self, tag=None, cls=None):
        (found,) = self.all(tag, cls)
        return found


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.node = Node("#root", {}, None)

    def handle_starttag(self, tag, attributes):
        assert len(attributes) == len(dict(attributes)), f"<{tag}> has an attribute twice"
        child = Node(tag, attributes, self.node)
        self.node.children.append(child)
        if tag not in VOID:
            self.node = child

    def handle_startendtag(self, tag, attributes):
        self.node.children.append(Node(tag, attributes, self.node))

    def handle_endtag(self, tag):
        assert self.node.tag == tag, f"</{tag}> closes <{self.node.tag}>"
        self.node = self.node.parent

    def handle_data(self, data):
        self.node.children.append(data)


def read(html):
    """Return the tree of ``html``; every element in it must be closed in order."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.node is builder.root, f"<{builder.node.tag}> stays open"
    return builder.root


def is_title(shown: str, title: str) -> bool:
    """Whether the title of a document is this one, or as much of it as a title bar has room for, and an ellipsis."""
    return shown == title or (shown.endswith("…") and title.startswith(shown[:-1].rstrip()) and len(shown) > 20)


def render_page(page: Page) -> str:
    """Return all of a page as one file."""
    return "".join(written(whole(page)))
