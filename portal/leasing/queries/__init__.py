"""Reading leasing: lets, stalls with who holds them, numbers, and floors for their plans."""

from portal.leasing.queries.lets import (
    brands_in_hall,
    concession_costs,
    counts,
    current_lets,
    ending_of,
    has_stall,
    held,
    let,
    of_brand,
    open_lets,
    overlapping,
    stall_numbers,
    terms_after,
)
from portal.leasing.queries.lets import page as let_page
from portal.leasing.queries.lets import rows as let_rows
from portal.leasing.queries.money import (
    Cost,
    Costs,
    fee_help,
    fees_by_brand,
    fees_of,
    help_costs,
)
from portal.leasing.queries.plans import Plan, plan, stage_code
from portal.leasing.queries.stalls import (
    FloorFigures,
    StallFile,
    category_counts,
    clock_lines,
    floor_figures,
    floors_with_stalls,
    lets_now,
    stall_file,
    standing_counts,
    vacant,
    vacant_count,
)
from portal.leasing.queries.stalls import page as stall_page
from portal.leasing.queries.stalls import rows as stall_rows

__all__ = [
    "Cost",
    "Costs",
    "FloorFigures",
    "Plan",
    "StallFile",
    "brands_in_hall",
    "category_counts",
    "clock_lines",
    "concession_costs",
    "counts",
    "current_lets",
    "ending_of",
    "fee_help",
    "fees_by_brand",
    "fees_of",
    "floor_figures",
    "floors_with_stalls",
    "has_stall",
    "held",
    "help_costs",
    "let",
    "let_page",
    "let_rows",
    "lets_now",
    "of_brand",
    "open_lets",
    "overlapping",
    "plan",
    "stage_code",
    "stall_file",
    "stall_numbers",
    "stall_page",
    "stall_rows",
    "standing_counts",
    "terms_after",
    "vacant",
    "vacant_count",
]
