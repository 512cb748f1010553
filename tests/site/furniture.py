"""The rooms of a world's house: each function makes one thing in all the states it can be in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from portal.access.permissions import Role
from portal.accounts.models import Invitation, Membership, User
from portal.agency.models import Enquiry, EnquiryMessage, EnquiryState, Side
from portal.agents.models import Agent, AgentInterest, AgentState, InterestKind
from portal.brands.models import (
    Brand,
    BrandState,
    FieldComment,
    ProfilePicture,
    Revision,
    RevisionState,
)
from portal.core import clock, credit_code, tokens
from portal.core.db import db
from portal.directory import actions as directory
from portal.directory.models import Rhythm, SavedSearch, ShortlistEntry
from portal.documents import actions as documents
from portal.documents.models import StoredFile
from portal.figures import monthly
from portal.figures import queries as month_queries
from portal.figures.models import FigureChange, FigureChoice, FigureSheet
from portal.incubation import actions as incubation
from portal.incubation.models import (
    CoachNote,
    Evidence,
    EvidenceFile,
    EvidenceKind,
    EvidenceState,
    MilestoneProgress,
    MilestoneState,
    Programme,
    Season,
)
from portal.incubation.queries import shipped
from portal.leasing.models import ConcessionStep, FeeHelp, Let, LetKind, LetStage
from portal.markets.models import (
    Floor,
    FloorPlan,
    Hall,
    Honour,
    Market,
    Stall,
    StallState,
    StallSuccession,
)
from portal.onboarding.models import (
    Application,
    ApplicationPicture,
    ApplicationState,
    Transfer,
    TransferState,
)
from portal.papers.models import (
    Effect,
    Paper,
    PaperFile,
    PaperRequirement,
    PaperVersion,
    Scope,
    Trademark,
    TrademarkState,
    TrademarkStep,
)
from portal.papers.models import VersionState as V
from portal.reference import queries as reference
from portal.rosters import actions as rosters
from portal.rosters.models import Roster, RosterState
from tests.make import Make
from tests.site.words import Words

A_WEEK = timedelta(days=7)
_numbers = count(1)


@dataclass(frozen=True)
class Room:
    """What every function here needs: a maker, the world's language, and two real files."""

    make: Make
    words: Words
    picture: StoredFile
    paper: StoredFile


def upload(name: str, content: bytes) -> StoredFile:
    """Store a real file."""
    return documents.store(documents.check(name, content, pdf_too=True), by_id=None)


def market_of(room: Room) -> Market:
    """Make a market that says all there is to say of one."""
    two = room.words.two
    number = next(_numbers)
    hall = Hall(position=1, **two("name", "一号馆", "Hall One"))
    hall.floors = [Floor(level=1, **two("theme", "女裤", "Trousers")), Floor(level=-1)]
    honour = {**two("title", "中国服饰名城", "City of Dress"), **two("given_by", "协会", "Guild")}
    return room.make.market(
        alliance=room.make.alliance(**two("name", "芦淞市场群联盟", "Alliance of Lusong")),
        **two("name", f"芦淞{number}号市场", f"Lusong Market {number}"),
        **two("address", "建设南路一号", "Jianshe Road South"),
        **two("intro", "一楼女裤。\n二楼男装。", "Trousers below.\nSuits above."),
        opened_year=1992,
        phone="0731-28880000",
        halls=[hall],
        honours=[Honour(year=2010, **honour)],
    )


def some(kind: str, number: int = 2) -> list[str]:
    """Return the first codes of a vocabulary that stand under no other or under one."""
    return [code for code, term in reference.terms(kind).items() if not term.retired][:number]


