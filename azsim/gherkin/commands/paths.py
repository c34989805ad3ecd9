"""The feature files that a command is about: those that it was given, or else those here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from azsim.gherkin.playing import project
from azsim.gherkin.playing.passed_over import in_lines, nearly_features
from azsim.gherkin.vocabulary.installed import features
from azsim.text import Advice, Text, did_you_mean, say

PATH = Text("PATH", "パス")
A_PATH = Text("a folder or x.feature", "フォルダーまたは x.feature")
THIS_FOLDER = Text("the features below this folder", "このフォルダーより下にある機能")
THE_SHIPPED = Text("the features that come with azsim", "azsim に付属する機能")
NO_SUCH_PATH = Text("There is no {path}.{hint}", "{path} はない。{hint}")
NEARLY = Text(
    "There is no feature file here, but what looks like one:\n{found}\nRename it, or name the PATH "
    "that is meant.",
    "ここにフィーチャー ファイルはないが、それらしいものはある:\n{found}\n名前を直すか、対象のパスを指定する。",
)
DEAD_LINK = Text(
    "{path} is a link to {target}, which isn't there.",
    "{path} のリンク先 {target} がない。",
)
NOT_A_FEATURE = Text(
    "{path} isn't a feature file. Its name has to end in .feature.",
    "{path} はフィーチャー ファイルではない。ファイル名は .feature で終わる必要がある。",
)
NO_SUCH_SCENARIO = Text(
    '{path} has no scenario "{name}".{hint}', "{path} に「{name}」というシナリオはない。{hint}"
)
NO_BRACKETS = Text(
    "{path}: a path with [ can't be chosen, for pytest takes what follows for parameters. Rename it, "
    "or name the folder that it lies in.",
    "{path}: [ を含むパスは指定できない。pytest はその先をパラメーターとして読む。名前を変えるか、"
    "それが入っているフォルダーを指定する。",
)

_LINES = re.compile(r"(:[0-9]+)+$")


def chosen_paths(given: Sequence[str]) -> tuple[list[str], Text | None]:
    """What a command is about: the PATHs that were *given*, or else what there is here.

    In the second case comes how to say what that is.

    :raises Advice: naming the nearest thing that exists, where a PATH can't be played.
    """
    found = [found_path(path) for path in given]
    for path in found:
        check(path)
    return (found, None) if given else default_paths()


def found_path(argument: str) -> str:
    """PATH as it is, or that of the feature which comes with azsim and is shown by this name.

    The site names such a feature as ``features/outbound/scaling.feature``, wherever azsim is
    installed; what lies here under that name comes first.
    """
    name = _LINES.sub("", argument.partition("::")[0])
    path = Path(name)
    if path.parts[:1] != ("features",) or path.exists():
        return argument
    inner = path.parts[1:]
    places = (folder.joinpath(*inner) for folder in features())
    place = next((each for each in places if inner and each.exists()), None)
    return argument if place is None else f"{place}{argument.removeprefix(name)}"


def default_paths() -> tuple[list[str], Text]:
    """What to play where no PATH was given, and how to say it.

    :raises Advice: where something here looks like a feature file and can't be one, since
        nobody should take the features that come with azsim for it.
    """
    own = own_paths()
    if own is not None:
        return own
    nearly = list(nearly_features(Path()))
    if nearly:
        raise Advice(NEARLY.fill(found=in_lines(nearly, Path.cwd())))
    known = [str(folder) for folder in features()]
    return (known, THE_SHIPPED) if known else (["."], THIS_FOLDER)


def own_paths() -> tuple[list[str], Text] | None:
    """The feature files of the current folder, and how to say it; None where it has none."""
    if Path("features").is_dir():
        return ["features"], Text("features", "features")
    here = sorted(str(path) for path in Path().glob("*.feature") if project.is_feature(path))
    if any("[" in path or "::" in path for path in here):
        # Pytest would take them apart, so it has to find them itself.
        folders = [f"--ignore={path}" for path in sorted(Path().iterdir()) if path.is_dir()]
        return [".", *folders], Text(", ".join(here), "、".join(here))
    if here:
        return here, Text(", ".join(here), "、".join(here))
    if next(project.features_below(Path()), None) is not None:
        return ["."], THIS_FOLDER
    return None


def check(argument: str) -> None:
    """Whether PATH can be played.

    :raises Advice: naming the nearest thing that exists, where it can't.
    """
    name, _, scenario = argument.partition("::")
    path = Path(name)
    if "[" in name:
        raise Advice(NO_BRACKETS.fill(path=path.as_posix()))
    if not path.exists():
        path = Path(_LINES.sub("", name))
    if path.is_symlink() and not path.exists():
        target = path.readlink().as_posix()
        raise Advice(DEAD_LINK.fill(path=path.as_posix(), target=target))
    if not path.exists():
        raise Advice(NO_SUCH_PATH.fill(path=path.as_posix(), hint=_nearest_path(path)))
    if path.is_file() and path.suffix != ".feature":
        raise Advice(NOT_A_FEATURE.fill(path=path.as_posix()))
    if scenario:
        _check_scenario(path, scenario)


def _check_scenario(path: Path, scenario: str) -> None:
    from azsim.gherkin.reading.document import read
    from azsim.gherkin.reading.names import items_called

    document = read(path)
    cases = document.cases
    if not items_called(scenario, cases) and not document.mistakes:
        outlines = [case.outline for case in cases]
        hint = did_you_mean(scenario, outlines)
        raise Advice(NO_SUCH_SCENARIO.fill(path=path.as_posix(), name=scenario, hint=hint))


def _nearest_path(path: Path) -> Text:
    """The nearest existing name, below the deepest folder of *path* that exists."""
    folder = next(each for each in path.absolute().parents if each.is_dir())
    rest = path.absolute().relative_to(folder).parts
    known = [each.name for each in folder.iterdir() if each.is_dir() or each.suffix == ".feature"]
    hint = did_you_mean(rest[0], known)
    if say(hint, "en"):
        return hint
    known = [each.name for each in folder.rglob("*.feature")]
    return did_you_mean(path.name, known)
