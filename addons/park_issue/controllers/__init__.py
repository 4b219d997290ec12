from . import work_orders
