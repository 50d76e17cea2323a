"""What this machine offers to the models: cores, and arithmetic that its processor has built in."""

import os
import platform
from pathlib import Path

import psutil

CPU_INFO = Path("/proc/cpuinfo")
BF16_FLAGS = frozenset({"avx512_bf16", "amx_bf16"})
INT8_FLAGS = frozenset({"avx512_vnni", "avx_vnni", "amx_int8"})
X86 = frozenset({"x86_64", "amd64"})


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
    return not BF16_FLAGS.isdisjoint(_flags(cpu_info))


def has_int8_products(cpu_info: Path = CPU_INFO) -> bool:
    """Whether the processor adds up products of 8-bit integers in one instruction (x86: VNNI).

    Known on Linux. Elsewhere an x86 processor is taken to have it, as those made since about 2022
    do; on an older one OpenVINO computes with the rounded weights in float32.
    """
    if platform.machine().lower() not in X86:
        return False
    flags = _flags(cpu_info)
    return not flags or not INT8_FLAGS.isdisjoint(flags)


def _flags(cpu_info: Path) -> frozenset[str]:
    """The instructions that the processor has beyond the basic ones; none where it is unknown."""
    try:
        text = cpu_info.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return frozenset()
    listed = next((line for line in text.splitlines() if line.startswith("flags")), "")
    return frozenset(listed.partition(":")[2].split())
