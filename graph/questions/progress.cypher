// title: What a report says of each promise of the plan that it reports on
// param plan: plan = "" | only this plan or report
// param council: council = "" | only plans and reports of this council
// param topic: topics = "" | only what is about this topic and what is narrower
// param population: population = "" | only this group of children or young people
// param phase: phase = "" | only this phase of education
// param level: level = "" | only statements of this class, or `statement` for all below a priority
// param kind: done/under way/slipped/dropped/planned again/silently dropped/not read = "" | only this
// columns: plan, report, kind, type, text, report_text, before, after, evidence*
// sort: plan, report, kind, type, text
// plans: 2
// needs: a plan and a report on it: name the plan in the manifest, reports_on = "ID"
// graph: all
MATCH (c:Progress)-[:FIRST_PLAN]->(p), (c)-[:SECOND_PLAN]->(q), (c)-[:FIRST]->(a)
WHERE ($plan = '' OR p.id = $plan OR q.id = $plan) AND ($kind = '' OR c.kind = $kind)
  AND ($level = '' OR $level = lower(a.type)
    OR ($level = 'statement' AND NOT a.type IN ['Theme', 'Priority']))
  AND ($council = ''
    OR $council CONTAINS ('|' + p.id + '|')
    OR $council CONTAINS ('|' + q.id + '|'))
  AND ($topic = '' OR EXISTS {
    MATCH (c)-[:FIRST]->()-[:ABOUT]->(tag:Topic) WHERE $topic CONTAINS ('|' + tag.id + '|') }
    OR EXISTS {
    MATCH (c)-[:SECOND]->()-[:ABOUT]->(tag:Topic) WHERE $topic CONTAINS ('|' + tag.id + '|') })
  AND ($population = '' OR EXISTS {
    MATCH (c)-[:FIRST]->()-[:FOR_POPULATION]->(tag:Population) WHERE $population CONTAINS ('|' + tag.id + '|') }
    OR EXISTS {
    MATCH (c)-[:SECOND]->()-[:FOR_POPULATION]->(tag:Population) WHERE $population CONTAINS ('|' + tag.id + '|') })
  AND ($phase = '' OR EXISTS {
    MATCH (c)-[:FIRST]->()-[:IN_PHASE]->(tag:Phase) WHERE $phase CONTAINS ('|' + tag.id + '|') }
    OR EXISTS {
    MATCH (c)-[:SECOND]->()-[:IN_PHASE]->(tag:Phase) WHERE $phase CONTAINS ('|' + tag.id + '|') })
OPTIONAL MATCH (c)-[:SECOND]->(b)
RETURN p.id AS plan, q.id AS report, c.kind AS kind, a.type AS type, a.text AS text,
  b.text AS report_text, c.before AS before, c.after AS after, c.evidence AS evidence
