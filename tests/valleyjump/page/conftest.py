"""The page of all built-in runs, and their traces."""

import pytest

from gdcore.scenarios import catalogue
from gdcore.trace import trace
from tests.valleyjump.page.pages import figures_on, left_out, rendered
from tests.valleyjump.reading import read


@pytest.fixture(scope="session")
def html():
    return rendered(catalogue())


@pytest.fixture(scope="session")
def tree(html):
    return read(html)


@pytest.fixture(scope="session")
def traces():
    return {run.slug: trace(run) for run in catalogue()}


@pytest.fixture(scope="session")
def figures(tree):
    """The figure of each built-in run by slug; those that the story leaves out are on a page of their own."""
    return figures_on(tree, read(rendered(left_out())))
