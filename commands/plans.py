"""Commands on the workspace's plans: what is there, whether it holds, what people decided."""

from pathlib import Path

import click

from commands import console


@click.command()
@console.rows
def plans(workspace: Path, form: str) -> None:
    """List the plans in the workspace.

    \b
    Examples:
      crossplan plans
      crossplan plans --format csv
    """
    from graph.describe import plans_table

    console.show(plans_table(console.opened(workspace)), form)


@click.command()
@click.argument("node", metavar="ID")
@console.rows
def show(node: str, workspace: Path, form: str) -> None:
    """Show one node: its fields, its quote and what it is linked to.

    ID is an id, an IRI, or the end of an id that only one node has.

    \b
    Examples:
      crossplan show ofsted-action-plan-portsmouth/action/2.1
      crossplan show action/2.1 --format json
    """
    from graph.describe import node_table

    console.show(node_table(console.opened(workspace), node), form)


@click.command()
@click.argument("plan")
@console.in_workspace
def remove(plan: str, workspace: Path) -> None:
    """Take a plan out of the workspace.

    \b
    Examples:
      crossplan remove ofsted-action-plan-portsmouth
    """
    record = console.opened(workspace).resolve(plan)
    with console.opened(workspace).writer() as writer:
        writer.remove(record.id)
    console.say(f"removed {record.id}")


@click.command()
@console.plans
@console.rows
def verify(some: tuple[str, ...], workspace: Path, form: str) -> None:
    """Read every quote again from the stored texts; prints those that are not where they say.

    \b
    Examples:
      crossplan verify
    """
    from graph import checks

    done = console.checked(checks.verify, workspace, some, "quotes")
    console.findings(done, checks.findings_table(done), form)


@click.command()
@console.plans
@console.rows
def validate(some: tuple[str, ...], workspace: Path, form: str) -> None:
    """Hold the graph against the integrity shapes; prints what does not fit.

    \b
    Examples:
      crossplan validate --plan ofsted-action-plan-portsmouth
    """
    from graph import checks

    done = console.checked(checks.validate, workspace, some, "statements")
    console.findings(done, checks.findings_table(done), form)


@click.command()
@click.option("--each", is_flag=True, help="A row for each node, not for each check.")
@click.option("--strict", is_flag=True, help="Leave with 3 if a plan lacks something.")
@console.plans
@console.rows
def audit(each: bool, strict: bool, some: tuple[str, ...], workspace: Path, form: str) -> None:
    """Say what each plan leaves unsaid: no lead, no date, no measure and the like.

    \b
    Examples:
      crossplan audit
      crossplan audit --each --format csv
    """
    from graph import checks

    done = console.checked(checks.audit, workspace, some, "statements")
    table = checks.findings_table(done) if each else checks.counts_table(done)
    console.findings(done, table, form, strict)


@click.group(invoke_without_command=True)
@click.option("--list", "listing", is_flag=True, help="What was decided so far.")
@console.rows
@click.pass_context
def decide(ctx: click.Context, listing: bool, workspace: Path, form: str) -> None:
    """Say which overlaps between plans hold, and which names mean one body.

    Decisions are kept in decisions.toml in the workspace, and every later comparison follows them.
    """
    from graph.deciding import listed

    ctx.default_map = {name: {"workspace": str(workspace)} for name in decide.commands}
    if listing:
        console.show(listed(console.opened(workspace)), form)
    elif not ctx.invoked_subcommand:
        click.echo(ctx.get_help())


@decide.command("overlap")
@console.verdict
@console.in_workspace
def decide_overlap(first: str, second: str, verdict: str, because: str, workspace: Path) -> None:
    """Accept or reject that two statements of different plans are about the same matter.

    FIRST and SECOND are ids, or the ends of ids that only one statement has. An accepted overlap is
    always found, a rejected one never.

    \b
    Examples:
      crossplan decide overlap north-plan/action/2 south-plan/action/5 --accept
      crossplan decide overlap north-plan/action/2 south-plan/action/7 --reject --because "staff"
      crossplan decide overlap north-plan/action/2 south-plan/action/5 --undo
    """
    from graph.deciding import decide

    for told in decide(console.opened(workspace), "overlap", first, second, verdict, because):
        console.say(told)


@decide.command("same")
@console.verdict
@console.in_workspace
def decide_same(first: str, second: str, verdict: str, because: str, workspace: Path) -> None:
    """Accept or reject that two names mean one body.

    FIRST and SECOND are names as plans print them or write them out, for every partner that is
    called so, or ids of partners.

    \b
    Examples:
      crossplan decide same "Ashdown High" "Ashdown HS" --accept
      crossplan decide same "Maths Hub" "Coastal Maths Hub" --reject --because "two hubs"
      crossplan decide same north/partner/virtual-school south/partner/virtual-school --undo
    """
    from graph.deciding import decide

    for told in decide(console.opened(workspace), "same", first, second, verdict, because):
        console.say(told)


COMMANDS = (plans, show, remove, verify, validate, audit, decide)
