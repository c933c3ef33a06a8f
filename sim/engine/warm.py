"""Compile the kernel once, at set-up: ``python -m sim.engine.warm``."""

from __future__ import annotations

import time

from sim.world.world import World


def main() -> None:
    """Compile the kernel and print the time that it took."""
    begun = time.perf_counter()
    print("Compiling the simulation kernel (once; about a minute) …", flush=True)  # noqa: T201 - a command says what it does
    from sim.engine.kernel import run_kernel

    run_kernel(World.empty(days=1, horizon=2, states=[{}]))
    print(f"The kernel is ready ({time.perf_counter() - begun:.0f} s).", flush=True)  # noqa: T201 - same


if __name__ == "__main__":
    main()
