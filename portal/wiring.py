"""Where the domains are connected: lower ones tell and ask upper ones without knowing them."""

from portal.access import guard
from portal.accounts import queries as accounts
from portal.accounts import registry as accounts_registry
from portal.agency import actions as agency_actions
from portal.agency import queries as agency
from portal.agency import registry as agency_registry
from portal.agents import registry as agents_registry
from portal.audit import actions as audit
from portal.brands import offers
from portal.brands import queries as brands
from portal.brands import registry as brands_registry
from portal.connections import actions as connection_actions
from portal.connections import queries as connections
from portal.connections import registry as connections_registry
from portal.connections import web as connections_web
from portal.core.i18n import lazy_gettext as _l
from portal.demo import actions as demo
from portal.directory import actions as directory
from portal.directory import registry as directory_registry
from portal.figures import queries as figures
from portal.incubation import actions as incubation
from portal.incubation import registry as incubation_registry
from portal.incubation.registry import CohortFigure, Condition, Mentors, Place
from portal.intakes import registry as intakes_registry
from portal.leasing import actions as leasing
from portal.leasing import queries as lets
from portal.leasing import registry as leasing_registry
from portal.linesheets import queries as line_sheets
from portal.markets import registry as markets_registry
from portal.markets.registry import Figure
from portal.mentoring import queries as mentoring
from portal.mentoring import registry as mentoring_registry
from portal.notices import actions as notices
from portal.onboarding import cards as application_cards
from portal.onboarding import queries as onboarding
from portal.onboarding import transfers
from portal.papers import actions as papers
from portal.papers import cards as paper_cards
from portal.papers import queries as paper_facts
from portal.papers import registry as papers_registry
from portal.rosters import actions as rosters


def connect_the_domains() -> None:
    """Register every listener, condition and lookup. Listeners hear in the order given here."""
    introduce_people()
    offer_conditions()
    follow_papers_and_answers()
    follow_brands()
    follow_the_market()
    follow_the_programme()
    intakes_registry.offer_candidates(onboarding.candidates)
    intakes_registry.offer_loads(onboarding.loads)
    intakes_registry.offer_use(onboarding.keeps_edition)
    guard.denial_hooks[:] = [audit.record_denial]
    guard.forwarders[:] = [transfers.lead_on]


def introduce_people() -> None:
    """Say who can be written to, and who knows whom."""
    notices.register_address_book(accounts.address_book)
    agents_registry.register_acquaintance(agency.agents_who_wrote)
    agents_registry.register_acquaintance(connections.agents_who_asked)
    agents_registry.register_dealings("enquiry", agency.newest_between)
    agents_registry.register_dealings("connection", connections.newest_between)
    accounts_registry.register_brands_of_market(brands.brands_of_market)
    accounts_registry.register_demo_people(demo.people)


def follow_papers_and_answers() -> None:
    """Let milestones, pages and the directory hear of verified papers and of answers."""
    papers_registry.listen(incubation.check_automatic)
    papers_registry.listen(directory.reindex)
    agency_registry.listen_to_talks(incubation.check_automatic)
    connections_registry.listen_to_openings(incubation.check_automatic)


def follow_brands() -> None:
    """Let the domains above hear what becomes of a brand, and answer what its pages ask."""
    brands_registry.listen(papers.brand_changed)
    brands_registry.listen(incubation.brand_changed)
    brands_registry.listen(directory.reindex)
    brands_registry.listen_to_leaving(leasing.brand_leaves)
    brands_registry.listen_to_leaving(incubation.brand_leaves)
    brands_registry.listen_to_leaving(rosters.forget)
    brands_registry.listen_to_arriving(papers.brand_arrives)
    brands_registry.listen_to_arriving(agency_actions.brand_arrives)
    brands_registry.listen_to_arriving(connection_actions.brand_arrives)
    brands_registry.register_connections(connections_web.is_connected, connections.connected_people)
    brands_registry.register_publish_check(paper_cards.publish_obstacles)
    brands_registry.register_proofs(paper_facts.proofs)
    directory_registry.offer_bands(offers.bands_by_table)
    rosters.offer_takers()


