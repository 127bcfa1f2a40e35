"""`publish push`: a checked folder as one commit and one tag of a dataset on the Hub.

The order keeps promises: a tag that exists is refused before anything is sent; the commit is one
request, so that it is there or not; what was committed is loaded again and compared, byte by byte,
before the tag is set, and once more by the tag; a tag is never moved.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goldfield.errors import DataError, PublishError, UsageError
from goldfield.publishing.build import MANIFEST
from goldfield.publishing.checking import check
from goldfield.publishing.features import needs_hf
from goldfield.publishing.files import Listing, file_faults, read_manifest

if TYPE_CHECKING:
    from huggingface_hub import HfApi

__all__ = ["Target", "operations", "push"]

_TAG = re.compile(r"v(\d+(?:\.\d+)*)((?:\.\d+)?(?:-[\w.]+)?)")
_ID = re.compile(r"[\w.-]+/[\w.-]+")
_NOTHING = "no commit was confirmed and no tag was set"
Tell = Callable[[str], None]


class Target(NamedTuple):
    """Where a dataset goes: ``ORG/NAME``, the tag it gets, and the Hub if not the public one."""

    repo_id: str
    tag: str
    endpoint: str | None = None


def operations(folder: Path, target: Target) -> list[str]:
    """What `push` would do, a line each; no network and no token is needed.

    Raises:
        UsageError: the name or the tag will not do.
        DataError: the folder does not pass `check`.
    """
    listing = _checked(folder, target)
    size = sum(file.bytes for file in listing.files)
    return [
        f"refuse if {target.repo_id} has the tag {target.tag}",
        f"create the dataset {target.repo_id} if it is not there",
        f"commit {len(listing.files) + 1} files ({size:,} bytes) at once; "
        "files of the repository that are not among them are deleted:",
        *(f"  {file.path} ({file.bytes:,} bytes)" for file in listing.files),
        "load the commit again and compare it",
        f"tag it {target.tag}, load the tag again and compare it",
    ]


def push(folder: Path, target: Target, tell: Tell) -> str:
    """Commit the folder, compare what was committed, tag it; the commit's id.

    The token is the one that `huggingface_hub` finds (`HF_TOKEN`, or a stored login).

    Args:
        folder: what `publish build` wrote.
        target: where it goes.
        tell: is called with each step that is done.

    Raises:
        UsageError: the name or the tag will not do, or the tag is there already.
        DataError: the folder does not pass `check`.
        PublishError: the Hub refused or could not be reached; it says what was done by then.
    """
    _checked(folder, target)
    tell("checked")
    from huggingface_hub import HfApi
    from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]

    disable_progress_bars()
    api = HfApi(endpoint=target.endpoint)
    with _telling(_NOTHING):
        head = _head(api, target)
    if head is None:
        with _telling("no dataset was made"):
            api.create_repo(target.repo_id, repo_type="dataset")
        tell(f"created {target.repo_id}")
    commit = _commit(api, target, folder, head)
    tell(f"committed {commit}")
    _tag(api, target, folder, commit)
    tell(f"tagged {target.tag}, loaded again and compared")
    return commit


def _commit(api: HfApi, target: Target, folder: Path, head: str | None) -> str:
    """One commit of all files on top of `head`, nothing if somebody committed meanwhile."""
    with _telling(_NOTHING + ("" if head else f"; {target.repo_id} is there and empty")):
        done = api.upload_folder(
            repo_id=target.repo_id,
            folder_path=folder,
            repo_type="dataset",
            commit_message=f"goldfield corpus {target.tag}",
            delete_patterns="*",
            parent_commit=head,
        )
    return done.oid


def _tag(api: HfApi, target: Target, folder: Path, commit: str) -> None:
    """The tag, if the commit is what was pushed."""
    with _telling(f"commit {commit} is on main without the tag {target.tag}; push again for it"):
        _again(api, target, commit, folder)
        api.create_tag(target.repo_id, tag=target.tag, revision=commit, repo_type="dataset")
    with _telling(f"commit {commit} is tagged {target.tag}, but could not be loaded by it"):
        tagged = _again(api, target, target.tag, folder)
        if tagged != commit:
            raise PublishError(f"{target.tag} is commit {tagged}")


def _checked(folder: Path, target: Target) -> Listing:
    """The manifest of a folder that can be pushed."""
    if not _ID.fullmatch(target.repo_id):
        raise UsageError(f"{target.repo_id!r} is no name of a dataset; give ORG/NAME")
    needs_hf()
    listing = read_manifest(folder)
    tag = _TAG.fullmatch(target.tag)
    if tag is None or not re.fullmatch(rf"v{re.escape(listing.release)}([.-].+)?", target.tag):
        raise UsageError(f"tag {target.tag!r} is not of this release; v{listing.release} is")
    if faults := check(folder).faults:
        raise DataError(faults)
    return listing


def _head(api: HfApi, target: Target) -> str | None:
    """The newest commit on main; None if there is no such dataset.

    Raises:
        UsageError: the tag is there.
    """
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        refs = api.list_repo_refs(target.repo_id, repo_type="dataset")
    except RepositoryNotFoundError:
        return None
    if any(ref.name == target.tag for ref in refs.tags):
        raise UsageError(
            f"{target.repo_id} has the tag {target.tag}; a tag is never moved, so give a new one"
        )
    return next((ref.target_commit for ref in refs.branches if ref.name == "main"), None)


def _again(api: HfApi, target: Target, revision: str, folder: Path) -> str:
    """Download a revision anew and compare every byte with the folder; the commit's id.

    Raises:
        PublishError: it is not what was pushed.
    """
    with tempfile.TemporaryDirectory() as cache:
        got = Path(
            api.snapshot_download(
                target.repo_id, repo_type="dataset", revision=revision, cache_dir=cache
            )
        )
        faults = [str(fault) for fault in file_faults(got, read_manifest(folder))]
        if (got / MANIFEST).read_bytes() != (folder / MANIFEST).read_bytes():
            faults.append(f"{MANIFEST} is another one")
    if faults:
        raise PublishError(f"{revision}, loaded again, is not what was pushed: {faults[0]}")
    return got.name


@contextmanager
def _telling(state: str) -> Iterator[None]:
    """Errors of the client in a line, with what is so on the Hub; the token is in none of them."""
    import httpx
    from huggingface_hub import get_token
    from huggingface_hub.errors import HfHubHTTPError

    try:
        yield
    except (HfHubHTTPError, httpx.HTTPError, PublishError, OSError, ValueError) as error:
        said = next((line for line in str(error).splitlines() if line.strip()), repr(error))
        token = get_token()
        said = said.replace(token, "...") if token else said
        raise PublishError(f"{said.strip()}; {state}") from None
