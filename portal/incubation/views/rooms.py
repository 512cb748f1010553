"""Where the pages of incubation stand."""

from flask import Blueprint

bp = Blueprint("incubation", "portal.incubation", url_prefix="/markets/<string:market>")
TRACK = "/brands/<string:brand>/incubation"
MILESTONE = "/brands/<string:brand>/milestones/<int:milestone_id>"
ENROLMENT = "/brands/<string:brand>/enrolments/<int:enrolment_id>"
TEMPLATE = "/templates/<int:template_id>"
FAIR = "/fairs/<int:fair_id>"
