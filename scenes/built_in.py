"""Every built-in scenario as a scene for manim's own command: ``manim -ql scenes/built_in.py ParabolaDiverges``."""

from __future__ import annotations

from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from scenes.stage.base import DescentScene
from scenes.views.by_name import lesson_for


def scene_class(scenario: Scenario) -> type[DescentScene]:
    """Return the class that manim builds without arguments to show a built-in scenario, named after its slug."""
    name = "".join(word.capitalize() for word in scenario.slug.split("-"))
    own = {"slug": scenario.slug, "__doc__": scenario.title, "__module__": __name__}  # manim shows a module's own
    return type(name, (lesson_for(scenario),), own)


globals().update({made.__name__: made for made in map(scene_class, catalogue())})
