"""What we depend on: locked with hashes, in wheels for each Python, under licences that fit."""

import re
import tomllib
from collections.abc import Iterable
from email.message import Message
from importlib import metadata

import pytest

LOCKS = ("requirements.lock", "requirements-dev.lock")
COPYLEFT = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser General Public|MPL|Mozilla Public", re.IGNORECASE)

# GPL stands in their metadata, and what we install of them is under another licence.
GPL_IN_NAME_ONLY = {"docutils": "in the public domain but for an Emacs mode, not in the wheel"}


def pinned(lock: str) -> dict[str, str]:
    """Return the version of each package that a lock names."""
    lines = re.findall(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==([^ ]+)", lock, re.MULTILINE)
    return dict(lines)


def licence(package: Message) -> str:
    """Return what a package says of its licence: expression, classifiers, else its short text."""
    classifiers = [line for line in package.get_all("Classifier", ()) if "License ::" in line]
    said = [package.get("License-Expression", ""), *classifiers]
    return "; ".join(filter(None, said)) or package.get("License", "")[:200]


def offending(packages: Iterable[Message]) -> list[str]:
    """Return the packages under GPL or AGPL."""
    return [
        f"{package['Name']}: {licence(package)}"
        for package in packages
        if COPYLEFT.search(licence(package)) and package["Name"].lower() not in GPL_IN_NAME_ONLY
    ]


@pytest.fixture(scope="module")
def locked(project) -> dict[str, str]:
    return {
        name: version
        for lock in LOCKS
        for name, version in pinned((project / lock).read_text()).items()
    }


@pytest.fixture(scope="module")
def installed(locked) -> list[Message]:
    """The metadata of each locked package that this machine has."""
    names = {distribution.name.lower() for distribution in metadata.distributions()}
    return [metadata.metadata(name) for name in locked if name in names]


def test_no_dependency_is_under_gpl_or_agpl(installed):
    assert len(installed) > 50
    assert offending(installed) == []


@pytest.mark.parametrize(
    ("expression", "is_seen"),
    [("GPL-3.0-only", True), ("AGPL-3.0", True), ("LGPL-3.0-only", False), ("MIT", False)],
)
def test_a_copyleft_licence_is_seen(expression, is_seen):
    package = Message()
    package["Name"], package["License-Expression"] = "some", expression
    assert bool(offending([package])) is is_seen


def test_the_notice_names_each_dependency_under_a_lesser_licence(installed, project):
    notice = (project / "NOTICE").read_text()
    named = [package["Name"] for package in installed if LESSER.search(licence(package))]
    assert named
    assert [name for name in named if not re.search(rf"^- {name}\b", notice, re.M | re.I)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(project, name):
    entries = re.split(r"^(?=[a-z0-9])", (project / name).read_text(), flags=re.MULTILINE)
    entries = [entry for entry in entries if "==" in entry]
    assert len(entries) > 30
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_development_lock_has_the_versions_of_the_other(project):
    run, develop = (pinned((project / lock).read_text()) for lock in LOCKS)
    assert {name: develop.get(name) for name in run} == run


def test_every_dependency_we_name_is_locked(project, locked):
    declared = tomllib.loads((project / "pyproject.toml").read_text())["project"]
    named = declared["dependencies"] + declared["optional-dependencies"]["dev"]
    names = {re.match(r"[A-Za-z0-9_.-]+", line)[0].lower() for line in named}
    assert names <= set(locked)


def test_each_dependency_says_what_it_is_for(project):
    text = (project / "pyproject.toml").read_text()
    declared = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)[1]
    assert [line for line in declared.splitlines() if "#" not in line] == []
