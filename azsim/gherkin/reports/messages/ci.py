"""The build server that a run takes place on, as Cucumber messages name it.

Each server tells of itself by environment variables, which its documentation lists:
https://docs.github.com/actions/reference/workflows-and-actions/variables,
https://docs.gitlab.com/ci/variables/predefined_variables/,
https://learn.microsoft.com/azure/devops/pipelines/build/variables and
https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import cucumber_messages as messages  # type: ignore[import-untyped]
from attrs import frozen

Variables = Mapping[str, str]


@frozen
class _Server:
    """``known_by`` is a variable that nobody else sets; the others may be missing."""

    name: str
    known_by: str
    url: Callable[[Variables], str | None]
    build: str
    remote: Callable[[Variables], str | None]
    revision: str
    branch: str
    tag: str | None = None


def _github(variables: Variables) -> str:
    return f"{variables.get('GITHUB_SERVER_URL')}/{variables.get('GITHUB_REPOSITORY')}"


_SERVERS = (
    _Server(
        "GitHub Actions",
        "GITHUB_ACTIONS",
        lambda found: f"{_github(found)}/actions/runs/{found.get('GITHUB_RUN_ID')}",
        "GITHUB_RUN_ID",
        lambda found: f"{_github(found)}.git",
        "GITHUB_SHA",
        "GITHUB_REF",
    ),
    _Server(
        "GitLab",
        "GITLAB_CI",
        lambda found: found.get("CI_JOB_URL"),
        "CI_JOB_ID",
        # CI_REPOSITORY_URL holds a token.
        lambda found: f"{found.get('CI_PROJECT_URL')}.git",
        "CI_COMMIT_SHA",
        "CI_COMMIT_BRANCH",
        "CI_COMMIT_TAG",
    ),
    _Server(
        "Azure Pipelines",
        "TF_BUILD",
        lambda found: (
            f"{found.get('SYSTEM_COLLECTIONURI')}{found.get('SYSTEM_TEAMPROJECT')}"
            f"/_build/results?buildId={found.get('BUILD_BUILDID')}"
        ),
        "BUILD_BUILDNUMBER",
        lambda found: found.get("BUILD_REPOSITORY_URI"),
        "BUILD_SOURCEVERSION",
        "BUILD_SOURCEBRANCH",
    ),
    _Server(
        "Jenkins",
        "JENKINS_URL",
        lambda found: found.get("BUILD_URL"),
        "BUILD_NUMBER",
        lambda found: found.get("GIT_URL"),
        "GIT_COMMIT",
        "GIT_BRANCH",
    ),
)


def build_server(variables: Variables) -> messages.Ci | None:
    """The one that *variables* of the environment tell of, or None."""
    for server in _SERVERS:
        if server.known_by in variables:
            return messages.Ci(
                name=server.name,
                url=server.url(variables),
                build_number=variables.get(server.build),
                git=_git(server, variables),
            )
    return None


def _git(server: _Server, variables: Variables) -> messages.Git | None:
    remote, revision = server.remote(variables), variables.get(server.revision)
    if remote is None or revision is None:
        return None
    given = variables.get(server.branch)
    kind, name = ("heads", given)
    reference = re.fullmatch("refs/(?P<kind>heads|tags)/(?P<name>.+)", given or "")
    if reference is not None:
        kind, name = reference["kind"], reference["name"]
    tag = variables.get(server.tag) if server.tag is not None else None
    return messages.Git(
        remote=re.sub("//[^/@]+@", "//", remote),
        revision=revision,
        branch=name if kind == "heads" and tag is None else None,
        tag=name if kind == "tags" else tag,
    )