def profile(words: Words) -> dict[str, Any]:
    """Return a profile in which every field is filled in."""
    told = {
        **words.two("slogan", "走得远的裤子", "Trousers that travel"),
        **words.two("story", "两口子从一台机器做起。\n" * 9, "Two people, one machine.\n" * 9),
        **words.two("fabrics", "棉斜纹、牛仔", "twill, denim"),
    }
    coded = {
        "origin_region": "430203",
        "cluster": reference.clusters()[0].code,
        "category": "W03",
        "styles": some("style"),
        "positioning": some("positioning")[0],
        "ages": some("age"),
        "summer_band": "s3",
        "winter_band": "w3",
        "waves": some("season_wave"),
        "supply_kind": some("supply")[0],
        "factory_region": "430200",
        "modes": some("cooperation"),
        "levels": some("agent_level"),
        "exclusivity": some("exclusivity")[0],
        "support": some("support"),
    }
    numbers = {
        "founded_year": 2012,
        "new_styles": 120,
        "original_percent": 60,
        "workers": 45,
        "monthly_capacity": 30_000,
        "lead_first_days": 20,
        "lead_repeat_days": 7,
        "repeat_min_pieces": 50,
        "term_months": 12,
        "store_area_city": 80,
        "store_area_prefecture": 60,
        "store_area_county": 40,
        "store_staff": 3,
        "image_required": True,
        "other_brands_allowed": False,
        "direct_stores": 2,
    }
    return {**told, **coded, **numbers}


def brand_of(room: Room, market: Market, state: BrandState, *revisions: RevisionState) -> Brand:
    """Make a brand with one revision for each state; each is a little different."""
    number = next(_numbers)
    name = room.words.two("name", f"云织第{number}", f"Cloudweave {number}")
    written = [revision_of(room, place, one, name) for place, one in enumerate(revisions, 1)]
    brand = room.make.brand(market, state=state, revisions=written, **name)
    if state not in {BrandState.VISIBLE, BrandState.UNPUBLISHED}:
        brand.state_reason = room.words.one("装修中", "Shop is being rebuilt")
    brand.company.legal_name = room.words.one("株洲云织服饰有限公司", "Cloudweave Garments")
    brand.company.contact_name = room.words.one("李秀兰", "Li Xiulan")
    return room.make.save(brand)


def revision_of(room: Room, number: int, state: RevisionState, name: dict[str, str]) -> Revision:
    """Make one revision of a profile, with a lookbook."""
    fields = name | profile(room.words) | {"workers": 40 + number, "styles": some("style", number)}
    fields |= terms_of(number)
    if state is RevisionState.DRAFT:
        fields |= {"summer_band": "", "slogan_zh": "", "slogan_en": ""}
    caption = room.words.two("caption", "正面", "Front")
    pictures = [
        ProfilePicture(file_id=room.picture.id, position=place, **caption) for place in range(3)
    ]
    decided = state in {RevisionState.PUBLISHED, RevisionState.SUPERSEDED, RevisionState.RETURNED}
    return Revision(
        number=number,
        state=state,
        submitted_at=None if state is RevisionState.DRAFT else clock.now() - A_WEEK,
        decided_at=clock.now() if decided else None,
        request=room.words.one("请换一张封面", "Another cover please")
        if state is RevisionState.RETURNED
        else "",
        pictures=pictures[number % 2 :],
        **fields,
    )


def terms_of(number: int) -> dict[str, Any]:
    """Return an offer with cases of every sort, an estimate, bands and a contact."""
    offer = {
        "key": 1,
        "mode": "agency",
        "levels": ["city", "county"],
        "discount_first": [
            {"value": 3600 + 10 * number},
            {"value": 3900, "level": "county"},
            {"value": 3400, "volume": 100_000_000},
        ],
        "deposit": [{"value": 3_000_000}, {"value": 5_000_000, "tier": "first"}],
        "season_split": {"spring": 40, "autumn": 60},
        "tax_included": False,
        "support": ["training"],
    }
    estimate = {"tier": "county", "area": 40, "fit_out": 4_000_000, "rent": 400_000}
    return {
        "offers": [offer],
        "estimates": [estimate],
        "released": ["discount", "investment"],
        "price_typical": 20_000,
        "brand_right": "own",
        "report_percent": 80,
        "contact_mobile": "+8613807319999",
    }


def question_of(room: Room, brand: Brand, by: User) -> FieldComment:
    """Ask about a field of what lies with the office."""
    waiting = next(one for one in brand.revisions if one.state is RevisionState.SUBMITTED)
    text = room.words.one("60人还是600人？", "60 people or 600?")
    question = FieldComment(revision=waiting, field="workers", author_id=by.id, text=text)
    return room.make.save(question)


def programme_of(room: Room, market: Market, by: User) -> Programme:
    """Open a programme from the template that is shipped."""
    template = incubation.template_named(next(iter(shipped.templates())), by=by)
    name: dict[str, Any] = room.words.two("name", "秋季班", "Autumn class")
    return incubation.open_programme(market, template, starts_on=date(2026, 9, 1), by=by, **name)


