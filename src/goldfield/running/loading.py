"""From a spec to a living extractor, in this process.

The folder of a file becomes a package of its own, named after a hash of its path. So relative
imports work (``from .gazetteer import names``), and two folders may use the same file names.
"""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import msgspec

from goldfield.errors import ExtractorError, GoldfieldError, UnknownName, UsageError
from goldfield.running.contract import BatchExtractor, Extractor, Scalar, Usage
from goldfield.running.encoding import one_line
from goldfield.running.specs import DEFAULT_NAME, Spec, baseline_file
from goldfield.schema.labels import LAYERS

__all__ = ["Description", "describe", "load", "load_module", "name_of"]


class Description(msgspec.Struct, frozen=True):
    """What an extractor says of itself.

    Attributes:
        layers: the layers it predicts, or None if it does not say.
        version: its version, "0" if it does not say.
        batch: whether it takes several texts at once.
        usage: whether it says what it spends.
        load_seconds: how long the factory took, imports included; None if it was not measured.
    """

    layers: list[str] | None = None
    version: str = "0"
    batch: bool = False
    usage: bool = False
    load_seconds: float | None = None


def load(spec: Spec) -> Extractor:
    """Make the extractor that a spec names; not for ``cmd:`` specs, which are programs.

    Raises:
        ExtractorError: in one line, whatever went wrong in the extractor's own code.
    """
    try:
        extractor = _make(_named(spec), dict(spec.params))
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
        ExtractorError: `layers` is not a list of layers.
    """
    try:
        return Description(
            layers=_layers(getattr(extractor, "layers", None)),
            version=str(getattr(extractor, "version", "0")),
            batch=isinstance(extractor, BatchExtractor),
            usage=isinstance(getattr(extractor, "usage", None), Usage),
            load_seconds=load_seconds,
        )
    except GoldfieldError as error:
        raise ExtractorError(spec, f"layers: {error}") from error
    except Exception as error:
        raise ExtractorError(spec, f"layers or version: {one_line(error)}") from error


def name_of(extractor: object) -> str:
    """What to call an extractor object: a function's own name, else the name of its class."""
    return str(getattr(extractor, "__name__", type(extractor).__name__))


def load_module(path: Path) -> ModuleType:
    """Run a Python file as a module of the package that its folder becomes."""
    path = path.resolve()
    package = _package(path.parent)
    # A dot in the file's name would read as one more level of packages.
    name = f"{package}.{path.stem.replace('.', '_')}"
    return _execute(spec_from_file_location(name, path))


def _layers(said: Any) -> list[str] | None:
    if said is None:
        return None
    if isinstance(said, str):
        raise UsageError(f"{said!r} is a str; give a list")
    layers = msgspec.convert(list(said), list[str])
    for layer in layers:
        if layer not in LAYERS:
            raise UnknownName("layer", layer, LAYERS)
    return layers


def _make(named: Any, params: Mapping[str, Scalar]) -> Any:
    """What the factory makes; or what was named, if it is no factory but takes a text itself."""
    if not params and inspect.isfunction(named) and _takes_one(inspect.signature(named)):
        return named
    try:
        return named(**params)
    except TypeError as error:
        if error.__traceback__ is not None and error.__traceback__.tb_next is not None:
            raise  # by its own code: it could be called like this
        rule = "a factory is called with the parameters of the spec and without a text"
        raise TypeError(f"{error}; {rule}") from error


def _takes_one(signature: inspect.Signature) -> bool:
    """Whether one argument is required, and may be given by position."""
    needed = [
        parameter.kind
        for parameter in signature.parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    return len(needed) == 1 and needed[0] != inspect.Parameter.KEYWORD_ONLY


def _named(spec: Spec) -> Any:
    if spec.kind == "entrypoint":
        return spec.entry_point().load()
    if spec.kind == "cmd":
        raise ExtractorError(str(spec), "a command cannot be loaded into this process")
    path = Path(spec.target) if spec.kind == "path" else baseline_file(spec.target)
    name = spec.name or DEFAULT_NAME
    if not path.is_file():
        raise ExtractorError(str(spec), f"no such file: {path}")
    module = load_module(path)
    if not hasattr(module, name):
        problem = f"{path.name} defines no {name}{_others(spec.target, name, module)}"
        raise ExtractorError(str(spec), problem)
    return getattr(module, name)


def _others(file: str, name: str, module: ModuleType) -> str:
    """Which functions and classes of the file may be meant, the most similar names first."""
    here = [
        other
        for other, value in vars(module).items()
        if (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == module.__name__
        and not other.startswith("_")
    ]
    close = get_close_matches(name, here, n=5, cutoff=0.0)
    return f"; did you mean {' or '.join(f'{file}:{other}' for other in close)}?" if close else ""


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
