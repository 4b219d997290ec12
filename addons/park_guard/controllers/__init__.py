from . import upload, xmlrpc
