"""What all course packages of a build share: the manifest's name and the prefix of the identifiers."""

from __future__ import annotations

import hashlib

from valleyjump.build.built import Built

MANIFEST = "imsmanifest.xml"
"""The file that platforms look for at the root of a package."""
KEY_DIGITS = 12


def course_key(built: Built) -> str:
    """Return the prefix of all identifiers in packages of a build: an XML name of its language and slugs.

    A lesson that is rebuilt or renamed keeps its prefix, and learners keep their records, which platforms find by
    identifier. A lesson with other clips has another prefix, so neither replaces the other in a course.
    """
    told = "\n".join((built.language, *(clip.slug for clip in built.clips)))
    return f"vj{hashlib.sha256(told.encode()).hexdigest()[:KEY_DIGITS]}"
