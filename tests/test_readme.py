"""What the READMEs say must be so: each command parses, each example runs."""

import re
import shlex
from pathlib import Path

import click
import pytest

from keras_seq import app as apps
from keras_seq import cli

CHECKOUT = Path(__file__).resolve().parents[1]
PAGES = [CHECKOUT / "README.md", *sorted(apps.built_in_folder().glob("*/README.md"))]


def commands(page):
    """The `keras-seq` lines of a page's code blocks, remarks behind two blanks left out."""
    for block in re.findall(r"```\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            for part in line.split("&&"):
                if part.strip().startswith("keras-seq "):
                    yield re.split(r"\s{2,}|\s[|>]\s", part.strip())[0]


EVERY = [(page, line) for page in PAGES for line in commands(page)]


@pytest.mark.parametrize(("page", "line"), EVERY, ids=[line for _, line in EVERY])
def test_each_command_parses(page, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = re.sub(r"\bAPP\b", apps.names()[0], line)
    name, *words = shlex.split(re.sub(r"\[[^]]*\]", "", line))[1:]
    command = cli.cli.commands[name]
    app = page.parent.name if page.parent.parent.name == "apps" else apps.names()[0]
    if isinstance(command, cli.Predict):
        from keras_seq import bundle

        monkeypatch.setattr(bundle, "read_description", lambda path: {"app": app})
        command, words = command.command_for(words[0], None), words[1:]
    elif isinstance(command, cli.PerApp):
        own = words[0] if words[0] in apps.names() else app  # ./my_app is a copy
        command, words = command.get_command(click.Context(command), own), words[1:]
    command.make_context(name, words)


def test_the_main_page_has_commands_first_and_names_every_app():
    text = PAGES[0].read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    assert blocks[0].strip() == "pip install . && keras-seq run imdb_sentiment"
    assert blocks[1].strip() == "pip install -e '.[dev]' && pytest"
    for name in apps.names():
        assert f"apps/{name}/README.md" in text


def test_links_lead_somewhere():
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page}: {link}"


def test_the_factory_example_runs():
    text = PAGES[0].read_text(encoding="utf-8")
    blocks = [b for b in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "models." in b]
    assert blocks
    for block in blocks:
        names: dict = {}
        exec(compile(block, "README.md", "exec"), names)
        assert names["model"].count_params() > 0
