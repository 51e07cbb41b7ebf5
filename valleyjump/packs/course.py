"""What all course packages of a build share: by which identifiers a platform knows it again."""

from __future__ import annotations

import hashlib

from valleyjump.build.built import Built

MANIFEST = "imsmanifest.xml"
"""What platforms look for at the root of a package."""
KEY_DIGITS = 12


def course_key(built: Built) -> str:
    """Return the prefix of all identifiers in packages of a build: an XML name of its language and slugs.

    A lesson that was built anew, or has a better title, keeps it, and with it the learners' records: platforms find
    them by identifier. One with other clips has another, so that neither replaces the other in a course.
    """
    told = "\n".join((built.language, *(clip.slug for clip in built.clips)))
    return f"vj{hashlib.sha256(told.encode()).hexdigest()[:KEY_DIGITS]}"