def draft_of(room: Room, market: Market, by: User) -> dict[str, int]:
    """Begin a draft and note a fair; return the arguments that their addresses name."""
    source = incubation.template_named("upgrade/2", by=by)
    draft = incubation.start(market, source, by=by)
    fair = incubation.add_fair(
        market,
        season=Season.AUTUMN,
        **room.words.two("name", "秋季订货会", "Autumn fair"),
        starts_on=date(2027, 3, 1),
        by=by,
    )
    room.make.save(fair)
    stage = draft.stages[1]
    parts = {"stage_id": stage.id, "part_id": stage.milestones[2].id}
    return {"template_id": draft.id, "fair_id": fair.id, **parts}


def walk(
    room: Room, brand: Brand, programme: Programme, by: User, owner: User
) -> list[MilestoneProgress]:
    """Enrol a brand; return one milestone of each state, the one that waits first."""
    enrolment = incubation.enrol(brand, programme, by=by)
    reviewed = iter(of_kind(enrolment.steps, EvidenceKind.REVIEWED))
    waiting, returned, passed, begun = (next(reviewed) for _place in range(4))
    declared, done = of_kind(enrolment.steps, EvidenceKind.DECLARED)[:2]
    stand(
        room,
        (by, owner),
        waiting,
        MilestoneState.SUBMITTED,
        EvidenceState.RETURNED,
        EvidenceState.SUBMITTED,
    )
    stand(room, (by, owner), returned, MilestoneState.RETURNED, EvidenceState.RETURNED)
    stand(room, (by, owner), passed, MilestoneState.PASSED, EvidenceState.PASSED)
    stand(room, (by, owner), begun, MilestoneState.OPEN, EvidenceState.DRAFT)
    stand(room, (by, owner), declared, MilestoneState.OPEN)
    stand(room, (by, owner), done, MilestoneState.PASSED, EvidenceState.PASSED)
    automatic = of_kind(enrolment.steps, EvidenceKind.AUTOMATIC)[-1]
    survey = of_kind(enrolment.steps, EvidenceKind.SURVEY)[0]
    locked = enrolment.steps[-1]
    ask(room, passed, by)
    for step in (waiting, returned, begun):
        ask(room, step, by)
    room.make.save(enrolment)
    return [waiting, returned, passed, begun, declared, done, automatic, survey, locked]


def ask(room: Room, step: MilestoneProgress, by: User) -> None:
    """Let a milestone ask, be scored and be spoken of in the office; answer what it asks."""
    one, milestone = room.words.one, step.milestone
    choices = [["公章", "Seal"], ["签字", "Signature"]]
    milestone.questions = [
        {
            "key": kind,
            "kind": kind,
            "label_zh": one("谁签的", "Who signed"),
            "label_en": one("谁签的", "Who signed"),
            "required": kind == "choice",
            "choices": choices if kind == "choice" else [],
        }
        for kind in ("line", "text", "number", "choice", "date")
    ]
    milestone.rubric = [
        {
            "key": "whole",
            "name_zh": one("完整", "Whole"),
            "name_en": one("完整", "Whole"),
            "weight": 5,
        }
    ]
    milestone.checklist_zh = milestone.checklist_en = one("章要清楚", "The seal is clear")
    milestone.files_least = 1
    step.reviewer_id = by.id
    step.coach_notes.append(CoachNote(author_id=by.id, text=one("缺版师", "No pattern maker")))
    for attempt in step.attempts:
        attempt.answers = {"line": one("李秀兰", "Li Xiulan"), "choice": "公章"}
        if attempt.state is EvidenceState.RETURNED:
            attempt.requests = {"answer_line": one("写全名", "The full name")}
        if attempt.state is EvidenceState.PASSED:
            attempt.for_owner, attempt.rubric = True, milestone.rubric
            attempt.scores, attempt.score = {"whole": 4}, 400


