"""Parts of the kernel: compiled functions that only other compiled functions call.

numba makes each compiled function ready to be called by itself. It optimises the function with all that it calls, and turns
the whole into machine code. The kernel has hundreds of functions, and Python calls one of them. So a part is kept as it is
until the entry function is compiled, which optimises all parts together. That halves the time of a compilation.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba._dynfunc import make_function  # type: ignore[import-not-found]
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.dispatcher import Dispatcher
from numba.core.typed_passes import NativeLowering


class PartLibrary(JITCodeLibrary):  # type: ignore[misc]
    """The code of a part, to be linked into the entry function's."""

    def _optimize_final_module(self) -> None:
        """Leave the part as it is: the entry function's library optimises it where it is called."""

    def _finalize_final_module(self) -> None:
        """Check the part, and make no machine code of it."""
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class _PartLowering(NativeLowering):  # type: ignore[misc]
    _name = "part_lowering"

    def run_pass(self, state: Any) -> bool:
        state.library = PartLibrary(state.targetctx.codegen(), state.func_id.func_qualname)
        state.flags.no_compile = True
        super().run_pass(state)
        lowered = state["cr"]
        name = lowered.fndesc.qualname
        part = make_function(lowered.fndesc.lookup_module(), name, name, 0, lowered.env, (state.library,))
        state.targetctx.insert_user_function(part, lowered.fndesc, [state.library])
        state["cr"] = lowered._replace(cfunc=part)
        return True


class PartCompiler(CompilerBase):  # type: ignore[misc]
    """numba's compiler with another last step."""

    def define_pipelines(self) -> list[PassManager]:
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state).passes
        manager = PassManager("part")
        for step, description in passes:
            manager.add_pass(_PartLowering if step is NativeLowering else step, description)
        manager.finalize()
        return [manager]


def in_one_version(part: Any) -> Any:
    """Let a part take integers of any width as 64 bits.

    The fields of records have several widths. numba would compile a part once for each mixture of widths in its calls, which
    doubles the machine code and the time to make it.
    """
    if isinstance(part, Dispatcher):  # compilation can be switched off
        template = part.get_call_template

        def of_wide(args: Any, kws: Any) -> Any:
            return template(tuple(map(_wide, args)), {name: _wide(kind) for name, kind in kws.items()})

        vars(part)["get_call_template"] = of_wide
    return part


def _wide(kind: Any) -> Any:
    kind = types.unliteral(kind)
    return types.int64 if isinstance(kind, types.Integer) else kind
