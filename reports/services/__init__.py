from documents.services.claims import Superseded, keep_alive
from documents.services.claims import tell as progress
from reports.services.request import render_again, request_report
from reports.services.run import fail, finish, render, start
from reports.services.sweep import sweep
from reports.services.writing import write_words

__all__ = [
    "Superseded",
    "fail",
    "finish",
    "keep_alive",
    "progress",
    "render",
    "render_again",
    "request_report",
    "start",
    "sweep",
    "write_words",
]
