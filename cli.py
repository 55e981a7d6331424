"""The command line: each command parses, calls one function and prints."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from graph.errors import UsageError
from visualisations import console, remote

if TYPE_CHECKING:
    from graph.questions import On

EXPORTS = ("ttl", "trig", "nq", "jsonld", "json", "graphml", "gexf", "csv")
STORES = ("oxigraph", "ladybug", "neo4j")
CYPHER_STORES = ("ladybug", "neo4j")
VIEWS = (
    "network",
    "overview",
    "explore",
    "source",
    "overlaps",
    "coverage",
    "timeline",
    "partners",
    "flow",
    "targets",
    "changes",
    "progress",
    "conflicts",
)
DEMO = (
    "completeness", "partners", "levels-of-topic --topic neet", "indicators",
    "due --by 2016-09-30", "path --plan portsmouth",
)  # fmt: skip


@click.group(cls=console.Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crossplan")
def app() -> None:
    """Councils' education plans as one graph, every statement traced to its words.

    \b
    Begin with:
      crossplan demo
      crossplan load plans/
      crossplan ask --list

    Exit codes: 0 done, 1 something failed, 2 wrong usage, 3 a check found something, 4 a store is
    locked or out of reach, 5 a limit was hit, 6 the workspace is damaged, 130 interrupted,
    143 terminated.
    """


@app.command()
@click.argument("paths", nargs=-1, type=console.path)
@console.manifest
@console.decisions
@click.option("--replace", is_flag=True, help="Let a plan take the id of another publication.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Processes that read side by side.",
)
@click.option("--from-nq", "backup", type=console.path, help="A backup that export -f nq wrote.")
@console.in_workspace
def load(paths: tuple[Path, ...], manifest: Path | None, decisions: Path | None, replace: bool,
         jobs: int, backup: Path | None, workspace: Path) -> None:  # fmt: skip
    """Read plans into the workspace: files, folders, or all that a manifest names.

    A file that fails is named with its reason and the rest is loaded; loading again changes
    nothing.

    \b
    Examples:
      crossplan load plans/
      crossplan load --manifest examples/plans.toml
      crossplan load plans/ --jobs 4
      crossplan load --from-nq plans.nq
    """
    import crossplan

    if backup and (paths or manifest):
        raise UsageError("load a backup alone: crossplan load --from-nq FILE")
    if backup:
        console.report(crossplan.restore(backup, workspace, replace))
        return
    if not paths and not manifest:
        raise UsageError("name a file, a folder or a manifest: crossplan load PATH")
    files = crossplan.files_of(paths, manifest)
    results = crossplan.load(paths, workspace, manifest, replace, decisions, jobs)
    console.report(results, len(files))
    for told in crossplan.unapplied(files, workspace, manifest, decisions):
        console.say(told)


@app.command()
@click.argument("path", metavar="FILE", type=console.path)
@click.option("--format", "-f", "form", type=click.Choice(["json", "ttl", "csv"]), default="json",
              show_default=True, help="Node-link JSON, Turtle, or a row a node.")  # fmt: skip
@console.decisions
@console.to_file
def extract(path: Path, form: str, decisions: Path | None, file: Path | None) -> None:
    """Print what one document states as a graph, without a workspace.

    \b
    Examples:
      crossplan extract plan.txt
      crossplan extract plan.txt --format csv -o plan.csv
    """
    import crossplan
    from graph.exports import export

    console.output(export([crossplan.extract(path, decisions=decisions)], form), file)


@app.command()
@click.argument("path", metavar="FILE", type=console.path)
@click.option("--strict", is_flag=True, help="Leave with 3 if over 10 % was not understood.")
@console.form
def explain(path: Path, strict: bool, form: str) -> None:
    """Say how much of a document was understood, and show each passage that was not.

    Every character, white space aside, is in one class: extracted, context (prose that commits
    to nothing), furniture (running heads, page numbers, menus) or not understood.

    \b
    Examples:
      crossplan explain plan.txt
      crossplan explain plan.txt --strict --format csv
    """
    from loaders.box import account
    from loaders.coverage import explained

    found = account(path).coverage
    console.show(explained(found), form)
    if strict and found.much_unread:
        sys.exit(console.FOUND)


@app.command()
@click.argument("name", metavar="FILE|PLAN")
@click.option("--below", type=click.FloatRange(0, 1), help="Only what is less sure than this.")
@console.verdicts
@console.manifest
@console.decisions
@console.rows
def review(name: str, below: float | None, manifest: Path | None, decisions: Path | None,
           workspace: Path, form: str, **wishes: Any) -> None:  # fmt: skip
    """List the statements of a plan, the doubtful first, and decide on those of a document.

    Decisions are written to decisions.toml beside the manifest, or else beside the document, and
    every later load applies them.

    \b
    Examples:
      crossplan review plan.txt --below 0.8
      crossplan review plan.txt --reject action/2.1 --because "a heading"
      crossplan review plan.txt --correct action/2.2 --type Measure
      crossplan review plan.txt --undo action/2.1
    """
    import crossplan
    from loaders.decisions.review import Wishes

    if wanted := Wishes(**wishes):
        for told in crossplan.decide(name, wanted, manifest, decisions):
            console.say(told)
    else:
        table = crossplan.review(name, workspace, manifest, decisions, below)
        console.show(table, form)


@app.command()
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


@app.command()
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


@app.command()
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


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="The questions and their parameters.")
@click.option("--on", type=click.Choice(STORES), default="oxigraph", show_default=True)
@console.bounded
@click.pass_context
def ask(ctx: click.Context, name: str | None, listing: bool, on: str, workspace: Path, form: str,
        timeout: float, limit: int) -> None:  # fmt: skip
    """Answer a named question across all plans; each parameter is an option.

    \b
    Examples:
      crossplan ask --list
      crossplan ask due --by 2016-12-31
      crossplan ask partners --on neo4j
    """
    from graph import describe, questions

    if listing or not name:
        console.show(describe.question_table(), form)
        return
    given = console.named_values(ctx.args)
    bounds = console.limits(timeout, limit)
    if on == "neo4j":
        from graph import neo4j_query

        table = neo4j_query.ask(remote.server(), name, given, bounds)
    else:
        table = questions.ask(console.opened(workspace), name, given, cast("On", on), bounds)
    questions.refuse_nothing(name, given, table)
    console.show(table, form)


@app.command()
@console.query
def sparql(query: str | None, file: Path | None, workspace: Path, form: str, timeout: float,
           limit: int) -> None:  # fmt: skip
    """Run a SPARQL query, read-only; the usual prefixes are declared.

    \b
    Examples:
      crossplan sparql 'SELECT ?text { ?a a xp:Action ; xp:text ?text }'
      crossplan sparql --input query.rq --format csv
    """
    from graph.query import sparql as run

    text = console.query_text(query, file)
    console.show(run(console.opened(workspace), text, limits=console.limits(timeout, limit)), form)


@app.command()
@console.query
@click.option("--on", type=click.Choice(CYPHER_STORES), default="ladybug", show_default=True,
              help="The embedded store, or the server of push neo4j.")  # fmt: skip
def cypher(query: str | None, file: Path | None, workspace: Path, form: str, timeout: float,
           limit: int, on: str) -> None:  # fmt: skip
    """Run a Cypher query, read-only.

    \b
    Examples:
      crossplan cypher 'MATCH (a:Action)-[:LED_BY]->(p) RETURN p.canonical, count(a)'
      crossplan cypher --input query.cypher --format json
      crossplan cypher --on neo4j 'MATCH (t:Topic)<-[:ABOUT]-(e) RETURN t.name, count(e)'
    """
    from graph import query as embedded

    text, bounds = console.query_text(query, file), console.limits(timeout, limit)
    if on == "neo4j":
        from graph import neo4j_query

        table = neo4j_query.cypher(remote.server(), text, limits=bounds)
    else:
        table = embedded.cypher(console.opened(workspace), text, limits=bounds)
    console.show(table, form)


@app.command()
@click.argument("name", metavar="NAME", type=click.Choice(VIEWS))
@console.plans
@click.option("--topic", "-t", help="The map of a topic and what is narrower.")
@click.option("--partner", help="The map of a body: all that names it.")
@console.in_workspace
@console.day
@click.option("--output", "-o", "file", type=console.path,
              help="The page; - is stdout.  [default: NAME.html]")  # fmt: skip
@console.force
def view(name: str, some: tuple[str, ...], topic: str | None, partner: str | None, workspace: Path,
         day: str | None, file: Path | None, force: bool) -> None:  # fmt: skip
    """Write a page that opens from disk, with nothing beside it.

    \b
    network    the map: what each plan says and how it hangs together
    overview   the map of many plans: a card for each plan and each topic
    explore    every statement at once, where the browser draws with a graphics card
    source     one document, with what was read of it and what was not
    coverage   topics by plans: who acts, aims or is silent, and what was not read
    timeline   what is due when: intervals, what recurs, what has no date
    partners   who works with whom: bodies that several plans name
    flow       one plan from theme to measure, or several by topic and kind
    targets    the same indicator in several plans: level, comparator and date
    overlaps   pairs of statements about the same matter, side by side, to accept or reject
    changes    versions of a plan: what was dropped, added, put off or reworded, word by word
    progress   what a plan promised beside what the report on it says
    conflicts  targets for one thing that cannot both be met

    \b
    Examples:
      crossplan view network -o map.html
      crossplan view network --topic attendance
      crossplan view source --plan ofsted-action-plan-portsmouth
    """
    from crossplan import page

    target = file or Path(f"{name}.html")
    console.unless_there(target, force)
    made = page(console.opened(workspace), name, some, day, topic, partner, console.say)
    console.output(made, target)


@app.command()
@click.option("--council", "-c", help="The council that it is for, by name or a part of it.")
@click.option("--plan", "-p", "some", multiple=True, help="Or its plans; repeatable.")
@console.in_workspace
@click.option("--output", "-o", "file", type=console.path, default="brief.md", show_default=True,
              help="The paper: .md, .html or .docx.")  # fmt: skip
def brief(council: str | None, some: tuple[str, ...], workspace: Path, file: Path) -> None:
    """Write a committee paper: where a council's plans stand beside those of others.

    Coverage by topic, the strongest overlaps with both sentences and the reasons, gaps, shared
    partners, conflicts, and what the plans themselves lack: about two pages.

    \b
    Examples:
      crossplan brief --council Portsmouth -o paper.docx
      crossplan brief --plan ofsted-action-plan-portsmouth -o paper.html
    """
    from crossplan import paper

    console.output(paper(console.opened(workspace), council, some, file.suffix), file)


@app.command()
@click.option("--output", "-o", "folder", type=console.path, default=Path("site"),
              show_default=True, help="The folder; begin with index.html in it.")  # fmt: skip
@console.plans
@console.in_workspace
@console.day
@console.force
def site(folder: Path, some: tuple[str, ...], workspace: Path, day: str | None,
         force: bool) -> None:  # fmt: skip
    """Write all pages of the workspace as a folder to hand on: no server, no network.

    An index and a search lead to every view, plan, topic and partner. A folder that is no site
    is left alone; an older site is replaced as a whole with --force.

    \b
    Examples:
      crossplan site -o site
      crossplan site --plan southampton --plan portsmouth --force
    """
    import crossplan

    count = crossplan.site(console.opened(workspace), folder, some, force, day, console.say)
    console.say(f"wrote {count} pages; open {folder / 'index.html'}")


@app.command()
@click.option("--format", "-f", "form", type=click.Choice(EXPORTS), help="Or by the file's ending.")
@console.plans
@console.in_workspace
@console.to_file
def export(form: str | None, some: tuple[str, ...], workspace: Path, file: Path | None) -> None:
    """Print the graph in the form of other tools.

    N-Quads are a backup: they hold the texts too, and load --from-nq brings all of it back.

    \b
    Examples:
      crossplan export --format nq > plans.nq
      crossplan export -o plans.graphml
    """
    from crossplan import exported

    ending = file.suffix.removeprefix(".") if file else ""
    if not form and ending not in EXPORTS:
        raise UsageError(f"name a format: --format {'|'.join(EXPORTS)}")
    console.output(exported(console.opened(workspace), form or ending, some), file)


@app.group()
def push() -> None:
    """Send the plans of the workspace to a server."""


@push.command("neo4j")
@remote.address
@click.option("--centrality", is_flag=True,
              help="Also write degree, betweenness and community to the partners.")  # fmt: skip
@console.in_workspace
def push_neo4j(uri: str, database: str | None, centrality: bool, workspace: Path) -> None:
    """Make a Neo4j database hold the plans of the workspace, and leave all else in it alone.

    Only plans that changed are written, each in one transaction: after a break push again. The
    user is NEO4J_USERNAME (or neo4j), the password NEO4J_PASSWORD, or asked for.

    \b
    Examples:
      crossplan push neo4j
      crossplan push neo4j --uri neo4j+s://graph.example.org --database plans
      crossplan push neo4j --centrality
    """
    from graph import neo4j_centrality, neo4j_store

    ws, server = console.opened(workspace), remote.server(uri, database)
    results = neo4j_store.push(ws, server)
    remote.report(((d.plan, d.outcome, d.writes) for d in results), "pushing", len(ws.plans()))
    if centrality:
        console.say(f"{neo4j_centrality.write(ws, server):,} partners have a new place")


@push.command("sparql")
@remote.endpoint
@console.in_workspace
def push_sparql(base: str, workspace: Path, **services: str) -> None:
    """Make a SPARQL 1.1 server hold the graphs of the workspace, and leave all others alone.

    ENDPOINT is a dataset whose services are called query and data, as Apache Jena Fuseki does;
    of other servers name each service. Only what changed is sent: after a break push again. The
    user is SPARQL_USERNAME, the password SPARQL_PASSWORD.

    \b
    Examples:
      crossplan push sparql http://localhost:3030/plans
      crossplan push sparql --query http://localhost:7200/plans --store http://localhost:7200/data
    """
    from graph import sparql_store

    ws = console.opened(workspace)
    results = sparql_store.push(ws, remote.sparql_server(base, services))
    remote.report(((d.name, d.outcome, d.statements) for d in results), "sending")


@app.group()
def pull() -> None:
    """Fetch plans from a server into the workspace."""


@pull.command("neo4j")
@remote.address
@click.option("--replace", is_flag=True, help="Let a plan take the id of another publication.")
@console.in_workspace
def pull_neo4j(uri: str, database: str | None, replace: bool, workspace: Path) -> None:
    """Read the plans of a Neo4j database back, with what was edited there.

    \b
    Examples:
      crossplan pull neo4j --workspace copy
    """
    import crossplan

    results = crossplan.pull_neo4j(remote.server(uri, database), workspace, replace)
    remote.report(results, "pulling")


@app.command()
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


@app.command()
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


@app.command()
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


@app.group(invoke_without_command=True)
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


@app.command()
@click.option("--output", "-o", "folder", type=console.path, default=Path("demo-site"),
              show_default=True, help="Folder for the workspace and the pages.")  # fmt: skip
def demo(folder: Path) -> None:
    """Read the five example plans, print the answers and write the pages.

    \b
    Examples:
      crossplan demo -o demo-site
    """
    import crossplan
    from graph import checks, questions

    workspace, manifest = folder / ".crossplan", crossplan.examples()
    results = crossplan.load([], workspace, manifest)
    console.report(results, len(crossplan.files_of([], manifest)))
    ws = console.opened(workspace)
    console.checked(checks.verify, workspace, (), "quotes")
    for call in DEMO:
        name, *given = call.split()
        click.echo(f"\n{questions.find(name).title}\n$ crossplan ask {call}\n")
        console.excerpt(questions.ask(ws, name, console.named_values(given)))
    pages = folder / "site"
    count = crossplan.site(ws, pages, force=True)
    click.echo(f"\n{count} pages to open in a browser: {pages / 'index.html'}")


def main() -> None:
    """Entry point of the console script."""
    console.end_orderly()
    app(prog_name="crossplan")


if __name__ == "__main__":
    main()
