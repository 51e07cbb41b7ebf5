"""Modules joined into one script: in order, each once, and nothing that is not understood."""

import subprocess
from importlib.resources import files

import pytest

from valleyjump.markup.scripts import ModuleError, join

BASE = "const hidden = 2;\n\nexport function twice(value) {\n  return hidden * value;\n}\n"


def joined(entry="main.js", **sources):
    return join(entry, {name.replace("__", "/") + ".js": text for name, text in sources.items()}.__getitem__)


def test_a_module_stands_once_and_after_those_it_imports():
    script = joined(
        main='import { a } from "./a.js";\nimport { twice } from "./base.js";\n\na(twice(1));\n',
        a='import {\n  twice,\n} from "./base.js";\n\nexport const a = (value) => twice(value);\n',
        base=BASE,
    )
    assert [script.count(f"// {name}.js\n") for name in ("base", "a", "main")] == [1, 1, 1]
    assert script.index("// base.js") < script.index("// a.js") < script.index("// main.js")
    assert "import" not in script
    assert "export" not in script
    assert script.startswith('(function () {\n"use strict";')


def test_addresses_are_relative_to_the_module():
    script = joined(
        "one/main.js",
        one__main='import { twice } from "../base.js";\nimport { b } from "./b.js";\nb(twice);\n',
        one__b='import { twice } from "../base.js";\nexport const b = twice;\n',
        base=BASE,
    )
    assert script.count("hidden = 2") == 1


def test_modules_keep_their_private_names_to_themselves(node):
    script = joined(
        main='import { twice } from "./base.js";\nimport { Thing } from "./thing.js";\n'
        "const hidden = 5;\nconsole.log(twice(hidden), new Thing().hidden());\n",
        thing="const hidden = 7;\nexport class Thing {\n  hidden() {\n    return hidden;\n  }\n}\n",
        base=BASE,
    )
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["10", "7"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('import twice from "./base.js";', "not understood: import twice"),
        ('import * as base from "./base.js";', "not understood"),
        ('import { twice as two } from "./base.js";', "cannot import 'twice as two'"),
        ('import { thrice } from "./base.js";', "base.js exports no thrice"),
        ('import { hidden } from "./base.js";', "base.js exports no hidden"),
        ('import "./base.js";', "not understood"),
        ('import { twice } from "base";', "not understood"),
        ('import { twice } from "./base.js"; twice();', "not understood"),
        ('  import { twice } from "./base.js";', "not understood"),
        ('const later = import("./base.js");', "not understood"),
        ("const here = import.meta.url;", "not understood"),
        ("export default 3;", "not understood"),
        ("export let counter = 0;", "not understood"),
        ("export { counter };", "not understood"),
        ('export * from "./base.js";', "not understood"),
        ("const module$0 = 1;", "own name"),
    ],
)
def test_what_is_not_understood_is_an_error_that_names_the_module(line, message):
    with pytest.raises(ModuleError, match=r"^main\.js: ") as caught:
        joined(main=f"{line}\n", base=BASE)
    assert message in str(caught.value)


def test_a_circle_is_an_error():
    with pytest.raises(ModuleError, match=r"main\.js → a\.js → main\.js"):
        joined(
            main='import { a } from "./a.js";\nexport const m = a;\n',
            a='import { m } from "./main.js";\nexport const a = m;\n',
        )


def test_the_words_import_and_export_may_be_spoken_of():
    assert "say('import this, export that')" in joined(main="say('import this, export that');\n")


def test_our_own_scripts_need_nothing_from_the_page_s_policy():
    folder = files("templates") / "assets" / "modules"
    script = join("playground/main.js", lambda name: (folder / name).read_text(encoding="utf-8"))
    for forbidden in ("eval(", "new Function", 'setAttribute("style"', "style:", "http://", "https://", "fetch("):
        assert forbidden not in script
