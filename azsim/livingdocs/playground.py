"""What a site carries so that its scenarios can be changed and played in the page.

Python, the packages and the editor come with the distribution azsim-playground, as scripts that a page
opened from a folder can load as well. What is added here is what it can't hold: azsim as it is installed
where the site is made, and what of the project the scenarios need. Without the distribution a site has
nothing of this.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import lzma
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from attrs import asdict, define

from azsim.gherkin import Entry, Project
from azsim.livingdocs.site import Behaviour, Site
from azsim.livingdocs.sliders import sliders
from azsim.livingdocs.writing import write
from azsim.text import Language, Text

PACKAGE: Final = "azsim_playground"
FOLDER: Final = "assets/play"
"""Where the parts stand on a site."""

Files = Mapping[str, bytes]
"""The contents of files by their paths, parted by slashes."""

# A play needs neither the command line, nor proofs, nor what browsers load of a site. The features'
# texts stand on their pages.
_LEFT_OUT = (
    "azsim/__main__.py",
    "azsim/cli.py",
    "azsim/explaining/command.py",
    "azsim/features/",
    "azsim/livingdocs/static/",
    "azsim/proving/command.py",
    "azsim/proving/listing.py",
    "azsim/proving/prove.py",
    "azsim/proving/variants/",
)
_KEPT = ("azsim/features/__init__.py",)
_SUFFIXES = (".py", ".toml", ".html")
_LARGEST_DICTIONARY = 1 << 24
"""Bytes that whoever unpacks a part has to hold in memory."""

STARTER: Final = "starter"
"""The tag of the scenario of a service to begin with."""

# A project begins where a configuration lies, so that steps may name files above their own folder.
_TOP = {"pytest.ini": b"[pytest]\n"}


def is_installed() -> bool:
    """Whether a site that is made here can carry what a play needs."""
    return find_spec(PACKAGE) is not None


def files_of_azsim() -> dict[str, bytes]:
    """The azsim that is installed here, as far as a page needs it: its sources by their paths in a page."""
    found: dict[str, bytes] = {}
    for package in ("azsim", "azsim.steps", "azsim.features"):
        found |= dict(_below(resources.files(package), package.replace(".", "/")))
    distribution = metadata.distribution("azsim")
    points = sorted(
        (point for point in distribution.entry_points if point.group != "console_scripts"),
        key=lambda point: (point.group, point.name),
    )
    about = f"azsim-{distribution.version}.dist-info"
    found[f"{about}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: azsim\nVersion: {distribution.version}\n".encode()
    )
    found[f"{about}/entry_points.txt"] = "".join(
        f"[{point.group}]\n{point.name} = {point.value}\n" for point in points
    ).encode()
    return {f"packages/{path}": content for path, content in sorted(found.items())}


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        inner = f"{path}/{each.name}"
        if each.is_dir() and each.name != "__pycache__":
            yield from _below(each, inner)
        elif inner in _KEPT or (
            inner.endswith(_SUFFIXES) and not inner.startswith(_LEFT_OUT) and each.is_file()
        ):
            yield inner, each.read_bytes()


def digest_of(files: Files) -> str:
    """What tells *files* from any others: a hash of their paths and contents."""
    told = hashlib.sha256()
    for path in sorted(files):
        told.update(f"{path}\0{len(files[path])}\0".encode())
        told.update(files[path])
    return told.hexdigest()


def part(name: str, files: Files) -> tuple[str, bytes]:
    """A script that brings *files* into a page as the part *name*: what it is called, and what it says.

    The same files make the same script.
    """
    archive = _tar(files)
    size = min(_LARGEST_DICTIONARY, max(1 << 16, 1 << len(archive).bit_length()))
    # What a page unpacks with knows no other check.
    packed = lzma.compress(
        archive,
        check=lzma.CHECK_CRC32,
        filters=[{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": size}],
    )
    return script(name, f'azsimPart("{name}","{base64.b64encode(packed).decode()}");\n')


def script(name: str, says: str) -> tuple[str, bytes]:
    """A script that is called by its *name* and by a hash, so that no browser takes an old one for it."""
    content = says.encode()
    return f"{name}.{hashlib.sha256(content).hexdigest()[:10]}.js", content


def _tar(files: Files) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(files):
            entry = tarfile.TarInfo(path)
            entry.size = len(files[path])
            archive.addfile(entry, io.BytesIO(files[path]))
    return written.getvalue()


@define(slots=False, eq=False)
class Playground:
    """What the pages of *site* need for its scenarios to be changed and played there, with the *project*."""

    site: Site
    project: Project

    @cached_property
    def _index(self) -> Mapping[str, Any]:
        index: Mapping[str, Any] = json.loads(
            resources.files(PACKAGE).joinpath("index.json").read_text("utf-8")
        )
        return index

    @cached_property
    def _written(self) -> Mapping[str, tuple[str, bytes]]:
        """The parts that are made here, by their names."""
        files = files_of_azsim()
        made = {
            "sentences": script(
                "sentences", f"azsimSentences({_json(list(sentences(self.site)))});\n"
            ),
            "project": part("project", self._files_of_project),
        }
        if digest_of(files) != self._index["azsim"]["digest"]:
            made["azsim"] = part("azsim", files)
        return made

    @property
    def _files_of_project(self) -> Files:
        """What the project adds, by the paths in a page."""
        own = {**_TOP, **self.project.files}
        packages = self.project.packages.files
        return {
            **{f"project/{path}": content for path, content in own.items()},
            **{f"packages/{path}": content for path, content in packages.items()},
        }

    @cached_property
    def loader(self) -> Mapping[str, Any]:
        """What the script that starts Python has to know: the ``worker`` and the ``parts``, with their sizes."""
        taken = [
            list(each) for each in self._index["parts"] if not self._is_made_here(str(each[0]))
        ]
        made = [
            [name, file, len(content)]
            for name, (file, content) in self._written.items()
            if name != "sentences"
        ]
        return {"worker": self._index["worker"], "parts": [*taken, *made]}

    def _is_made_here(self, name: str) -> bool:
        return name.partition(".")[0] in self._written

    @property
    def play(self) -> str:
        """The address of the script that starts Python, from the top of the site."""
        return f"{FOLDER}/{self._index['play']}"

    @property
    def editor(self) -> str:
        """The address of the editor."""
        return f"{FOLDER}/{self._index['editor']}"

    @property
    def sentences(self) -> str:
        """The address of the sentences that the editor proposes."""
        return f"{FOLDER}/{self._written['sentences'][0]}"

    @cached_property
    def size(self) -> int:
        """The bytes of everything that is loaded for a play."""
        files = [self.loader["worker"], *(each[1:] for each in self.loader["parts"])]
        return sum(int(size) for _, size in files)

    def text_of(self, behaviour: Behaviour, language: Language) -> str:
        """*behaviour* as a feature file of its own, to be changed."""
        told = behaviour.first.told
        return self.project.texts[told.feature.shown][told.line].to(language)

    def place_of(self, behaviour: Behaviour) -> str:
        """Where the feature of *behaviour* lies in the project, as a play is asked for it."""
        return self.project.places[behaviour.first.told.feature.shown]

    def sliders_of(self, behaviour: Behaviour, language: Language) -> list[dict[str, Any]]:
        """The numbers of :meth:`text_of` that may be moved."""
        desk = self.project.desks[behaviour.first.told.feature.shown]
        facts = (self.site.page_of[each].fact for each in behaviour.named)
        text = self.text_of(behaviour, language)
        return [asdict(each) for each in sliders(desk, text, facts)]

    def starters(self, language: Language) -> list[tuple[str, str]]:
        """Texts to begin with where nothing is written yet, each by a name: one for each service."""
        first = [each.features[0].behaviours[0] for each in self.site.services]
        tagged = [each for each in self.site.stated if STARTER in each.tags]
        named = {Path(path).name for path in self.project.files}
        # A page of its own has no files beside it.
        texts = ((each, self.text_of(each, language)) for each in tagged or first)
        return [
            (each.heading.name.to(language), text)
            for each, text in texts
            if not any(name in text for name in named)
        ]

    def write(self, folder: Path) -> None:
        """Write everything below *folder*, the top of the site."""
        parts = resources.files(PACKAGE).joinpath("parts")
        for file in parts.iterdir():
            if not self._is_made_here(file.name):
                write(folder, f"{FOLDER}/{file.name}", file.read_bytes())
        for name, content in self._written.values():
            write(folder, f"{FOLDER}/{name}", content)
        licences = resources.files(PACKAGE).joinpath("LICENCES.txt")
        write(folder, f"{FOLDER}/LICENCES.txt", licences.read_bytes())


def sentences(site: Site) -> Iterator[dict[str, Any]]:
    """The sentences that an editor proposes, those first that the site uses most."""
    used = Counter(
        step.sentence.definition
        for row in site.rows
        for step in row.shown.told.steps
        if step.sentence.definition
    )
    entries = [saying.entry for saying in site.sayings]
    for entry in sorted(entries, key=lambda each: -used[each.definition.where]):
        yield _sentence(entry)


def _sentence(entry: Entry) -> dict[str, Any]:
    definition = entry.definition
    said = {
        "kind": definition.keyword,
        "en": entry.spoken("en", lambda name: f"{{{name}}}"),
        "ja": entry.spoken("ja", lambda name: f"{{{name}}}"),
        "meaning": asdict(definition.meaning),
        "values": {
            each.name: _lists(each.choices or ([each.example] if each.example else ()))
            for each in entry.values
        },
    }
    if definition.table:
        said["table"] = _lists([each.heading for each in definition.table if each.required])
    return said


def _lists(texts: Iterable[Text]) -> dict[str, list[str]]:
    texts = list(texts)
    return {"en": [each.en for each in texts], "ja": [each.ja for each in texts]}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
