"""The description of a result for machines is a Process Run Crate: checked by roc-validator without a network.

The validator reads the context of RO-Crate 1.1 from the web. Here it gets a context that has the crate's own terms, each where
the published one has it: in schema.org, but for `conformsTo` and `File`. The list of terms below is held against the crate.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from requests import Response
from rocrate_validator import services
from rocrate_validator.utils.http import HttpRequester

from sim.files.hashes import of_file
from sim.report.crate import CONTEXT, PROFILE, crate
from sim.report.run_record import RunRecord
from sim.results.outputs import written_on
from tests.report.manifests import BASELINE, manifest

TERMS = {
    "CreativeWork", "CreateAction", "Dataset", "SoftwareApplication", "about", "actionStatus", "datePublished", "description",
    "encodingFormat", "hasPart", "identifier", "instrument", "license", "mentions", "name", "object", "result", "softwareRequirements",
    "softwareVersion", "version",
}  # fmt: skip
"""Terms of schema.org that RO-Crate 1.1 has under their own names."""
OTHERS = {"File": "http://schema.org/MediaObject", "conformsTo": "http://purl.org/dc/terms/conformsTo"}


pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the validator's own libraries


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A folder with a table, a page and a stored run, and their description."""
    run = RunRecord(
        place="nowhere", column=BASELINE, replication=1, key="a1", log="b2", log_sha256="c3", rows=9, posts={}, places=1.0, engine="kernel",
        seconds=1.0,
    )  # fmt: skip
    described = manifest(
        runs=(run,), input_files={"studies/made-up.yaml": "0" * 64}, versions={"jobsim": "0.1.0", "python": "3.12.1"}
    )
    files: dict[str, str] = {}
    for name in ("tables/measures.csv", "report.html", "runs/a1.parquet", "manifest.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
        if name in {"tables/measures.csv", "report.html"}:
            files[name] = of_file(tmp_path / name)
    (tmp_path / "ro-crate-metadata.json").write_text(crate(described, files, ["runs/a1.parquet"], "2026-01-31"))
    return tmp_path


def validate(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The faults that the validator finds against the profile and what it builds on."""
    context = {"@context": {term: f"http://schema.org/{term}" for term in TERMS} | OTHERS}

    def local(_: HttpRequester, url: str, **__: object) -> Response:
        assert url.rstrip("/") == CONTEXT, url
        response = Response()
        response.status_code, response._content = 200, json.dumps(context).encode()
        response.headers["Content-Type"] = "application/ld+json"
        return response

    monkeypatch.setattr(HttpRequester, "get", local, raising=False)
    settings = services.ValidationSettings(
        rocrate_uri=str(folder), profile_identifier="process-run-crate-0.5", requirement_severity="REQUIRED", offline=True,
        cache_path=folder / "cache",
    )  # fmt: skip
    return [f"{issue.check.identifier}: {issue.message}" for issue in services.validate(settings).get_issues()]


def test_the_crate_is_valid(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert validate(written, monkeypatch) == []


def test_a_crate_without_an_instrument_or_a_file_is_not(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (written / "report.html").unlink()
    file = written / "ro-crate-metadata.json"
    data = json.loads(file.read_text())
    for thing in data["@graph"]:
        thing.pop("instrument", None)
    file.write_text(json.dumps(data))
    faults = " ".join(validate(written, monkeypatch))
    assert "instrument" in faults
    assert "report.html" in faults


def test_the_crate_lists_every_file_with_its_hash_and_uses_known_terms_only(written: Path) -> None:
    data = json.loads((written / "ro-crate-metadata.json").read_text())
    things = {thing["@id"]: thing for thing in data["@graph"]}
    for name in ("tables/measures.csv", "report.html"):
        assert things[name]["sha256"] == of_file(written / name)
    assert things["./"]["conformsTo"] == {"@id": PROFILE}
    assert things["#scenarios/studies/made-up.yaml"]["sha256"] == "0" * 64
    assert {each["@id"] for each in things["#study"]["result"]} >= {"report.html", "runs/a1.parquet", "manifest.json"}
    keys = {key for thing in data["@graph"] for key in thing if not key.startswith("@")}
    types = {thing["@type"] for thing in data["@graph"]}
    assert keys | types <= TERMS | set(OTHERS) | {"sha256"}
    values = [value for thing in data["@graph"] for value in thing.values()]
    each_of = [each for value in values for each in (value if isinstance(value, list) else [value])]
    linked = {each["@id"] for each in each_of if isinstance(each, dict)}
    assert {link for link in linked if not link.startswith("http")} <= set(things)


def test_a_reproducible_build_sets_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1706745600")
    assert written_on() == "2024-02-01"