def figures_of(room: Room, brand: Brand, by: User, owner: User, *answered: int) -> dict[str, str]:
    """Let the market ask this brand for a year; answer so many months back, each corrected once.

    Returns what addresses name: the newest month, and a figure.
    """
    newest = monthly.last_complete(clock.today())
    begun = monthly.after(newest, -12)
    if not month_queries.choices(brand.market_id):
        for number, codes in enumerate((["staff"], ["pieces_sold", "sales_band", "old_stock"]), 1):
            choice = FigureChoice(number=number, from_month=begun, fields=codes, by_name=by.name)
            choice.market_id = brand.market_id
            room.make.save(choice)
    for enrolment in month_queries.enrolments(brand.id):
        enrolment.created_at = clock.now() - timedelta(days=400)
    for back in answered:
        values = {"pieces_sold": 1_000 + brand.id * 10 + back, "sales_band": 2, "staff": 9}
        sheet = FigureSheet(brand_id=brand.id, month=monthly.after(newest, -back))
        sheet.values, sheet.for_owner, sheet.by_name = values, True, by.name
        pairs = [{"staff": [None, 7]}, {"staff": [7, 9], "old_stock": [1_250, None]}]
        sheet.changes = [
            FigureChange(
                number=number,
                by_name=(owner, by)[number - 1].name,
                for_owner=number > 1,
                reason=room.words.one("数错了", "Miscounted"),
                changed=pair,
            )
            for number, pair in enumerate(pairs, 1)
        ]
        room.make.save(sheet)
    return {"month": monthly.written(newest), "field": "pieces_sold"}


def of_kind(steps: Sequence[MilestoneProgress], kind: EvidenceKind) -> list[MilestoneProgress]:
    """Return the milestones that are shown to be reached in one way."""
    return [step for step in steps if step.milestone.evidence is kind]


def stand(
    room: Room,
    people: tuple[User, User],
    step: MilestoneProgress,
    state: MilestoneState,
    *attempts: EvidenceState,
) -> None:
    """Put a milestone into a state, with its attempts."""
    by, owner = people
    step.state = state
    step.state_since = clock.now() - A_WEEK
    step.due_on = clock.today() - A_WEEK
    for number, attempt in enumerate(attempts, 1):
        written = attempt is not EvidenceState.DRAFT
        decided = attempt in {EvidenceState.RETURNED, EvidenceState.PASSED}
        step.attempts.append(
            Evidence(
                number=number,
                state=attempt,
                text=room.words.one("在这里，请看", "Here it is"),
                submitted_at=clock.now() if written else None,
                submitted_by_id=owner.id if written else None,
                decided_at=clock.now() if decided else None,
                decided_by_id=by.id if decided else None,
                note=room.words.one("请拍清楚标签", "Show the label") if decided else "",
                files=[EvidenceFile(file=another(one)) for one in (room.picture, room.paper)],
            )
        )


def another(file: StoredFile) -> StoredFile:
    """Return the same bytes uploaded once more."""
    kept = ("kind", "sha256", "name", "byte_size", "width", "height", "edition", "ground")
    return StoredFile(**{name: getattr(file, name) for name in kept})


def papers_of(
    room: Room, brand: Brand, owner: User, by: User
) -> tuple[list[str], PaperVersion, list[PaperFile]]:
    """Give a brand papers in every state: how their addresses call them, what waits, the scans."""
    today = clock.today()
    kinds: dict[str, tuple[V, int | None]] = {
        "licence": (V.UPLOADED, 400),
        "owner_id": (V.VERIFIED, None),
        "trademark": (V.VERIFIED, 100),
        "insurance": (V.VERIFIED, -3),
        "stall_lease": (V.RENEWING, 20),
        "fire_commitment": (V.RETURNED, 300),
        "electrical_check": (V.VERIFIED, 5),
    }
    made = [
        paper_of(
            room, brand, (owner, by), kind, state, None if left is None else today + timedelta(left)
        )
        for kind, (state, left) in kinds.items()
    ]
    made[-1].paper.snoozed_until = today + A_WEEK
    made[-1].paper.snooze_reason = room.words.one("检测排队", "The laboratory is full")
    room.make.save(
        Trademark(
            market_id=brand.market_id,
            brand_id=brand.id,
            state=TrademarkState.PUBLISHED,
            number="4711",
            steps=[
                TrademarkStep(
                    reached=TrademarkState.PUBLISHED,
                    happened_on=today,
                    note=room.words.one("公告第一千期", "Gazette 1000"),
                    told_by_id=owner.id,
                )
            ],
        )
    )
    return [*kinds, "franchise_filing", "quality_report.W03"], made[0], made[0].files


