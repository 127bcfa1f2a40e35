"""The machine that a measurement was taken on."""

from __future__ import annotations

import os
import platform
import resource
from pathlib import Path
from typing import Annotated, TypeAlias

import msgspec

__all__ = ["Count", "Machine", "cpu_of_children", "load_average", "machine", "peak_memory"]

Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
"""A count that a file may say: one that can be divided."""


class Machine(msgspec.Struct, frozen=True):
    """What a throughput depends on besides the extractor.

    Attributes:
        cpu: model of the processor.
        cores: logical cores that this process may use.
        ram_bytes: physical memory; None if it cannot be told.
        python: implementation and version.
        os: operating system and its release.
    """

    cpu: str
    cores: Count
    ram_bytes: Count | None
    python: str
    os: str

    def __str__(self) -> str:
        ram = "" if self.ram_bytes is None else f", {self.ram_bytes / 2**30:.0f} GiB"
        return f"{self.cpu}, {self.cores} cores{ram}; {self.python}; {self.os}"


def machine() -> Machine:
    """Describe this machine."""
    return Machine(
        cpu=_field(Path("/proc/cpuinfo"), "model name") or platform.processor() or "unknown",
        cores=_cores(),
        ram_bytes=_ram(),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        os=f"{platform.system()} {platform.release()}".strip(),
    )


def peak_memory(pid: int | None = None) -> int | None:
    """The most memory that a process ever held, in bytes; None if it cannot be told.

    Args:
        pid: which process; None is this one. Others are told of on Linux only.
    """
    # Not getrusage on Linux: there a new process inherits the peak of the one that started it.
    if peak := _field(Path(f"/proc/{pid or 'self'}/status"), "VmHWM"):
        return int(peak.split()[0]) * 1024
    if pid is not None:
        return None
    unit = 1 if platform.system() == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def cpu_of_children() -> float:
    """CPU seconds of all processes that this one has started and seen the end of."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def load_average() -> float | None:
    """How many programs wanted a core in the last minute, on average; None if it cannot be told."""
    try:
        return os.getloadavg()[0]
    except OSError:
        return None


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # Linux; macOS has no such limit
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _ram() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def _field(file: Path, key: str) -> str:
    """The value of the first line ``key: value`` of a file; empty if there is none."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    values = (value for name, _, value in (line.partition(":") for line in lines)
              if name.strip() == key)  # fmt: skip
    return next(values, "").strip()
