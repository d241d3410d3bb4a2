"""Packaging: the library, and beside it the top-level `apps/` as part of the same wheel."""

import re
import shutil
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
VERSION = re.search(r'"(\d[^"]*)"', (HERE / "keras_seq/version.py").read_text("utf-8")).group(1)


class FreshBuild(build_py):
    """Builds from nothing, so that a deleted app does not come back out of an old `build/`."""

    def run(self):
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


setup(
    name="keras_seq",
    version=VERSION,
    description="Sequence models that run at once: recurrent networks on Keras 3, with apps",
    long_description=(HERE / "README.md").read_text("utf-8"),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    python_requires=">=3.11",
    packages=[
        *find_packages(include=["keras_seq", "keras_seq.*"]),
        *(f"keras_seq.apps.{name}" for name in find_packages("apps")),
    ],
    package_dir={"keras_seq.apps": "apps"},
    package_data={"": ["*.md", "*.yaml", "*.tsv", "*.jsonl", "*.abc", "*.html", "py.typed"]},
    cmdclass={"build_py": FreshBuild},
    entry_points={"console_scripts": ["keras-seq = keras_seq.cli:main"]},
    install_requires=[
        "tensorflow>=2.20",
        "keras>=3.15",  # older ones load models unsafely
        "tensorflow-datasets>=4.9.10",
        "importlib_resources>=6.0",  # tensorflow-datasets imports it and does not declare it
        "click>=8.2",
        "pandas>=2.2",
        "numpy>=2.0",
        "scipy>=1.13",
        "scikit-learn>=1.6",
        "tokenizers>=0.21",
        "matplotlib>=3.10",
        "jinja2>=3.1",
        "pyyaml>=6.0.2",
        "sacrebleu>=2.4",
        "babel>=2.16",  # what CLDR knows of languages: the sample of translation
    ],
    extras_require={
        "export": [
            "ai-edge-litert>=2; platform_system != 'Windows'",
            "onnx>=1.17",
            "onnxruntime>=1.20",
            "tf2onnx>=1.17",
        ],
        "jax": ["jax>=0.7"],
        "search": ["optuna>=4.2"],
        "serve": ["python-multipart>=0.0.18", "starlette>=0.45", "uvicorn>=0.34"],
        "audio": ["soundfile>=0.12.1"],
        "bio": ["biopython>=1.85"],
        "video": ["av>=14"],
        "docs": [
            "mkdocs>=1.6,<2",
            "mkdocs-material>=9.7",
            "mkdocstrings[python]>=1.0",
        ],
        "tensorboard": ["tensorboard>=2.20"],
        "images": ["pillow>=11"],
        "music": ["mido>=1.3"],
        "tagging": ["python-crfsuite>=0.9.11"],
        "dev": [
            "av>=14",
            "biopython>=1.85",
            "build>=1.2",
            "httpx2>=2",  # asks the server in tests
            "gffutils>=0.13",  # what is written as GFF3 is read back by it
            "ipykernel>=6.29",  # with the next two, the notebooks are run by a test
            "jiwer>=4.0",  # error rates of words are tested against it
            "jax>=0.7",  # the apps are tested on it as well
            "mido>=1.3",
            "mypy>=1.15",
            "optuna>=4.2",
            "pandas-stubs>=2.2",
            "nbclient>=0.10",
            "nbformat>=5.10",
            "pillow>=11",
            "pytest>=8.3",
            "pytest-xdist>=3.6",  # two cores, two workers
            "python-crfsuite>=0.9.11",
            "python-multipart>=0.0.18",
            "rouge-score>=0.1.2",  # metrics of summaries are tested against it
            "ruff>=0.9",
            "seqeval>=1.2.2",  # entity metrics are tested against it
            "starlette>=0.45",
            "tensorboard>=2.20",
            "soundfile>=0.12.1",
            "types-PyYAML>=6.0.12",
            "uvicorn>=0.34",
        ],
    },
    classifiers=[
        "Programming Language :: Python :: 3",
        "Intended Audience :: Developers",
        "Topic :: Scientific/Engineering :: Artificial Intelligence",
    ],
)
