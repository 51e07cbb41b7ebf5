"""SCORM 1.2: the page as one shareable content object, which reports what a learner has watched and answered.

The manifest is that of the Content Aggregation Model 1.2, section 2.3, with the binding of ADL. What the page reports
is in ``templates/assets/modules/scorm/``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element

from valleyjump.build.built import Built
from valleyjump.markup.xml_writer import document, element
from valleyjump.packs.archive import write_archive
from valleyjump.packs.course import MANIFEST, course_key
from valleyjump.packs.taken import PAGE, page_of, told_files
from valleyjump.page.assets import reporting_assets
from valleyjump.page.package_pages import ON_PLATFORM
from valleyjump.page.page import page_files

DECLARATIONS = {
    "xmlns": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "xmlns:adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": "http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd "
    "http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd",
}
LONGEST_TITLE = 200
"""Characters, by the information model of content packaging 1.1.2."""


def write(built: Built, target: Path) -> Path:
    """Write the package of ``built`` and return ``target``. Raises like ``packed``."""
    files: dict[str, bytes | Path] = {
        name: built.path(name) for name in sorted(page_files(built.clips, built.fonts, built.logo))
    }
    files |= told_files(built, built.prose.values()) | {PAGE: page_of(built, ON_PLATFORM), **reporting_assets()}
    return write_archive(target, {**files, MANIFEST: scorm_manifest(built, files)})


def scorm_manifest(built: Built, files: Iterable[str]) -> bytes:
    """Return ``imsmanifest.xml`` of a package of ``files``. It has no mastery score: one would overrule the status."""
    key, title = course_key(built), built.title[:LONGEST_TITLE]
    item = element("item", {"identifier": f"{key}-item", "identifierref": f"{key}-sco"}, element("title", {}, title))
    organization = element("organization", {"identifier": f"{key}-organization"}, element("title", {}, title), item)
    root = element(
        "manifest",
        {**DECLARATIONS, "identifier": key, "version": "1.0"},
        element("metadata", {}, element("schema", {}, "ADL SCORM"), element("schemaversion", {}, "1.2")),
        element("organizations", {"default": f"{key}-organization"}, organization),
        element("resources", {}, _resource(f"{key}-sco", files)),
    )
    return document(root)


def _resource(identifier: str, files: Iterable[str]) -> Element:
    given = {"identifier": identifier, "type": "webcontent", "adlcp:scormtype": "sco", "href": PAGE}
    return element("resource", given, *(element("file", {"href": name}) for name in sorted(files)))
