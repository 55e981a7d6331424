// title: The levels that plans set themselves
// param plan: plan = "" | only this plan
// param council: council = "" | only the plans of this council
// param topic: topics = "" | only what is about this topic and what is narrower
// param population: population = "" | only this group of children or young people
// param phase: phase = "" | only this phase of education
// columns: plan, measure, target, amount, unit, direction, benchmarks*, due
// graph: stated
MATCH (m:Measure)-[r:HAS_TARGET]->(t:Target), (m)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated' AND ($plan = '' OR publication.id = $plan)
  AND ($council = ''
    OR $council CONTAINS ('|' + publication.id + '|'))
  AND ($topic = '' OR EXISTS {
    MATCH (m)-[:ABOUT]->(tag:Topic) WHERE $topic CONTAINS ('|' + tag.id + '|') })
  AND ($population = '' OR EXISTS {
    MATCH (m)-[:FOR_POPULATION]->(tag:Population) WHERE $population CONTAINS ('|' + tag.id + '|') })
  AND ($phase = '' OR EXISTS {
    MATCH (m)-[:IN_PHASE]->(tag:Phase) WHERE $phase CONTAINS ('|' + tag.id + '|') })
RETURN publication.id AS plan, m.text AS measure, t.text AS target, t.amount AS amount,
  t.unit AS unit, t.direction AS direction, t.benchmark AS benchmarks, t.dueBy AS due
