"""From a spec to a living extractor, in this process.

The folder of a file becomes a package of its own, named after a hash of its path. So relative
imports work (``from .gazetteer import names``), and two folders may use the same file names.
"""

from __future__ import annotations

import hashlib
import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import msgspec

from goldfield.errors import ExtractorError, GoldfieldError
from goldfield.running.contract import BatchExtractor, Extractor
from goldfield.running.encoding import one_line
from goldfield.running.specs import DEFAULT_NAME, Spec, baseline_file

__all__ = ["Description", "describe", "load"]


class Description(msgspec.Struct, frozen=True):
    """What an extractor says of itself.

    Attributes:
        layers: the layers it predicts, or None if it does not say.
        version: its version, "0" if it does not say.
        batch: whether it takes several texts at once.
        load_seconds: how long the factory took, imports included; None if it was not measured.
    """

    layers: list[str] | None = None
    version: str = "0"
    batch: bool = False
    load_seconds: float | None = None


def load(spec: Spec) -> Extractor:
    """Make the extractor that a spec names; not for ``cmd:`` specs, which are programs.

    Raises:
        ExtractorError: in one line, whatever went wrong in the extractor's own code.
    """
    try:
        extractor = _factory(spec)(**dict(spec.params))
    except ExtractorError:
        raise
    except GoldfieldError as error:  # says what to do by itself: a missing extra, for one
        raise ExtractorError(str(spec), str(error)) from error
    except (Exception, SystemExit) as error:
        raise ExtractorError(str(spec), one_line(error)) from error
    if not callable(extractor):
        kind = type(extractor).__name__
        raise ExtractorError(str(spec), f"the factory made a {kind}, which cannot be called")
    return cast(Extractor, extractor)


def describe(spec: str, extractor: Extractor, load_seconds: float | None = None) -> Description:
    """Read the optional attributes of an extractor.

    Raises:
        ExtractorError: `layers` is not a list of names.
    """
    try:
        layers = getattr(extractor, "layers", None)
        return Description(
            layers=None if layers is None else msgspec.convert(list(layers), list[str]),
            version=str(getattr(extractor, "version", "0")),
            batch=isinstance(extractor, BatchExtractor),
            load_seconds=load_seconds,
        )
    except Exception as error:
        raise ExtractorError(spec, f"layers or version: {one_line(error)}") from error


def _factory(spec: Spec) -> Any:
    if spec.kind == "entrypoint":
        return spec.entry_point().load()
    if spec.kind == "cmd":
        raise ExtractorError(str(spec), "a command cannot be loaded into this process")
    path = Path(spec.target) if spec.kind == "path" else baseline_file(spec.target)
    name = spec.name or DEFAULT_NAME
    if not path.is_file():
        raise ExtractorError(str(spec), f"no such file: {path}")
    module = _module(path.resolve())
    if not hasattr(module, name):
        raise ExtractorError(str(spec), f"{path.name} defines no {name}")
    return getattr(module, name)


def _module(path: Path) -> ModuleType:
    package = _package(path.parent)
    # A dot in the file's name would read as one more level of packages.
    name = f"{package}.{path.stem.replace('.', '_')}"
    return _execute(spec_from_file_location(name, path))


def _package(folder: Path) -> str:
    name = f"goldfield_extractor_{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"
    if name not in sys.modules:
        init = folder / "__init__.py"
        if init.is_file():
            _execute(spec_from_file_location(name, init, submodule_search_locations=[str(folder)]))
        else:
            bare = ModuleSpec(name, loader=None, is_package=True)
            bare.submodule_search_locations = [str(folder)]
            sys.modules[name] = module_from_spec(bare)
    return name


def _execute(spec: ModuleSpec | None) -> ModuleType:
    if spec is None or spec.loader is None:
        raise ImportError("not a Python file")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[spec.name]
        raise
    return module
