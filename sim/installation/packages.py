"""Python and the packages: present, of an allowed version, and able to be imported."""

from __future__ import annotations

import platform
import re
import struct
import sys
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from sim.installation.finding import Finding
from sim.installation.requirement import Asked, Requirement

MODULES = {
    "ruamel-yaml": "ruamel.yaml", "ruamel-yaml-clib": "_ruamel_yaml", "fonttools": "fontTools", "python-calamine": "python_calamine",
    "xlsxwriter": "xlsxwriter", "python-docx": "docx", "salib": "SALib",
}  # fmt: skip
"""Package, as :func:`normal` writes it -> its module, if that has another name."""
SET_UP = "make setup (in a checkout), or install the package again: pip install --force-reinstall jobsim"
USED_FOR = {
    "data": "`jobsim data` with Excel files and services, and `jobsim elicit --read`",
    "report": "`jobsim report --xlsx --docx --pdf`, and `jobsim elicit`",
    "explore": "`jobsim explore`",
    "sensitivity": "`jobsim sensitivity --method morris|sobol|shapley`",
    "optimise": "`jobsim optimise`",
    "dask": "`jobsim run --dask`",
    "notebooks": "the notebooks of a checkout",
}
SYSTEM = {
    "weasyprint": "the PDF also needs the system's library Pango: apt install libpango-1.0-0 libpangoft2-1.0-0, brew install pango"
}
"""Packages that build on a library of the system, and what to do if it is missing."""


def check_python(asked: Asked) -> Finding:
    """The version of Python and the platform."""
    own, bits = platform.python_version(), 8 * struct.calcsize("P")
    found = f"Python {own}, {bits} bit, {platform.system()} {platform.machine()}, {sys.executable}"
    wanted = f"Python {asked.python.versions} is needed"
    if not asked.python.allows(own):
        return Finding("Python", "problem", f"{found}; {wanted}", "make setup PYTHON=/path/to/python3.12")
    if bits < 64:
        return Finding("Python", "problem", f"{found}; 64 bit is needed", "install a Python of 64 bit")
    return Finding("Python", "ok", found)


def check_packages(asked: Asked) -> list[Finding]:
    """The packages that every study needs: a line for each that is wrong, or one line for all."""
    if not asked.packages:
        do = "install the package, or start it in a checkout"
        return [Finding("Packages", "problem", "nothing says which packages are needed", do)]
    wrong = [Finding("Packages", "problem", words, SET_UP) for each in asked.packages if (words := _wrong(each))]
    if wrong:
        return wrong
    return [Finding("Packages", "ok", f"{len(asked.packages)} as {asked.stated_in} asks, and each can be imported")]


def check_extras(asked: Asked) -> list[Finding]:
    """A line for each extra: present, or how to install it. No study needs one."""
    findings = []
    for extra, packages in asked.extras.items():
        part = f"Extra {extra}"
        wrong = [words for each in packages if (words := _wrong(each, imported=each.name.lower() in SYSTEM))]
        if not wrong:
            names = ", ".join(f"{each.name} {version(each.name)}" for each in packages)
            findings.append(Finding(part, "ok", names))
            continue
        missing = all("is not installed" in words for words in wrong)
        do = next((SYSTEM[name] for name in _names(packages) & SYSTEM.keys() if not missing), "")
        do = do or f"if you want {USED_FOR[extra]}: pip install 'jobsim[{extra}]', or make setup"
        findings.append(Finding(part, "note", "; ".join(wrong), do))
    return findings


def normal(name: str) -> str:
    """The name of a package as the metadata of a wheel may write it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def module_of(package: str) -> str:
    """The module that a package is imported by, however its name is written."""
    return MODULES.get(normal(package), package.replace("-", "_"))


def _names(packages: Iterable[Requirement]) -> set[str]:
    return {each.name.lower() for each in packages}


def _wrong(package: Requirement, *, imported: bool = True) -> str:
    """What is wrong with a package; "" if nothing is."""
    try:
        own = version(package.name)
    except PackageNotFoundError:
        return f"{package.name} is not installed; {package.versions or 'any version'} is needed"
    if not package.allows(own):
        return f"{package.name} {own}: {package.versions} is needed"
    if not imported:
        return ""
    try:
        import_module(module_of(package.name))
    except Exception as error:  # noqa: BLE001 - a broken package raises whatever it likes
        lines = str(error).strip().splitlines()
        return f"{package.name} {own} cannot be imported: {type(error).__name__}: {lines[0] if lines else ''}".rstrip(
            ": "
        )
    return ""
