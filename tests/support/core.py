"""Load an addon's plain ``core/`` package without the addon, whose own package imports Odoo models."""

import importlib.util
import sys
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"


def load_core(addon):
    """Return the core package of ``addon`` under the name ``<addon>_core``; its modules import below it.

    >>> load_core("park_workday").__name__
    'park_workday_core'
    """
    name = f"{addon}_core"
    if name not in sys.modules:
        folder = ADDONS / addon / "core"
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        sys.modules[name] = package = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(package)
    return sys.modules[name]
