from . import export
from . import sheet
