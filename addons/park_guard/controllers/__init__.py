from . import health, upload, xmlrpc
