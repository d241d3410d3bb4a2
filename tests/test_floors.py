"""Who may import whom: prose is not enough."""

import ast
from pathlib import Path

import keras_seq
from keras_seq import app as apps

PACKAGE = Path(keras_seq.__file__).parent

# Lowest first. A room imports from lower floors only: never from above, never from a neighbour.
FLOORS = [
    {"errors", "version", "constants"},
    {"safe_yaml"},
    {"files", "progress", "backend", "config"},
    {"options"},
    {"metrics", "losses", "decoding", "layers", "studies"},
    {"baselines", "saving"},
    {"report"},
    {"data"},
    {"models"},
    {"contract"},
    {"tasks", "app"},
    {"runs", "scaffold"},
    {"serving", "exporting"},
    {"cli_answers", "cli_finished", "cli_options"},
    {"cli"},
    {"__init__", "__main__"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def imports(path, package):
    """The modules of the package that a file imports, inside functions too, type checking apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    here = ("keras_seq", *path.relative_to(package).with_suffix("").parts)
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: -node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def files_of(package):
    return [path for path in sorted(package.rglob("*.py"))
            if path.relative_to(package).parts[0] != "apps"]  # fmt: skip


def wrong_way(package, floor):
    """Each import between rooms that doesn't go down, as `room imports room`."""
    for path in files_of(package):
        room = path.relative_to(package).parts[0].removesuffix(".py")
        for name in imports(path, package):
            parts = name.split(".")
            if parts[0] != "keras_seq" or len(parts) < 2:
                continue
            target = parts[1]
            if target not in floor:  # a name that the package's face hands on
                assert room in ("__main__",), f"{path}: import {name} from where it is defined"
            elif target != room and floor[target] >= floor[room]:
                yield f"{room} imports {target}"


def circles(edges):
    """The modules that can be reached from themselves."""
    reached = {}

    def walk(start):
        if start not in reached:
            reached[start] = set()
            todo = list(edges.get(start, ()))
            while todo:
                module = todo.pop()
                if module not in reached[start]:
                    reached[start].add(module)
                    todo += edges.get(module, ())
        return reached[start]

    return sorted(module for module in edges if module in walk(module))


def edges_of(root, name):
    """Which module of a package imports which, by dotted name; packages are their `__init__`."""
    names = {}
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        names[".".join([name, *(part for part in parts if part != "__init__")])] = path
    edges = {}
    for module, path in names.items():
        edges[module] = set()
        for target in imports(path, root):
            target = target.removeprefix("keras_seq.") if name != "keras_seq" else target
            target = target if target.startswith(name) else f"{name}.{target}"
            while target and target not in names:
                target = target.rpartition(".")[0]
            if target and target not in (module, name):
                edges[module].add(target)
    return edges


def test_every_room_has_a_floor():
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in files_of(PACKAGE)}
    assert rooms == set(FLOOR)


def test_imports_go_down_only():
    assert list(wrong_way(PACKAGE, FLOOR)) == []


def test_no_circle_anywhere():
    assert circles(edges_of(PACKAGE, "keras_seq")) == []
    for app in apps.names():
        assert circles(edges_of(apps.find(app), app)) == [], app


def test_a_planted_circle_and_a_neighbour_are_seen(tmp_path):
    for room, text in {
        "metrics": "from keras_seq.losses import chain\n",
        "losses": "def chain():\n    import keras_seq.report.page\n",
        "report": "from keras_seq.metrics import accuracy\n",
    }.items():
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("")
        (tmp_path / room / "page.py").write_text(text)
    assert list(wrong_way(tmp_path, FLOOR)) == ["losses imports report", "metrics imports losses"]
    (tmp_path / "losses" / "page.py").write_text("import keras_seq.report.page\n")
    (tmp_path / "report" / "page.py").write_text("from keras_seq.losses import page\n")
    assert circles(edges_of(tmp_path, "keras_seq")) == [
        "keras_seq.losses.page", "keras_seq.report.page",
    ]  # fmt: skip


def test_apps_import_the_library_and_themselves_only():
    for path in apps.built_in_folder().rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "from apps" not in source and "keras_seq.apps" not in source
