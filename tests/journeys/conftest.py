"""A site as `make run` starts it, on the invented sample world, and a browser that watches it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PATIENCE = 240  # seconds a start may take on a slow machine
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
LINKS: list[str] = []  # what the start printed: who opens it becomes the administrator
ENVIRONMENT: dict[str, str] = {}  # in which the site was started
# Runs before anything else on each page and keeps what the policy of the site refused.
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""
# A language that nobody speaks, read from right to left and a third longer than English: every
# text of the page gets Hebrew letters behind it before anything is measured.
MIRROR = """
document.addEventListener("DOMContentLoaded", () => {
  document.documentElement.dir = "rtl";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const length = text.data.trim().length;
    if (!length || text.parentElement.closest("svg, script, code")) continue;
    text.data += " " + "\u05d0\u05d1\u05d2 ".repeat(Math.ceil(length / 12));
  }
});
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of our own, stopped when the tests end."""
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ENVIRONMENT.update(
        os.environ,
        DECENTWORK_DATA=str(folder / "data"),
        SHARED_DATA=str(folder / "none"),
    )
    command = [sys.executable, "-m", "decentwork_site", "run", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, env=ENVIRONMENT, stdout=log, stderr=log)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/", server, folder / "log")
        LINKS.extend(re.findall(r"http://\S+/link/\S+/", (folder / "log").read_text()))
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_until_it_answers(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            pytest.fail(f"the site did not start:\n{log.read_text()}")
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the site did not answer in {PATIENCE} s:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that remembers what went wrong on it."""
    page = context.new_page()
    page.troubles = []
    page.on("console", lambda line: line.type == "error" and page.troubles.append(line.text))
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    return page


@pytest.fixture
def first_link(site: str) -> str:
    """The link that makes the first administrator."""
    return LINKS[-1]


@pytest.fixture
def studies(site: str) -> Path:
    """The folder of the site's studies; what is put there is taken in with the next member."""
    return Path(ENVIRONMENT["DECENTWORK_DATA"]) / "studies"


@pytest.fixture
def link_for(site: str) -> Callable[..., str]:
    """Make a member as an operator does; return the link that sets the password."""

    def made(name: str, role: str, study: str) -> str:
        arguments = ["member", name, "--role", role, "--study", study, "--address", site]
        command = [sys.executable, "-m", "decentwork_site", *arguments]
        done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True)
        return re.search(r"http://\S+/link/\S+/", done.stdout + done.stderr)[0]

    return made


@pytest.fixture
def mirrored(page: Page) -> Page:
    """A page in the pseudo-language, read from right to left."""
    page.add_init_script(MIRROR)
    return page
