"""What several tests of views ask for."""

from __future__ import annotations

from functools import partial

import pytest

from gdcore.studies.fate_map import fate_map


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute maps of fates of few cells: no word stands anywhere else for that, and no clip is longer."""
    monkeypatch.setattr("scenes.views.fate.plane_scene.fate_map", partial(fate_map, cells=(11, 8)))
    monkeypatch.setattr("scenes.views.fate.axis_scene.fate_map", partial(fate_map, cells=(40,)))
