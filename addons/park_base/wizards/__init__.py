from . import park_figure_query
