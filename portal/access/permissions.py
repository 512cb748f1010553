"""The two vocabularies: what a person can be, and what can be done."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is. Every role but STAFF is held in one market, brand or agent's company."""

    STAFF = "staff"
    MANAGER = "manager"
    OWNER = "owner"
    AGENT = "agent"
    MENTOR = "mentor"


class Permission(StrEnum):
    """What can be done, named `thing:verb`. Sorted; one blank line between things."""

    ACCOUNT_KEEP = "account:keep"

    AGENT_BROWSE = "agent:browse"
    AGENT_KEEP = "agent:keep"
    AGENT_PEOPLE = "agent:people"
    AGENT_READ = "agent:read"
    AGENT_REGISTER = "agent:register"
    AGENT_VERIFY = "agent:verify"

    APPLICATION_BEGIN = "application:begin"
    APPLICATION_DECIDE = "application:decide"
    APPLICATION_EDIT = "application:edit"
    APPLICATION_LIST = "application:list"
    APPLICATION_READ = "application:read"
    APPLICATION_REVIEWS = "application:reviews"
    APPLICATION_TYPE = "application:type"

    AUDIT_READ = "audit:read"
    AUDIT_READ_ALL = "audit:read-all"

    BOOKING_CHANGE = "booking:change"
    BOOKING_CONFIRM = "booking:confirm"
    BOOKING_LIST = "booking:list"
    BOOKING_MAKE = "booking:make"
    BOOKING_READ = "booking:read"

    BRAND_LIST = "brand:list"
    BRAND_MODERATE = "brand:moderate"
    BRAND_PEOPLE = "brand:people"
    BRAND_READ = "brand:read"
    BRAND_SHOW_HIDE = "brand:show-hide"

    CONNECTION_ANSWER = "connection:answer"
    CONNECTION_ARRANGE = "connection:arrange"
    CONNECTION_ASK = "connection:ask"
    CONNECTION_BEGIN = "connection:begin"
    CONNECTION_INVITE = "connection:invite"
    CONNECTION_LIST = "connection:list"
    CONNECTION_LIST_MARKET = "connection:list-market"
    CONNECTION_READ = "connection:read"
    CONNECTION_REPLY = "connection:reply"
    CONNECTION_REVEAL = "connection:reveal"

    ENQUIRY_ANSWER = "enquiry:answer"
    ENQUIRY_ASK = "enquiry:ask"
    ENQUIRY_BEGIN = "enquiry:begin"
    ENQUIRY_LIST = "enquiry:list"
    ENQUIRY_LIST_MARKET = "enquiry:list-market"
    ENQUIRY_READ = "enquiry:read"

    EVIDENCE_DECIDE = "evidence:decide"
    EVIDENCE_HAND_IN = "evidence:hand-in"

    FIGURES_CHOOSE = "figures:choose"
    FIGURES_FILL = "figures:fill"
    FIGURES_LIST = "figures:list"
    FIGURES_READ = "figures:read"

    FLAG_ANSWER = "flag:answer"
    FLAG_LIST = "flag:list"
    FLAG_RAISE = "flag:raise"
    FLAG_READ = "flag:read"

    HOME_READ = "home:read"

    INTAKE_KEEP = "intake:keep"
    INTAKE_READ = "intake:read"

    LEAD_KEEP = "lead:keep"
    LEAD_READ = "lead:read"

    LET_KEEP = "let:keep"
    LET_LIST = "let:list"
    LET_READ = "let:read"

    LINE_KEEP = "line:keep"

    MARKET_CREATE = "market:create"
    MARKET_KEEP = "market:keep"
    MARKET_PEOPLE = "market:people"

    PAPER_DECIDE = "paper:decide"
    PAPER_HAND_IN = "paper:hand-in"
    PAPER_LIST = "paper:list"
    PAPER_READ = "paper:read"
    PAPER_REQUIRE = "paper:require"

    PLATFORM_PEOPLE = "platform:people"
    PLATFORM_READ = "platform:read"

    PROFILE_EDIT = "profile:edit"
    PROFILE_EXACT = "profile:exact"
    PROFILE_PUBLISH = "profile:publish"
    PROFILE_READ = "profile:read"
    PROFILE_TERMS = "profile:terms"
    PROFILE_WHOLE = "profile:whole"

    PROGRAMME_KEEP = "programme:keep"
    PROGRAMME_READ = "programme:read"

    REVIEW_WRITE = "review:write"

    ROSTER_KEEP = "roster:keep"

    RUBRIC_KEEP = "rubric:keep"

    SERVICE_KEEP = "service:keep"
    SERVICE_READ = "service:read"

    SHORTLIST_KEEP = "shortlist:keep"

    STALL_KEEP = "stall:keep"
    STALL_READ = "stall:read"

    TRACK_READ = "track:read"
    TRACK_STEER = "track:steer"

    TRANSFER_ANSWER = "transfer:answer"
    TRANSFER_ASK = "transfer:ask"
    TRANSFER_CONSENT = "transfer:consent"
    TRANSFER_KEEP = "transfer:keep"
    TRANSFER_LIST = "transfer:list"
    TRANSFER_READ = "transfer:read"