def rule_of(room: Room, market: Market, by: User) -> PaperRequirement:
    """Let a market ask for a paper, with a consequence."""
    return room.make.save(
        PaperRequirement(
            market_id=market.id,
            kind="insurance",
            scope=Scope.EVERY,
            effect=Effect.CANNOT_OPEN,
            grace_days=1,
            since=clock.today() - A_WEEK,
            set_by_id=by.id,
        )
    )


def paper_of(
    room: Room,
    brand: Brand,
    people: tuple[User, User],
    kind: str,
    state: V,
    expires_on: date | None,
) -> PaperVersion:
    """Make a paper whose newest version stands in a state, after one that it replaced."""
    owner, by = people
    one = room.words.one
    paper = Paper(market_id=brand.market_id, brand=brand, kind=kind, versions=[])
    for place, stands in enumerate((V.REPLACED, state), 1):
        decided = stands is not V.UPLOADED
        files = [PaperFile(file=another(file)) for file in (room.picture, room.paper)]
        if stands is V.RENEWING:
            files.append(PaperFile(file=another(room.picture), of_renewal=True))
        paper.versions.append(
            PaperVersion(
                place=place,
                state=stands,
                number=f"4302{place}",
                holder=one("株洲云织服饰有限公司", "Cloudweave Garments"),
                issued_on=clock.today() - A_WEEK,
                expires_on=expires_on,
                note=one("新换的", "The new one"),
                uploaded_by_id=owner.id,
                on_behalf=place == 1,
                decided_at=clock.now() if decided else None,
                decided_by_id=by.id if decided else None,
                request=one("请拍清楚", "Sharper please") if stands is V.RETURNED else "",
                renewing_since=clock.today() if stands is V.RENEWING else None,
                files=files,
            )
        )
    return room.make.save(paper).versions[-1]


def agent_of(room: Room, **fields: Any) -> Agent:
    """Make an agent's company that says all there is to say of one."""
    wanted = {
        InterestKind.REGION: ["430100", "360000"],
        InterestKind.CHANNEL: some("channel"),
        InterestKind.CATEGORY: ["W03"],
        InterestKind.PRICE_BAND: ["s3"],
    }
    number = next(_numbers)
    told: dict[str, Any] = {
        **room.words.two("name", f"长沙第{number}商行", f"Changsha Traders {number}"),
        **room.words.two("intro", "十二年。\n三家店。", "Twelve years.\nThree shops."),
    }
    return room.make.agent(
        **told,
        contact_name=room.words.one("周敏", "Zhou Min"),
        founded_year=2009,
        outlets=3,
        interests=[
            AgentInterest(kind=kind, code=code) for kind, codes in wanted.items() for code in codes
        ],
        **fields,
    )


def agents_in_every_state(room: Room) -> list[Agent]:
    """Make an agent waiting, refused, run out, and soon running out."""
    now = clock.now()
    reason = room.words.one("执照看不清", "The licence cannot be read")
    return [
        agent_of(room, verified=False),
        agent_of(room, verified=False, state=AgentState.REFUSED, state_reason=reason),
        agent_of(room, verified_until=now - A_WEEK),
        agent_of(room, verified_until=now + A_WEEK),
    ]


def enquiry_of(room: Room, brand: Brand, agent: Agent, state: EnquiryState) -> Enquiry:
    """Make a conversation of a brand with an agent."""
    one = room.words.one
    author = room.make.user(name=one("周敏", "Zhou Min"))
    sides = [Side.AGENT] if state is EnquiryState.NEW else [Side.AGENT, Side.BRAND, Side.OFFICE]
    return room.make.save(
        Enquiry(
            market_id=brand.market_id,
            brand_id=brand.id,
            agent_id=agent.id,
            author_id=author.id,
            state=state,
            waiting_since=clock.now() - A_WEEK if state is EnquiryState.NEW else None,
            regions=["430100"],
            channel=some("channel")[0],
            pieces_per_month=300,
            close_reason=some("lost_reason")[0] if state is EnquiryState.CLOSED else "",
            messages=[
                EnquiryMessage(
                    side=side,
                    author_id=author.id,
                    author_name=author.name,
                    text=one("长沙还开放吗", "Is Changsha open"),
                )
                for side in sides
            ],
        )
    )


