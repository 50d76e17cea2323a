"""What this machine offers to the models: cores, and arithmetic that its processor has built in."""

import os
from pathlib import Path

import psutil

CPU_INFO = Path("/proc/cpuinfo")
BF16_FLAGS = frozenset({"avx512_bf16", "amx_bf16"})


def physical_cores() -> int:
    """Physical cores that this process may use; never less than 1.

    Hyper-threads are left out because they slow matrix products down.
    """
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = min(cores, len(os.sched_getaffinity(0)))
    return max(1, cores)


def has_native_bf16(cpu_info: Path = CPU_INFO) -> bool:
    """Whether the processor multiplies bfloat16 matrices in hardware.

    Known on Linux only; elsewhere the answer is False, which costs speed but never correctness.
    """
    try:
        text = cpu_info.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    flags = next((line for line in text.splitlines() if line.startswith("flags")), "")
    return not BF16_FLAGS.isdisjoint(flags.partition(":")[2].split())
