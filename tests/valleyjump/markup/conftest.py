"""The page's scripts in Node."""

import json
import subprocess
from pathlib import Path

import pytest

RUNNER = Path(__file__).with_name("written_in_node.js")


class Page:
    """What the page's scripts compute, in Node."""

    def __init__(self, node):
        self.process = subprocess.Popen(
            [node, "--no-warnings", str(RUNNER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def page(node):
    started = Page(node)
    yield started
    started.process.communicate(timeout=10)