def applications_of(room: Room, market: Market, author: User, brand: Brand) -> list[Application]:
    """Make an application in each state, the returned one first."""
    states = sorted(ApplicationState, key=lambda state: state is not ApplicationState.RETURNED)
    return [application_of(room, market, author, state, brand) for state in states]


def application_of(
    room: Room, market: Market, author: User, state: ApplicationState, brand: Brand
) -> Application:
    """Make an application with pictures."""
    one = room.words.one
    decided = state in {ApplicationState.ADMITTED, ApplicationState.DECLINED}
    application = Application(
        market_id=market.id,
        author_id=author.id,
        state=state,
        submitted_at=None if state is ApplicationState.DRAFT else clock.now() - A_WEEK,
        decided_at=clock.now() if decided else None,
        reason=one("馆里没有位置", "No room in the hall") if decided else "",
        request=one("请补一张营业执照", "Add the licence")
        if state is ApplicationState.RETURNED
        else "",
        brand_id=brand.id if state is ApplicationState.ADMITTED else None,
        **room.words.two("name", "云锦裤业", "Cloud Trousers"),
        has_company=True,
        legal_name=one("株洲云锦服饰有限公司", "Cloud Trousers Limited"),
        credit_code=credit_code.make(4711),
        category="W03",
        styles=some("style"),
        origin_region="430203",
        contact_name=one("李秀兰", "Li Xiulan"),
        contact_mobile="+8613807310001",
        contact_wechat="lixiulan",
        **room.words.two("story", "做女裤十五年。", "Fifteen years of trousers."),
        pictures=[ApplicationPicture(file_id=room.picture.id)],
    )
    return room.make.save(application)


def transfers_of(room: Room, brand: Brand, market: Market) -> list[Transfer]:
    """Let a brand want to go to another market: once it waits, once the other office declined."""
    one, other = room.words.one, market_of(room)
    return [
        room.make.save(
            Transfer(
                brand_id=brand.id,
                old_market_id=market.id,
                new_market_id=other.id,
                state=state,
                asked_by="old",
                reason=one("离新厂近", "Near the new works"),
                last_day=clock.today(),
                old_agreed_at=clock.now(),
                ended_reason=one("没有空位", "No stall") if state is TransferState.DECLINED else "",
            )
        )
        for state in (TransferState.ASKED, TransferState.DECLINED)
    ]


def stalls_of(room: Room, market: Market, brand: Brand, vacant: int = 1) -> list[Let]:
    """Lay a floor out with stalls in every state; return lets of one: running first."""
    floor = market.halls[0].floors[0]
    stalls = [
        stall_of(room, market, floor, place, state)
        for place, state in enumerate([*StallState, *[StallState.AVAILABLE] * vacant], 1)
    ]
    room.make.save(FloorPlan(floor_id=floor.id, grid="1 2 2 . 3\n. . . . .\n[WC] 5 . . ."))
    room.make.save(StallSuccession(old_id=stalls[3].id, new_id=stalls[0].id))
    today, stall = clock.today(), stalls[0]
    terms = [(-30, 30), (-90, -31), (31, 90), (400, 500)]
    lets = [let_of(room, stall, brand, today, *days) for days in terms]
    lets[1].end_code, lets[1].end_reason = "other", room.words.one("店主回乡", "Went home")
    lets[3].called_off_at = clock.now()
    room.make.save(ConcessionStep(let_id=lets[0].id, stage_code="S1", percent=50))
    room.make.save(
        FeeHelp(
            market_id=market.id,
            brand_id=brand.id,
            kind="entry",
            fen=120_000,
            granted_on=today,
            stage_code="S1",
            reason=room.words.one("首年减免", "First year"),
        )
    )
    room.make.save(LetStage(let_id=lets[0].id, from_on=lets[0].starts_on, stage_code="S1"))
    db.session.commit()
    return lets


def stall_of(room: Room, market: Market, floor: Floor, place: int, state: StallState) -> Stall:
    """Make a stall."""
    gone = state is StallState.WITHDRAWN
    return room.make.save(
        Stall(
            market_id=market.id,
            floor_id=floor.id,
            number=f"1F-{place}",
            place=place,
            area=1250,
            frontage_cm=300,
            state=state,
            withdrawn_at=clock.now() if gone else None,
            withdrawn_reason=room.words.one("并成一间", "Made one of two") if gone else "",
        )
    )


