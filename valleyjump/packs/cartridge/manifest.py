"""``imsmanifest.xml`` of a cartridge, as the profile of content packaging in Common Cartridge 1.1 wants it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from xml.etree.ElementTree import Element

from valleyjump.build.built import Built
from valleyjump.markup.language import page_language
from valleyjump.markup.xml_writer import document, element

NAMESPACE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
SCHEMAS = "http://www.imsglobal.org/profile/cc/ccv1p1/"
DECLARATIONS = {
    # First, and the default: Moodle knows a cartridge by these letters in the first kilobyte.
    "xmlns": NAMESPACE,
    "xmlns:lomimscc": LOM,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{NAMESPACE} {SCHEMAS}ccv1p1_imscp_v1p2_v1p0.xsd "
    f"{LOM} {SCHEMAS}LOM/ccv1p1_lommanifest_v1p0.xsd",
}
WEB_CONTENT = "webcontent"
ASSESSMENT = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"


@dataclass(frozen=True)
class Resource:
    """One thing that a course shows: its file, and the names of those that it needs besides."""

    identifier: str
    title: str
    name: str
    needs: tuple[str, ...] = ()
    is_question: bool = False


@dataclass(frozen=True)
class Folder:
    """What belongs together in a course, in its order."""

    identifier: str
    title: str
    resources: tuple[Resource, ...]


def cartridge_manifest(built: Built, key: str, folders: Sequence[Folder], shared: Sequence[str]) -> bytes:
    """Return the manifest of a cartridge of ``folders``; ``shared`` are the files that several resources need."""
    resources = list(chain.from_iterable(folder.resources for folder in folders))
    needed = dict.fromkeys(chain(shared, *(resource.needs for resource in resources)))
    root = element(
        "manifest",
        {**DECLARATIONS, "identifier": key},
        _metadata(built),
        element("organizations", {}, _organization(key, folders)),
        element(
            "resources", {}, *(_resource(key, found) for found in resources), *(_file(key, name) for name in needed)
        ),
    )
    return document(root)


def _metadata(built: Built) -> Element:
    language = page_language()

    def said(name: str, words: str) -> Iterator[Element]:
        if words:
            yield element(f"lomimscc:{name}", {}, element("lomimscc:string", {"language": language}, words))

    general = element(
        "lomimscc:general",
        {},
        *said("title", built.title),
        element("lomimscc:language", {}, language),
        *said("description", built.lead),
    )
    return element(
        "metadata",
        {},
        element("schema", {}, "IMS Common Cartridge"),
        element("schemaversion", {}, "1.1.0"),
        element("lomimscc:lom", {}, general),
    )


def _organization(key: str, folders: Sequence[Folder]) -> Element:
    """One hierarchy with one root, which has neither a title nor a resource: the profile allows no other shape."""
    root = element("item", {"identifier": f"{key}-root"}, *map(_folder, folders))
    return element("organization", {"identifier": f"{key}-organization", "structure": "rooted-hierarchy"}, root)


def _folder(folder: Folder) -> Element:
    items = (
        element(
            "item",
            {"identifier": f"{resource.identifier}_item", "identifierref": resource.identifier},
            element("title", {}, resource.title),
        )
        for resource in folder.resources
    )
    return element("item", {"identifier": folder.identifier}, element("title", {}, folder.title), *items)


def _resource(key: str, resource: Resource) -> Element:
    """A question is known by its file alone, a page by its address too."""
    given = {"identifier": resource.identifier, "type": ASSESSMENT if resource.is_question else WEB_CONTENT}
    if not resource.is_question:
        given["href"] = resource.name
    needs = (element("dependency", {"identifierref": _file_identifier(key, name)}) for name in resource.needs)
    return element("resource", given, element("file", {"href": resource.name}), *needs)


def _file(key: str, name: str) -> Element:
    given = {"identifier": _file_identifier(key, name), "type": WEB_CONTENT, "href": name}
    return element("resource", given, element("file", {"href": name}))


def _file_identifier(key: str, name: str) -> str:
    return f"{key}-file-{name.replace('/', '-')}"
