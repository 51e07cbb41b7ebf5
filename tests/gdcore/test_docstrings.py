"""The examples in the docstrings of the core are run."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil

import pytest

import gdcore

MODULES = sorted(module.name for module in pkgutil.walk_packages(gdcore.__path__, "gdcore."))


def examples(thing: object, name: str) -> list[doctest.DocTest]:
    """Return the examples of a docstring; those of its members too, where it is a class."""
    # Unwrapped: doctest passes over functions that numpy's errstate wraps, as if they were numpy's.
    whole = inspect.unwrap(thing) if callable(thing) and not inspect.isclass(thing) else thing
    module = importlib.import_module(getattr(whole, "__module__", name))
    found = doctest.DocTestFinder(exclude_empty=True).find(whole, name, module, globs=dict(vars(module)))
    return [test for test in found if test.examples]


def failures(test: doctest.DocTest) -> str:
    """Run the examples of one docstring and return what went wrong, or nothing."""
    told: list[str] = []
    doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(test, out=told.append)
    return "".join(told)


@pytest.mark.parametrize("name", gdcore.__all__)
def test_every_public_name_has_an_example_that_is_true(name: str) -> None:
    tests = examples(getattr(gdcore, name), name)
    assert tests, f"gdcore.{name}: no example in its docstring"
    assert "".join(map(failures, tests)) == ""


def test_the_guide_is_true() -> None:
    (guide,) = (test for test in examples(gdcore, "gdcore") if test.name == "gdcore")
    assert len(guide.examples) > 10
    assert failures(guide) == ""


@pytest.mark.parametrize("name", MODULES)
def test_the_other_examples_are_true(name: str) -> None:
    assert "".join(map(failures, examples(importlib.import_module(name), name))) == ""


def test_a_wrong_example_is_found_out() -> None:
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, 0)
    assert "Expected" in failures(wrong)
