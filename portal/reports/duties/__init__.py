"""What each person should do now: one list ordered by clock, each line with its one button."""

from portal.reports.duties.agent import of_agent
from portal.reports.duties.mentor import of_mentor
from portal.reports.duties.office import of_manager, of_staff
from portal.reports.duties.owner import of_applicant, of_owner

__all__ = ["of_agent", "of_applicant", "of_manager", "of_mentor", "of_owner", "of_staff"]
