"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY_SQLITE = (
    "CREATE TRIGGER audit_event_no_{lower} BEFORE {verb} ON audit_event "
    "BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END"
)
APPEND_ONLY_POSTGRES = """
CREATE FUNCTION audit_event_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit_event is append-only'; END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION audit_event_append_only();
CREATE TRIGGER audit_event_not_emptied BEFORE TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION audit_event_append_only();
"""


def keep_the_trail() -> None:
    """Let nobody change or delete an event, whatever a program says."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(APPEND_ONLY_POSTGRES)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(APPEND_ONLY_SQLITE.format(verb=verb, lower=verb.lower()))


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("mobile", sa.String(length=20), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("privacy_version", sa.String(length=16), nullable=False),
        sa.Column("privacy_consented_at", sa.DateTime(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("mobile", name=op.f("uq_account_mobile")),
    )
    op.create_table(
        "alliance",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alliance")),
        sa.UniqueConstraint("slug", name=op.f("uq_alliance_slug")),
    )
    op.create_table(
        "outbox_mail",
        sa.Column("to", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("given_up_at", sa.DateTime(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
    )
    op.create_index("ix_outbox_mail_due", "outbox_mail", ["sent_at", "next_try_at"], unique=False)
    op.create_table(
        "programme_template",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_template")),
        sa.UniqueConstraint(
            "code", "template_version", name=op.f("uq_programme_template_code_template_version")
        ),
    )
    op.create_table(
        "agent",
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("home_region", sa.String(length=6), nullable=False),
        sa.Column("contact_name", sa.String(length=80), nullable=False),
        sa.Column("contact_mobile", sa.String(length=20), nullable=False),
        sa.Column("founded_year", sa.Integer(), nullable=True),
        sa.Column("outlets", sa.Integer(), nullable=True),
        sa.Column("intro_zh", sa.Text(), nullable=False),
        sa.Column("intro_en", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "verified",
                "refused",
                name="agentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("verified_at", sa.DateTime(), nullable=True),
        sa.Column("verified_until", sa.DateTime(), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["account.id"], name=op.f("fk_agent_verified_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_agent_credit_code")),
    )
    op.create_table(
        "market",
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("address_zh", sa.String(length=200), nullable=False),
        sa.Column("address_en", sa.String(length=200), nullable=False),
        sa.Column("intro_zh", sa.Text(), nullable=False),
        sa.Column("intro_en", sa.Text(), nullable=False),
        sa.Column("opened_year", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance_id"], ["alliance.id"], name=op.f("fk_market_alliance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market")),
        sa.UniqueConstraint("slug", name=op.f("uq_market_slug")),
    )
    op.create_index(op.f("ix_market_alliance_id"), "market", ["alliance_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["account.id"], name=op.f("fk_notice_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_recipient", "notice", ["recipient_id", "id"], unique=False)
    op.create_table(
        "one_time_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "confirm-email",
                "reset-password",
                name="linkpurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_one_time_link_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    op.create_index(op.f("ix_one_time_link_user_id"), "one_time_link", ["user_id"], unique=False)
    op.create_table(
        "signed_in_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["account.id"], name=op.f("fk_signed_in_session_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_in_session_token_hash")),
    )
    op.create_index(
        op.f("ix_signed_in_session_user_id"), "signed_in_session", ["user_id"], unique=False
    )
    op.create_table(
        "stage",
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("gate_zh", sa.String(length=120), nullable=False),
        sa.Column("gate_en", sa.String(length=160), nullable=False),
        sa.Column("weeks_low", sa.Integer(), nullable=False),
        sa.Column("weeks_high", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"], ["programme_template.id"], name=op.f("fk_stage_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
        sa.UniqueConstraint("template_id", "position", name=op.f("uq_stage_template_id_position")),
    )
    op.create_table(
        "stored_file",
        sa.Column(
            "kind",
            sa.Enum(
                "picture",
                "pdf",
                name="filekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["account.id"], name=op.f("fk_stored_file_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_index(op.f("ix_stored_file_sha256"), "stored_file", ["sha256"], unique=False)
    op.create_table(
        "agent_interest",
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "region",
                "channel",
                "category",
                "price_band",
                name="interestkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agent.id"], name=op.f("fk_agent_interest_agent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_interest")),
    )
    op.create_index(
        op.f("ix_agent_interest_agent_id"), "agent_interest", ["agent_id"], unique=False
    )
    op.create_index(
        "ix_agent_interest_code", "agent_interest", ["kind", "code", "agent_id"], unique=True
    )
    op.create_table(
        "company",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("legal_name", sa.String(length=120), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("contact_name", sa.String(length=80), nullable=False),
        sa.Column("contact_mobile", sa.String(length=20), nullable=False),
        sa.Column("contact_wechat", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_company_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    op.create_index(op.f("ix_company_credit_code"), "company", ["credit_code"], unique=False)
    op.create_index(op.f("ix_company_market_id"), "company", ["market_id"], unique=False)
    op.create_table(
        "hall",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_hall_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall")),
    )
    op.create_index(op.f("ix_hall_market_id"), "hall", ["market_id"], unique=False)
    op.create_table(
        "honour",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title_zh", sa.String(length=80), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("given_by_zh", sa.String(length=80), nullable=False),
        sa.Column("given_by_en", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_honour_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour")),
    )
    op.create_index(op.f("ix_honour_market_id"), "honour", ["market_id"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("title_zh", sa.String(length=80), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("guidance_zh", sa.Text(), nullable=False),
        sa.Column("guidance_en", sa.Text(), nullable=False),
        sa.Column("wants_zh", sa.String(length=200), nullable=False),
        sa.Column("wants_en", sa.String(length=300), nullable=False),
        sa.Column(
            "evidence",
            sa.Enum(
                "reviewed",
                "declared",
                "automatic",
                "survey",
                name="evidencekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("condition", sa.String(length=60), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_milestone_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("stage_id", "position", name=op.f("uq_milestone_stage_id_position")),
    )
    op.create_table(
        "programme",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_programme_market_id")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["programme_template.id"], name=op.f("fk_programme_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
    )
    op.create_index("ix_programme_market", "programme", ["market_id", "starts_on"], unique=False)
    op.create_table(
        "brand",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("pinyin", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "unpublished",
                "visible",
                "hidden",
                "suspended",
                "withdrawn",
                name="brandstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_brand_company_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_brand_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand")),
        sa.UniqueConstraint("slug", name=op.f("uq_brand_slug")),
    )
    op.create_index(op.f("ix_brand_company_id"), "brand", ["company_id"], unique=False)
    op.create_index("ix_brand_market", "brand", ["market_id", "state"], unique=False)
    op.create_table(
        "floor",
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("theme_zh", sa.String(length=60), nullable=False),
        sa.Column("theme_en", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name=op.f("fk_floor_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor")),
        sa.UniqueConstraint("hall_id", "level", name=op.f("uq_floor_hall_id_level")),
    )
    op.create_table(
        "application",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "admitted",
                "declined",
                "withdrawn",
                name="applicationstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=True),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("has_company", sa.Boolean(), nullable=True),
        sa.Column("legal_name", sa.String(length=120), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("styles", sa.JSON(), nullable=False),
        sa.Column("origin_region", sa.String(length=6), nullable=False),
        sa.Column("cluster", sa.String(length=40), nullable=False),
        sa.Column("contact_name", sa.String(length=80), nullable=False),
        sa.Column("contact_mobile", sa.String(length=20), nullable=False),
        sa.Column("contact_wechat", sa.String(length=60), nullable=False),
        sa.Column("story_zh", sa.Text(), nullable=False),
        sa.Column("story_en", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_application_author_id")
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_application_brand_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_application_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["market_id"], ["market.id"], name=op.f("fk_application_market_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
    )
    op.create_index(op.f("ix_application_author_id"), "application", ["author_id"], unique=False)
    op.create_index(op.f("ix_application_brand_id"), "application", ["brand_id"], unique=False)
    op.create_index(
        "ix_application_queue", "application", ["market_id", "state", "submitted_at"], unique=False
    )
    op.create_table(
        "audit_event",
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("subject_type", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("subject_name", sa.String(length=200), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=True),
        sa.Column("brand_id", sa.Integer(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_audit_event_actor_id")),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_audit_event_agent_id")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_audit_event_brand_id")),
        sa.ForeignKeyConstraint(
            ["market_id"], ["market.id"], name=op.f("fk_audit_event_market_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_event_hash")),
    )
    op.create_index(op.f("ix_audit_event_actor_id"), "audit_event", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_event_brand_id"), "audit_event", ["brand_id"], unique=False)
    op.create_index("ix_audit_event_market", "audit_event", ["market_id", "id"], unique=False)
    op.create_index(
        "ix_audit_event_subject", "audit_event", ["subject_type", "subject_id"], unique=False
    )
    op.create_index(op.f("ix_audit_event_verb"), "audit_event", ["verb"], unique=False)
    op.create_table(
        "enquiry",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "answered",
                "closed",
                name="enquirystate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("waiting_since", sa.DateTime(), nullable=True),
        sa.Column("first_answered_at", sa.DateTime(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("escalated_at", sa.DateTime(), nullable=True),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("pieces_per_month", sa.Integer(), nullable=False),
        sa.Column("close_reason", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_enquiry_agent_id")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_enquiry_author_id")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_enquiry_brand_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_enquiry_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
    )
    op.create_index("ix_enquiry_agent", "enquiry", ["agent_id"], unique=False)
    op.create_index("ix_enquiry_brand", "enquiry", ["brand_id", "state"], unique=False)
    op.create_index(
        "ix_enquiry_market", "enquiry", ["market_id", "state", "waiting_since"], unique=False
    )
    op.create_table(
        "enrolment",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("stage_entered_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "paused",
                "graduated",
                "exited",
                name="enrolmentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_enrolment_brand_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_enrolment_programme_id")
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_enrolment_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint(
            "brand_id", "programme_id", name=op.f("uq_enrolment_brand_id_programme_id")
        ),
    )
    op.create_index("ix_enrolment_stage", "enrolment", ["programme_id", "stage_id"], unique=False)
    op.create_index(op.f("ix_enrolment_stage_id"), "enrolment", ["stage_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "staff",
                "manager",
                "owner",
                "agent",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("market_id", sa.Integer(), nullable=True),
        sa.Column("brand_id", sa.Integer(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("place_zh", sa.String(length=120), nullable=False),
        sa.Column("place_en", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("used_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_invitation_agent_id")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_invitation_brand_id")),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["account.id"], name=op.f("fk_invitation_invited_by_id")
        ),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_invitation_market_id")),
        sa.ForeignKeyConstraint(
            ["used_by_id"], ["account.id"], name=op.f("fk_invitation_used_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_agent_id"), "invitation", ["agent_id"], unique=False)
    op.create_index(op.f("ix_invitation_brand_id"), "invitation", ["brand_id"], unique=False)
    op.create_index(op.f("ix_invitation_market_id"), "invitation", ["market_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "staff",
                "manager",
                "owner",
                "agent",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("market_id", sa.Integer(), nullable=True),
        sa.Column("brand_id", sa.Integer(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("verified_until", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_membership_agent_id")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_membership_brand_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_membership_market_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_agent", "membership", ["agent_id"], unique=False)
    op.create_index("ix_membership_brand", "membership", ["brand_id"], unique=False)
    op.create_index("ix_membership_market", "membership", ["market_id", "role"], unique=False)
    op.create_index(op.f("ix_membership_user_id"), "membership", ["user_id"], unique=False)
    op.create_table(
        "profile_revision",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "published",
                "superseded",
                name="revisionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("slogan_zh", sa.String(length=60), nullable=False),
        sa.Column("slogan_en", sa.String(length=120), nullable=False),
        sa.Column("story_zh", sa.Text(), nullable=False),
        sa.Column("story_en", sa.Text(), nullable=False),
        sa.Column("founded_year", sa.Integer(), nullable=True),
        sa.Column("origin_region", sa.String(length=6), nullable=False),
        sa.Column("cluster", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("styles", sa.JSON(), nullable=False),
        sa.Column("positioning", sa.String(length=40), nullable=False),
        sa.Column("ages", sa.JSON(), nullable=False),
        sa.Column("summer_band", sa.String(length=8), nullable=False),
        sa.Column("winter_band", sa.String(length=8), nullable=False),
        sa.Column("fabrics_zh", sa.String(length=200), nullable=False),
        sa.Column("fabrics_en", sa.String(length=300), nullable=False),
        sa.Column("waves", sa.JSON(), nullable=False),
        sa.Column("new_styles", sa.Integer(), nullable=True),
        sa.Column("original_percent", sa.Integer(), nullable=True),
        sa.Column("supply_kind", sa.String(length=40), nullable=False),
        sa.Column("factory_region", sa.String(length=6), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("monthly_capacity", sa.Integer(), nullable=True),
        sa.Column("lead_first_days", sa.Integer(), nullable=True),
        sa.Column("lead_repeat_days", sa.Integer(), nullable=True),
        sa.Column("repeat_min_pieces", sa.Integer(), nullable=True),
        sa.Column("modes", sa.JSON(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("exclusivity", sa.String(length=40), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=True),
        sa.Column("store_area_city", sa.Integer(), nullable=True),
        sa.Column("store_area_prefecture", sa.Integer(), nullable=True),
        sa.Column("store_area_county", sa.Integer(), nullable=True),
        sa.Column("store_staff", sa.Integer(), nullable=True),
        sa.Column("image_required", sa.Boolean(), nullable=True),
        sa.Column("other_brands_allowed", sa.Boolean(), nullable=True),
        sa.Column("support", sa.JSON(), nullable=False),
        sa.Column("direct_stores", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_profile_revision_brand_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_profile_revision_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["account.id"], name=op.f("fk_profile_revision_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_revision")),
        sa.UniqueConstraint("brand_id", "number", name=op.f("uq_profile_revision_brand_id_number")),
    )
    op.create_index(
        "ix_profile_revision_open",
        "profile_revision",
        ["brand_id"],
        unique=True,
        sqlite_where=sa.text("state in ('draft', 'submitted', 'returned')"),
        postgresql_where=sa.text("state in ('draft', 'submitted', 'returned')"),
    )
    op.create_index(
        "ix_profile_revision_published",
        "profile_revision",
        ["brand_id"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "application_picture",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_picture_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_application_picture_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_picture")),
    )
    op.create_index(
        op.f("ix_application_picture_application_id"),
        "application_picture",
        ["application_id"],
        unique=False,
    )
    op.create_table(
        "enquiry_message",
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "agent",
                "brand",
                "office",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_enquiry_message_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiry.id"], name=op.f("fk_enquiry_message_enquiry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry_message")),
    )
    op.create_index(
        op.f("ix_enquiry_message_enquiry_id"), "enquiry_message", ["enquiry_id"], unique=False
    )
    op.create_table(
        "milestone_progress",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "locked",
                "open",
                "submitted",
                "returned",
                "passed",
                name="milestonestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_milestone_progress_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_progress_milestone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_progress")),
        sa.UniqueConstraint(
            "enrolment_id",
            "milestone_id",
            name=op.f("uq_milestone_progress_enrolment_id_milestone_id"),
        ),
    )
    op.create_index(
        op.f("ix_milestone_progress_milestone_id"),
        "milestone_progress",
        ["milestone_id"],
        unique=False,
    )
    op.create_index(
        "ix_milestone_progress_state", "milestone_progress", ["state", "state_since"], unique=False
    )
    op.create_table(
        "profile_picture",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("caption_zh", sa.String(length=120), nullable=False),
        sa.Column("caption_en", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_profile_picture_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["profile_revision.id"], name=op.f("fk_profile_picture_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_picture")),
    )
    op.create_index(
        "ix_profile_picture_revision", "profile_picture", ["revision_id", "position"], unique=False
    )
    op.create_table(
        "evidence",
        sa.Column("progress_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "passed",
                name="evidencestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_evidence_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["progress_id"], ["milestone_progress.id"], name=op.f("fk_evidence_progress_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["account.id"], name=op.f("fk_evidence_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("progress_id", "number", name=op.f("uq_evidence_progress_id_number")),
    )
    op.create_table(
        "listing",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("cover_width", sa.Integer(), nullable=True),
        sa.Column("cover_height", sa.Integer(), nullable=True),
        sa.Column("picture_count", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("sort_name", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("origin_region", sa.String(length=6), nullable=False),
        sa.Column("stage_code", sa.String(length=8), nullable=False),
        sa.Column("stage_name_zh", sa.String(length=60), nullable=False),
        sa.Column("stage_name_en", sa.String(length=80), nullable=False),
        sa.Column("completeness", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_listing_brand_id")),
        sa.ForeignKeyConstraint(
            ["cover_id"], ["profile_picture.id"], name=op.f("fk_listing_cover_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["profile_revision.id"], name=op.f("fk_listing_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("brand_id", name=op.f("uq_listing_brand_id")),
    )
    op.create_index("ix_listing_name", "listing", ["sort_name"], unique=False)
    op.create_index("ix_listing_published", "listing", ["published_at"], unique=False)
    op.create_table(
        "evidence_file",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_file_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_evidence_file_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
    )
    op.create_index(
        op.f("ix_evidence_file_evidence_id"), "evidence_file", ["evidence_id"], unique=False
    )
    op.create_table(
        "listing_facet",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_listing_facet_listing_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_facet")),
    )
    op.create_index(
        op.f("ix_listing_facet_listing_id"), "listing_facet", ["listing_id"], unique=False
    )
    op.create_index(
        "ix_listing_facet_value", "listing_facet", ["facet", "value", "listing_id"], unique=True
    )
    op.create_table(
        "listing_token",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_listing_token_listing_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_token")),
    )
    op.create_index("ix_listing_token", "listing_token", ["token", "listing_id"], unique=True)
    op.create_index(
        op.f("ix_listing_token_listing_id"), "listing_token", ["listing_id"], unique=False
    )

    keep_the_trail()


def downgrade() -> None:
    op.drop_index(op.f("ix_listing_token_listing_id"), table_name="listing_token")
    op.drop_index("ix_listing_token", table_name="listing_token")
    op.drop_table("listing_token")
    op.drop_index("ix_listing_facet_value", table_name="listing_facet")
    op.drop_index(op.f("ix_listing_facet_listing_id"), table_name="listing_facet")
    op.drop_table("listing_facet")
    op.drop_index(op.f("ix_evidence_file_evidence_id"), table_name="evidence_file")
    op.drop_table("evidence_file")
    op.drop_index("ix_listing_published", table_name="listing")
    op.drop_index("ix_listing_name", table_name="listing")
    op.drop_table("listing")
    op.drop_table("evidence")
    op.drop_index("ix_profile_picture_revision", table_name="profile_picture")
    op.drop_table("profile_picture")
    op.drop_index("ix_milestone_progress_state", table_name="milestone_progress")
    op.drop_index(op.f("ix_milestone_progress_milestone_id"), table_name="milestone_progress")
    op.drop_table("milestone_progress")
    op.drop_index(op.f("ix_enquiry_message_enquiry_id"), table_name="enquiry_message")
    op.drop_table("enquiry_message")
    op.drop_index(op.f("ix_application_picture_application_id"), table_name="application_picture")
    op.drop_table("application_picture")
    op.drop_index(
        "ix_profile_revision_published",
        table_name="profile_revision",
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.drop_index(
        "ix_profile_revision_open",
        table_name="profile_revision",
        sqlite_where=sa.text("state in ('draft', 'submitted', 'returned')"),
        postgresql_where=sa.text("state in ('draft', 'submitted', 'returned')"),
    )
    op.drop_table("profile_revision")
    op.drop_index(op.f("ix_membership_user_id"), table_name="membership")
    op.drop_index("ix_membership_market", table_name="membership")
    op.drop_index("ix_membership_brand", table_name="membership")
    op.drop_index("ix_membership_agent", table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_invitation_market_id"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_brand_id"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_agent_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_enrolment_stage_id"), table_name="enrolment")
    op.drop_index("ix_enrolment_stage", table_name="enrolment")
    op.drop_table("enrolment")
    op.drop_index("ix_enquiry_market", table_name="enquiry")
    op.drop_index("ix_enquiry_brand", table_name="enquiry")
    op.drop_index("ix_enquiry_agent", table_name="enquiry")
    op.drop_table("enquiry")
    op.drop_index(op.f("ix_audit_event_verb"), table_name="audit_event")
    op.drop_index("ix_audit_event_subject", table_name="audit_event")
    op.drop_index("ix_audit_event_market", table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_brand_id"), table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_actor_id"), table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_index("ix_application_queue", table_name="application")
    op.drop_index(op.f("ix_application_brand_id"), table_name="application")
    op.drop_index(op.f("ix_application_author_id"), table_name="application")
    op.drop_table("application")
    op.drop_table("floor")
    op.drop_index("ix_brand_market", table_name="brand")
    op.drop_index(op.f("ix_brand_company_id"), table_name="brand")
    op.drop_table("brand")
    op.drop_index("ix_programme_market", table_name="programme")
    op.drop_table("programme")
    op.drop_table("milestone")
    op.drop_index(op.f("ix_honour_market_id"), table_name="honour")
    op.drop_table("honour")
    op.drop_index(op.f("ix_hall_market_id"), table_name="hall")
    op.drop_table("hall")
    op.drop_index(op.f("ix_company_market_id"), table_name="company")
    op.drop_index(op.f("ix_company_credit_code"), table_name="company")
    op.drop_table("company")
    op.drop_index("ix_agent_interest_code", table_name="agent_interest")
    op.drop_index(op.f("ix_agent_interest_agent_id"), table_name="agent_interest")
    op.drop_table("agent_interest")
    op.drop_index(op.f("ix_stored_file_sha256"), table_name="stored_file")
    op.drop_table("stored_file")
    op.drop_table("stage")
    op.drop_index(op.f("ix_signed_in_session_user_id"), table_name="signed_in_session")
    op.drop_table("signed_in_session")
    op.drop_index(op.f("ix_one_time_link_user_id"), table_name="one_time_link")
    op.drop_table("one_time_link")
    op.drop_index("ix_notice_recipient", table_name="notice")
    op.drop_table("notice")
    op.drop_index(op.f("ix_market_alliance_id"), table_name="market")
    op.drop_table("market")
    op.drop_table("agent")
    op.drop_table("programme_template")
    op.drop_index("ix_outbox_mail_due", table_name="outbox_mail")
    op.drop_table("outbox_mail")
    op.drop_table("alliance")
    op.drop_table("account")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_event_append_only() CASCADE")
