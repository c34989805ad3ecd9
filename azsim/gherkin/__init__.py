"""Feature files as tests: sentences in two languages, and advice for whoever writes them.

    from azsim.gherkin import given, parameter_type, then, when

    @when("{vm} opens a TCP connection to {destination}", "{vm} が {destination} へ TCP 接続を開く")
    def open_connection(azure, vm, destination):
        azure.open(vm, destination)

The names below are all that others use of this package. Each is fetched when it is first asked
for, so that importing the package costs nothing in a pytest that has no feature files.

Whoever declares sentences uses :func:`given`, :func:`when` and :func:`then`,
:func:`parameter_type` with :func:`one_of`, :class:`Column` and :data:`Rows` for the table below a
sentence (or :func:`read_table`, for a table whose columns aren't declared), :class:`NotModelled` for
what no sentence says, the fixture's class :class:`Scenario`, and :mod:`expect`.

Whoever plays features uses :func:`chosen_paths` for the PATHs of a command, :func:`found_path` for
a file that may come with azsim, :func:`play`, which
returns a :class:`Played` for each scenario, :class:`Reporter`, which makes a record of
:mod:`report` of each, and :func:`survey`, whose :class:`Survey` has a :class:`Catalogue` of each sentence as an
:class:`Entry`, and each :class:`NotModelled`. :func:`feature_text` writes such records as Gherkin
again. :func:`trace_page` and :func:`captures_of` are what ``azsim run`` would write of what was played.

Whoever writes features uses :func:`desk_at`, whose :class:`Desk` says of a text what is to be changed,
as a :class:`Remark`, and puts it in order and into the other language; :func:`numbers_in`, which finds each
:class:`Number` that a text holds; and :func:`taken_along`, whose
:class:`Project` is what goes along where features are to be changed and played elsewhere.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azsim.gherkin.catalogue.entries import Entry as Entry
    from azsim.gherkin.catalogue.survey import Catalogue as Catalogue
    from azsim.gherkin.catalogue.survey import Survey as Survey
    from azsim.gherkin.catalogue.survey import survey as survey
    from azsim.gherkin.commands.paths import chosen_paths as chosen_paths
    from azsim.gherkin.commands.paths import found_path as found_path
    from azsim.gherkin.desk.desk import Desk as Desk
    from azsim.gherkin.desk.desk import Remark as Remark
    from azsim.gherkin.desk.desk import desk_at as desk_at
    from azsim.gherkin.desk.numbers import Number as Number
    from azsim.gherkin.desk.numbers import numbers_in as numbers_in
    from azsim.gherkin.desk.project import Project as Project
    from azsim.gherkin.desk.project import taken_along as taken_along
    from azsim.gherkin.playing import expect as expect
    from azsim.gherkin.playing.from_python import Played as Played
    from azsim.gherkin.playing.from_python import play as play
    from azsim.gherkin.playing.scenario import Scenario as Scenario
    from azsim.gherkin.reports.evidence import TRACE_HEADER as TRACE_HEADER
    from azsim.gherkin.reports.evidence import captures_of as captures_of
    from azsim.gherkin.reports.evidence import trace_page as trace_page
    from azsim.gherkin.telling import report as report
    from azsim.gherkin.telling.as_feature import feature_text as feature_text
    from azsim.gherkin.telling.reporter import Reporter as Reporter
    from azsim.gherkin.vocabulary.declaring import given as given
    from azsim.gherkin.vocabulary.declaring import parameter_type as parameter_type
    from azsim.gherkin.vocabulary.declaring import then as then
    from azsim.gherkin.vocabulary.declaring import when as when
    from azsim.gherkin.vocabulary.not_modelled import NotModelled as NotModelled
    from azsim.gherkin.vocabulary.tables import Column as Column
    from azsim.gherkin.vocabulary.tables import Rows as Rows
    from azsim.gherkin.vocabulary.tables import read_table as read_table
    from azsim.gherkin.vocabulary.translations import one_of as one_of

# Where each name is at home; a module is its own home.
_HOMES = {
    "TRACE_HEADER": "reports.evidence",
    "Catalogue": "catalogue.survey",
    "Column": "vocabulary.tables",
    "Desk": "desk.desk",
    "Entry": "catalogue.entries",
    "NotModelled": "vocabulary.not_modelled",
    "Number": "desk.numbers",
    "Played": "playing.from_python",
    "Project": "desk.project",
    "Remark": "desk.desk",
    "Reporter": "telling.reporter",
    "Rows": "vocabulary.tables",
    "Scenario": "playing.scenario",
    "Survey": "catalogue.survey",
    "captures_of": "reports.evidence",
    "chosen_paths": "commands.paths",
    "desk_at": "desk.desk",
    "expect": "playing.expect",
    "feature_text": "telling.as_feature",
    "found_path": "commands.paths",
    "given": "vocabulary.declaring",
    "numbers_in": "desk.numbers",
    "one_of": "vocabulary.translations",
    "parameter_type": "vocabulary.declaring",
    "play": "playing.from_python",
    "read_table": "vocabulary.tables",
    "report": "telling.report",
    "survey": "catalogue.survey",
    "taken_along": "desk.project",
    "then": "vocabulary.declaring",
    "trace_page": "reports.evidence",
    "when": "vocabulary.declaring",
}

__all__ = [
    "TRACE_HEADER",
    "Catalogue",
    "Column",
    "Desk",
    "Entry",
    "NotModelled",
    "Number",
    "Played",
    "Project",
    "Remark",
    "Reporter",
    "Rows",
    "Scenario",
    "Survey",
    "captures_of",
    "chosen_paths",
    "desk_at",
    "expect",
    "feature_text",
    "found_path",
    "given",
    "numbers_in",
    "one_of",
    "parameter_type",
    "play",
    "read_table",
    "report",
    "survey",
    "taken_along",
    "then",
    "trace_page",
    "when",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"azsim.gherkin.{home}")
    value: object = getattr(module, name, module)
    globals()[name] = value
    return value
