"""What the machine offers is found out without guessing too high."""

import os
import platform
from pathlib import Path

import pytest

from models.hardware import has_int8_products, has_native_bf16, physical_cores


def test_cores_are_at_least_one_and_no_more_than_there_are() -> None:
    assert 1 <= physical_cores() <= (os.cpu_count() or 1)


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("flags\t\t: fpu avx512f amx_bf16 amx_tile", True),
        ("flags\t\t: fpu avx512f avx512_bf16", True),
        ("flags\t\t: fpu avx512f avx2", False),
        ("model name : none", False),
    ],
)
def test_bf16_is_read_from_the_processors_flags(flags: str, expected: bool, tmp_path: Path) -> None:
    cpu_info = tmp_path / "cpuinfo"
    cpu_info.write_text(f"processor : 0\n{flags}\nbugs : none\n")
    assert has_native_bf16(cpu_info) is expected


def test_bf16_is_not_assumed_where_the_system_does_not_say(tmp_path: Path) -> None:
    assert not has_native_bf16(tmp_path / "absent")


@pytest.mark.parametrize(
    ("machine", "flags", "expected"),
    [
        ("x86_64", "flags : fpu avx512f avx512_vnni", True),
        ("x86_64", "flags : fpu avx2 avx_vnni", True),
        ("AMD64", "", True),
        ("x86_64", "flags : fpu avx2 fma", False),
        ("arm64", "", False),
        ("aarch64", "Features : fp asimd asimddp", False),
    ],
)
def test_8_bit_products_are_read_from_the_processor(
    machine: str, flags: str, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: machine)
    (tmp_path / "cpuinfo").write_text(f"processor : 0\n{flags}\n")
    assert has_int8_products(tmp_path / "cpuinfo") is expected
