from . import first_steps, health, upload, xmlrpc
