"""What each person should do now: one list ordered by clock, each line with its one button."""

from portal.reports.duties.agent import of_agent
from portal.reports.duties.kinds import KINDS
from portal.reports.duties.mentor import of_mentor
from portal.reports.duties.owner import of_applicant, of_owner
from portal.reports.duties.week import group_text, week

__all__ = ["KINDS", "group_text", "of_agent", "of_applicant", "of_mentor", "of_owner", "week"]
