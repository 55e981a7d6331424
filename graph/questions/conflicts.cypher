// title: Targets for one thing that differ, in a plan or between it and the plan above it
// param plan: plan = "" | only conflicts that this plan has a part in
// param council: council = "" | only conflicts that a plan of this council has a part in
// param topic: topics = "" | only what is about this topic and what is narrower
// param population: population = "" | only this group of children or young people
// param phase: phase = "" | only this phase of education
// param kind: value/date = "" | only what differs in this
// columns: plan, other_plan, kind, text, other_text, before, after, evidence*
// sort: plan, other_plan, kind, text
// graph: all
MATCH (c:Conflict)-[:FIRST_PLAN]->(p), (c)-[:SECOND_PLAN]->(q),
  (c)-[:FIRST]->(a), (c)-[:SECOND]->(b)
WHERE ($plan = '' OR p.id = $plan OR q.id = $plan) AND ($kind = '' OR c.kind = $kind)
  AND ($council = ''
    OR $council CONTAINS ('|' + p.id + '|')
    OR $council CONTAINS ('|' + q.id + '|'))
  AND ($topic = '' OR EXISTS {
    MATCH (a)-[:ABOUT]->(tag:Topic) WHERE $topic CONTAINS ('|' + tag.id + '|') }
    OR EXISTS {
    MATCH (b)-[:ABOUT]->(tag:Topic) WHERE $topic CONTAINS ('|' + tag.id + '|') })
  AND ($population = '' OR EXISTS {
    MATCH (a)-[:FOR_POPULATION]->(tag:Population) WHERE $population CONTAINS ('|' + tag.id + '|') }
    OR EXISTS {
    MATCH (b)-[:FOR_POPULATION]->(tag:Population) WHERE $population CONTAINS ('|' + tag.id + '|') })
  AND ($phase = '' OR EXISTS {
    MATCH (a)-[:IN_PHASE]->(tag:Phase) WHERE $phase CONTAINS ('|' + tag.id + '|') }
    OR EXISTS {
    MATCH (b)-[:IN_PHASE]->(tag:Phase) WHERE $phase CONTAINS ('|' + tag.id + '|') })
RETURN p.id AS plan, q.id AS other_plan, c.kind AS kind, a.text AS text, b.text AS other_text,
  c.before AS before, c.after AS after, c.evidence AS evidence
