"""The licences of everything that is pinned, and known vulnerabilities where they can be looked up.

Licences are what the installed packages say of themselves. Vulnerabilities need a list from
outside: where `pip-audit` is installed it is asked, and where it has no network nothing is known.

usage: audit.py [--write]    writes requirements/LICENCES.md, which is compared otherwise
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "requirements" / "LICENCES.md"
RUNTIME, DEVELOPMENT = ROOT / "requirements" / "eval.txt", ROOT / "requirements" / "dev.txt"
STRONG = re.compile(r"\bA?GPL|General Public License|SSPL|Affero", re.IGNORECASE)
WEAK = re.compile(r"\bMPL|\bLGPL|Mozilla|Lesser|EPL|CDDL", re.IGNORECASE)
NAMED = re.compile(r"(?:The )?(MIT|BSD|Apache|ISC|Mozilla Public|GNU [\w ]+)\b.*?Licen[cs]e", re.I)
HEAD = """\
# Licences of what goldfield is installed with

What each package says of itself, as `make audit` reads it; `make audit ARGS=--write` writes this
page. *Runtime* packages come with goldfield or its extras `baselines` and `report`; the others
serve tests, benchmarks and the other extras. None is passed on with goldfield. Copyleft and what is
unknown is marked.

| package | licence | for | note |
|---|---|---|---|
"""


class Package(NamedTuple):
    """A pinned package, with its licence as far as it says."""

    name: str
    licence: str
    runtime: bool

    @property
    def note(self) -> str:
        if self.licence in ("unknown", "not installed here"):
            return self.licence
        weak = WEAK.search(self.licence)
        return "weak copyleft" if weak else "copyleft" if STRONG.search(self.licence) else ""


def pinned(path: Path) -> set[str]:
    found = re.findall(r"^([A-Za-z0-9_.-]+)==", path.read_text("utf-8"), re.MULTILINE)
    return {name.lower().replace("_", "-").replace(".", "-") for name in found}


def licence_of(name: str) -> str:
    """What a package says: an expression, a short field, a classifier, or its licence file."""
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return "not installed here"
    expression, field = (_said(found, key) for key in ("License-Expression", "License"))
    short = field if 2 < len(field) <= 60 and field.upper() != "UNKNOWN" else ""
    classes = [c for c in found.metadata.get_all("Classifier") or () if c.startswith("License ::")]
    named = ", ".join(sorted({c.split(" :: ")[-1] for c in classes} - {"OSI Approved"}))
    return expression or short or named or _from_file(found) or "unknown"


def _said(found: metadata.Distribution, key: str) -> str:
    return "".join(found.metadata.get_all(key) or ()).strip()


def _from_file(found: metadata.Distribution) -> str:
    for file in found.files or ():
        if re.fullmatch(r"(LICEN[CS]E|COPYING)(\..*)?", file.name, re.IGNORECASE):
            head = " ".join(file.read_text("utf-8").split())[:200]
            if match := NAMED.search(head):
                return f"{match[1]} (its licence file)"
    return ""


def packages() -> list[Package]:
    runtime, everything = pinned(RUNTIME), pinned(RUNTIME) | pinned(DEVELOPMENT)
    return [Package(name, licence_of(name), name in runtime) for name in sorted(everything)]


def page(found: list[Package]) -> str:
    rows = (
        f"| {p.name} | {p.licence} | {'runtime' if p.runtime else 'development'} | {p.note} |\n"
        for p in found
    )
    return HEAD + "".join(rows)


def vulnerabilities() -> str | None:
    """What `pip-audit` says of the pinned files; None if nothing could be looked up."""
    beside = Path(sys.executable).with_name("pip-audit")
    asked = str(beside) if beside.exists() else shutil.which("pip-audit")
    if asked is None:
        return None
    told = []
    for path in (RUNTIME, DEVELOPMENT):
        command = [asked, "--disable-pip", "--require-hashes", "--progress-spinner=off", "-r"]
        done = subprocess.run([*command, str(path)], check=False, capture_output=True, text=True)
        if done.returncode not in (0, 1) or "Traceback" in done.stderr:
            return None
        told += [done.stdout] if done.returncode else []
    return "".join(told)


def main() -> int:
    found = packages()
    made = page(found)
    if "--write" in sys.argv:
        PAGE.write_text(made, "utf-8")
    for package in found:
        if package.note and package.note != "not installed here":
            use = "runtime" if package.runtime else "development"
            print(f"{package.name}: {package.licence} ({use}, {package.note})")
    print(f"{len(found)} packages; all of them: {PAGE.relative_to(ROOT)}")
    if not PAGE.is_file() or PAGE.read_text("utf-8") != made:
        print("that page says otherwise: make audit ARGS=--write")
    known = vulnerabilities()
    if known is None:
        print("known vulnerabilities were NOT checked: that needs pip-audit and a network")
    else:
        print(known or "no known vulnerability")
    barred = [p.name for p in found if p.runtime and p.note in ("copyleft", "unknown")]
    if barred:
        print(f"at runtime, copyleft or unknown: {', '.join(barred)}")
    return 1 if barred or known else 0


if __name__ == "__main__":
    sys.exit(main())