def let_of(room: Room, stall: Stall, brand: Brand, today: date, first: int, last: int) -> Let:
    """Let a stall to a brand, for days counted from today."""
    days = today + timedelta(days=first), today + timedelta(days=last)
    agreed = {"starts_on": days[0], "ends_on": days[1], "agreed_until": days[1]}
    numbers = {"rent_fen": 8_000, "deposit_fen": 500_000, "area": stall.area}
    return room.make.save(
        Let(
            market_id=stall.market_id,
            stall_id=stall.id,
            brand_id=brand.id,
            kind=LetKind.PROBATION,
            **agreed,
            **numbers,
        )
    )


def members(room: Room, role: Role, **where: int) -> dict[str, int]:
    """Make a colleague and an open invitation; return their numbers."""
    user = room.make.user(name=room.words.one("新同事", "New Colleague"))
    membership = room.make.save(Membership(user_id=user.id, role=role, **where))
    invitation = invite(room, f"{role}-{next(_numbers)}", role, **where)
    return {"membership_id": membership.id, "invitation_id": invitation.id}


def invite(room: Room, token: str, role: Role, **where: int) -> Invitation:
    """Make an open invitation whose link carries `token`."""
    return room.make.save(
        Invitation(
            token_hash=tokens.digest(token),
            role=role,
            name=room.words.one("新同事", "New Colleague"),
            expires_at=clock.now() + A_WEEK,
            **room.words.two("place", "云织", "Cloudweave"),
            **where,
        )
    )


def show_in_directory(brands: Sequence[Brand]) -> None:
    """Let the directory know of these brands."""
    for brand in brands:
        directory.reindex(brand)
    db.session.commit()


def kept(room: Room, person: User, brand: Brand) -> ShortlistEntry:
    """Put a brand on a person's list, in a folder and with a note."""
    folder, note = room.words.one("春季", "Spring"), room.words.one("先看样衣", "Look at samples")
    entry = ShortlistEntry(user_id=person.id, brand_id=brand.id, folder=folder, note=note)
    return room.make.save(entry)


def searched(room: Room, person: User, brand: Brand) -> SavedSearch:
    """Keep a search for a person, with news that he has been told of."""
    return room.make.save(
        SavedSearch(
            user_id=person.id,
            name=room.words.one("芦淞女裤", "Trousers"),
            arguments={"category": ["W03"]},
            rhythm=Rhythm.WEEKLY,
            news=[brand.id],
            told_at=clock.now(),
            off_token=f"letters-{person.id}",
        )
    )


ROSTER = (
    "品牌,经营者,电话,档口号,合同到期,区\n"
    "{},{},13807310002,3楼A12,2027/03,东\n"
    "(无),{},138,3A12,长期,\n"
    "小计,2\n"
)


def rosters_of(room: Room, market: Market, by: User) -> list[Roster]:
    """Make an import in each state, the one in preview first."""
    states = sorted(RosterState, key=lambda state: state is not RosterState.PREVIEW)
    return [roster_of(room, market, by, state) for state in states]


def roster_of(room: Room, market: Market, by: User, state: RosterState) -> Roster:
    """Make an import with a row of almost every outcome."""
    one = room.words.one
    name = one(f"花名{next(_numbers)}", f"Roster {next(_numbers)}")
    text = ROSTER.format(name, one("李秀兰", "Li Xiulan"), one("王芳", "Wang Fang"))
    roster = rosters.begin(market, rosters.receive("roster.csv", text.encode()), by=by)
    roster.file_name = one("台账.csv", "roster.csv")
    if state is RosterState.UPLOADED:
        return room.make.save(roster)
    rosters.choose_columns(roster, {}, by=by)
    if state in {RosterState.APPLIED, RosterState.UNDONE}:
        rosters.keep_ticks(roster, rosters.Ticks("all", [], []), rosters.Criteria())
        rosters.apply(roster, by=by)
    if state is RosterState.UNDONE:
        rosters.undo(roster, by=by)
    if state in {RosterState.READING, RosterState.DISCARDED}:
        roster.state = state
    return room.make.save(roster)
