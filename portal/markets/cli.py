"""`flask --app portal market …`: markets from the server's own terminal."""

import click
from flask.cli import AppGroup

from portal.core.db import reading, writing
from portal.core.errors import InvalidError
from portal.markets import actions, queries
from portal.markets.models import Alliance
from portal.reference import queries as reference

cli = AppGroup("market", help="Markets: making one, listing them.")


@cli.command("create")
@click.option("--alliance", prompt="Alliance (name in addresses)", help="Made if it is new.")
@click.option("--alliance-name", default="", help="Chinese name of an alliance that is new.")
@click.option("--slug", prompt="Name in web addresses", help="Small letters, digits, hyphens.")
@click.option("--name-zh", prompt="Chinese name")
@click.option("--name-en", prompt="English name", default="", show_default=False)
@click.option("--region", prompt="Region (six digits of GB/T 2260)", help="430203 is Lusong.")
@click.option(
    "--hall", "halls", multiple=True, help="Name, or 名 / Name / floors. May be repeated."
)
def create(
    alliance: str,
    alliance_name: str,
    slug: str,
    name_zh: str,
    name_en: str,
    region: str,
    halls: tuple[str, ...],
) -> None:
    """Make a market, and its alliance if that is new. --hall may be given several times.

    Its first manager is invited by staff on the page of the market's people.
    """
    if not reference.is_region(region):
        raise click.ClickException(f"There is no region {region}.")
    try:
        with writing():
            actions.create_market(
                alliance_for(alliance, alliance_name or alliance),
                slug=slug,
                name_zh=name_zh,
                name_en=name_en,
                region_code=region,
                hall_lines="\n".join(halls),
                by=None,
            )
    except InvalidError as error:
        raise click.ClickException(f"{error.field}: {error}") from error
    click.echo(f"Made. Next, as staff: /markets/{slug}/people")


def alliance_for(slug: str, name_zh: str) -> Alliance:
    """Return the alliance of that slug, making it when it is new."""
    there = next((one for one in queries.alliances() if one.slug == slug), None)
    return there or actions.create_alliance(slug=slug, name_zh=name_zh, name_en="", by=None)


@cli.command("list")
def list_markets() -> None:
    """List markets: name in addresses, Chinese name, region, alliance."""
    with reading():
        for market in queries.every_market():
            closed = "closed" if market.closed_at else ""
            line = (market.slug, market.name_zh, market.region_code, market.alliance.slug, closed)
            click.echo("\t".join(line).rstrip())
