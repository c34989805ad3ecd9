"""Which build server a run takes place on, told from the variables of its environment."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from azsim.gherkin.reports.messages.ci import build_server

GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "example/network",
    "GITHUB_RUN_ID": "7",
    "GITHUB_SHA": "abc",
}
GITLAB = {
    "GITLAB_CI": "true",
    "CI_JOB_URL": "https://gitlab.example/network/-/jobs/7",
    "CI_JOB_ID": "7",
    "CI_PROJECT_URL": "https://gitlab.example/network",
    "CI_REPOSITORY_URL": "https://token:secret@gitlab.example/network.git",
    "CI_COMMIT_SHA": "abc",
}
AZURE = {
    "TF_BUILD": "True",
    "SYSTEM_COLLECTIONURI": "https://dev.azure.example/org/",
    "SYSTEM_TEAMPROJECT": "network",
    "BUILD_BUILDID": "7",
    "BUILD_BUILDNUMBER": "20260101.7",
    "BUILD_REPOSITORY_URI": "https://user:secret@dev.azure.example/org/network/_git/network",
    "BUILD_SOURCEVERSION": "abc",
}
JENKINS = {
    "JENKINS_URL": "https://jenkins.example/",
    "BUILD_URL": "https://jenkins.example/job/network/7/",
    "BUILD_NUMBER": "7",
    "GIT_URL": "https://git.example/network.git",
    "GIT_COMMIT": "abc",
}


@pytest.mark.parametrize(
    ("variables", "name", "url", "remote"),
    [
        (
            GITHUB,
            "GitHub Actions",
            "https://github.com/example/network/actions/runs/7",
            "https://github.com/example/network.git",
        ),
        (
            GITLAB,
            "GitLab",
            "https://gitlab.example/network/-/jobs/7",
            "https://gitlab.example/network.git",
        ),
        (
            AZURE,
            "Azure Pipelines",
            "https://dev.azure.example/org/network/_build/results?buildId=7",
            "https://dev.azure.example/org/network/_git/network",
        ),
        (
            JENKINS,
            "Jenkins",
            "https://jenkins.example/job/network/7/",
            "https://git.example/network.git",
        ),
    ],
)
def test_a_server_is_known_with_its_build_and_its_source(
    variables: Mapping[str, str], name: str, url: str, remote: str
) -> None:
    server = build_server(variables)
    assert server is not None
    assert (server.name, server.url) == (name, url)
    assert server.build_number.endswith("7")
    # Without the secrets that some of them put into addresses.
    assert (server.git.remote, server.git.revision) == (remote, "abc")


@pytest.mark.parametrize(
    ("variables", "branch", "tag"),
    [
        (GITHUB | {"GITHUB_REF": "refs/heads/main"}, "main", None),
        (GITHUB | {"GITHUB_REF": "refs/tags/v1"}, None, "v1"),
        (GITHUB | {"GITHUB_REF": "refs/pull/5/merge"}, "refs/pull/5/merge", None),
        (GITLAB | {"CI_COMMIT_BRANCH": "main"}, "main", None),
        (GITLAB | {"CI_COMMIT_TAG": "v1"}, None, "v1"),
        (AZURE | {"BUILD_SOURCEBRANCH": "refs/heads/topic/x"}, "topic/x", None),
        (JENKINS | {"GIT_BRANCH": "origin/main"}, "origin/main", None),
    ],
)
def test_a_branch_is_no_tag(
    variables: Mapping[str, str], branch: str | None, tag: str | None
) -> None:
    git = build_server(variables).git
    assert (git.branch, git.tag) == (branch, tag)


def test_elsewhere_there_is_none() -> None:
    assert build_server({"CI": "true"}) is None
    server = build_server({"JENKINS_URL": "https://jenkins.example/"})
    assert server is not None
    assert server.git is None
