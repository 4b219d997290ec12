from . import export, pivot, sheet