def follow_the_market() -> None:
    """Let a market's page count, its stalls know who holds them, and the directory follow."""
    markets_registry.offer_figure("brands", Figure(_l("Brands"), brands.count_by_market))
    markets_registry.offer_figure("managers", Figure(_l("Managers"), accounts.managers_by_market))
    markets_registry.offer_figure("vacant", Figure(_l("Vacant stalls"), lets.vacant_count))
    markets_registry.register_occupancy(lets.held)
    markets_registry.listen_to_changes(directory.reindex_market)
    markets_registry.listen_to_places(directory.note_names)
    leasing_registry.listen(directory.reindex)
    mentoring_registry.register_stalls(lets.numbers_of)


def follow_the_programme() -> None:
    """Let lets and the directory follow a brand's stage, and a cohort's report ask what it cost."""
    incubation_registry.listen_to_stages(directory.reindex)
    incubation_registry.listen_to_stages(leasing.stage_changed)
    incubation_registry.register_beginnings(application_cards.beginnings)
    incubation_registry.register_figures(figures.brands_owing)
    incubation_registry.register_hall(lets.brands_in_hall)
    incubation_registry.register_mentors(Mentors(mentoring.mentors, mentoring.brands_with))
    incubation_registry.offer_cohort_sum("help", _l("Rent and fee support"))
    for code, figure in (
        ("concessions", CohortFigure(_l("Rent relief"), lets.concession_costs, "fen", "help")),
        ("fees", CohortFigure(_l("Fee support"), lets.fees_by_brand, "fen", "help")),
        ("mentor_hours", CohortFigure(_l("Mentor hours"), mentoring.hours_by_brand)),
    ):
        incubation_registry.offer_cohort_figure(code, figure)


def offer_conditions() -> None:
    """Let automatic milestones ask every domain that knows a fact."""
    incubation.offer_conditions()
    offer_papers()
    offer_trade()
    registry = incubation_registry
    to_figures = Place("figures.show", _l("Go to the monthly figures"))
    to_mentors = Place("mentoring.brand", _l("Book a mentor"))
    registry.register(
        "months_reported", Condition(_l("Months with figures"), figures.months_reported, to_figures)
    )
    registry.register("stall_let", Condition(_l("Stall let"), lets.has_stall, by_calendar=True))
    registry.register(
        "mentor_sessions",
        Condition(_l("Sessions with a mentor held"), mentoring.sessions_held, to_mentors),
    )
    registry.register(
        "shops_a_year",
        Condition(
            _l("Own shops open for more than a year"),
            lambda one: brands.shops_for_a_year(one.id),
            Place("brands.profile", _l("Go to the profile")),
            by_calendar=True,
        ),
    )


def offer_papers() -> None:
    """Let automatic milestones ask for verified papers."""
    to_papers = Place("papers.index", _l("Go to the papers"))
    for name, words, count in (
        ("licence_verified", _l("Business licence verified"), paper_facts.has_licence),
        ("trademark_filed", _l("Trademark filed"), paper_facts.has_filed_trademark),
        ("trademark_registered", _l("Trademark registered"), paper_facts.has_registered_trademark),
        ("quality_reports", _l("Quality report verified"), paper_facts.has_quality_reports),
    ):
        incubation_registry.register(name, Condition(words, count, to_papers, by_calendar=True))


def offer_trade() -> None:
    """Let automatic milestones ask for line sheets, and for what agents and brand have said."""
    to_lines = Place("linesheets.index", _l("Go to the line sheets"))
    to_enquiries = Place("agency.index", _l("Go to the enquiries"), of_brand=False)
    to_connections = Place("connections.index", _l("Go to the connections"), of_brand=False)
    styles = _l("Styles on one published line sheet")
    let_in = _l("Agents who asked for the terms and were let in")
    agreed = _l("Agents come to terms with, by what both sides say")
    answered = Condition(
        _l("Enquiries of agents answered"), lambda one: agency.answered_count(one.id), to_enquiries
    )
    for name, condition in (
        ("enquiries_answered", answered),
        ("agents_agreed", Condition(agreed, agency.agents_agreed, to_enquiries)),
        (
            "line_sheet_published",
            Condition(_l("Line sheet published"), line_sheets.has_published, to_lines),
        ),
        ("line_sheet_styles", Condition(styles, line_sheets.most_styles_published, to_lines)),
        ("agents_asking", Condition(let_in, connections.agents_let_in, to_connections)),
    ):
        incubation_registry.register(name, condition)
