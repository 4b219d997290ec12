from . import export
from . import pivot
from . import sheet
