"""Shards in a store that speaks S3, on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import s3fs  # type: ignore[import-untyped]
from moto.server import ThreadedMotoServer
from test_cluster_shards import ROWS, Origin, articles, write_jsonl, write_parquet

from goldfield.cluster.files import at, read, writing
from goldfield.cluster.shards import find_shards
from goldfield.cluster.store import Store
from goldfield.errors import GoldfieldError


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of a server in this process."""
    served = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    served.start()
    host, port = served.get_host_and_port()
    known = {"ENDPOINT_URL": f"http://{host}:{port}", "DEFAULT_REGION": "us-east-1"}
    for name, value in (known | {"ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "x"}).items():
        monkeypatch.setenv(f"AWS_{name}", value)
    s3fs.S3FileSystem.clear_instance_cache()
    s3fs.S3FileSystem().makedirs("bucket", exist_ok=True)
    yield "s3://bucket"
    served.stop()


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_shards_are_read_from_s3(bucket: str, kind: str) -> None:
    (write_jsonl if kind == "jsonl" else write_parquet)(f"{bucket}/news/1.{kind}", ROWS)
    (shard,) = find_shards(f"{bucket}/news/*.{kind}")
    assert shard.path == f"{bucket}/news/1.{kind}"
    assert shard.stamp.strip('"').isalnum()  # the ETag
    assert articles(shard.path) == ([(row["id"], row["text"]) for row in ROWS], [])


def test_results_are_kept_in_s3(bucket: str) -> None:
    with writing(at(f"{bucket}/out/predictions-00000.jsonl")) as stream:
        stream.write(b"{}\n")
    store = Store(at(f"{bucket}/out/more"))
    store.open(Origin("one"))
    store.keep(2, b"{}")
    store.open(Origin("one"))
    assert store.done(range(4)) == {2}
    store.tidy()
    found = at(f"{bucket}/out").fs.find("bucket/out")
    assert [name.rpartition("/")[2] for name in found] == [
        "done-00002.json",
        "manifest.json",
        "predictions-00000.jsonl",
    ]
    assert read(at(f"{bucket}/out/predictions-00000.jsonl")) == b"{}\n"


def test_a_server_that_is_gone_is_told_in_a_line(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(GoldfieldError, match=r"^s3://bucket/\*\.jsonl: \w+Error: .*127\.0\.0\.1:9"):
        find_shards(f"{bucket}/*.jsonl")
