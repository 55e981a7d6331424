// title: Where two plans are about the same matter, and why: of many statements the strongest of each
// param plan: plan = "" | only what overlaps with this plan
// param council: council = "" | only what overlaps with a plan of this council
// param level: priority/statement = "" | only priorities and themes, or only what is below them
// param topic: topics = "" | only this topic and what is narrower
// param population: population = "" | only this group of children or young people
// param phase: phase = "" | only this phase of education
// param reason: text = "" | only what shares this, such as same-indicator
// columns: a_plan, a_type, a_text, b_plan, b_type, b_text, score, reasons*, evidence*
// sort: -score, a_plan, b_plan, a_text, b_text
// graph: all
// plans: 2
MATCH (o:Overlap)-[:FIRST]->(a)-[:IN_PLAN]->(a_in), (o)-[:SECOND]->(b)-[:IN_PLAN]->(b_in)
WHERE ($plan = '' OR a_in.id = $plan OR b_in.id = $plan)
  AND ($council = '' OR $council CONTAINS ('|' + a_in.id + '|')
    OR $council CONTAINS ('|' + b_in.id + '|'))
  AND ($level = '' OR o.kind = $level)
  AND ($topic = '' OR EXISTS {
    MATCH (a)-[:ABOUT]->(t:Topic) WHERE $topic CONTAINS ('|' + t.id + '|') }
    OR EXISTS { MATCH (b)-[:ABOUT]->(v:Topic) WHERE $topic CONTAINS ('|' + v.id + '|') })
  AND ($population = '' OR EXISTS {
    MATCH (a)-[:FOR_POPULATION]->(p:Population) WHERE $population CONTAINS ('|' + p.id + '|') }
    OR EXISTS {
    MATCH (b)-[:FOR_POPULATION]->(q:Population) WHERE $population CONTAINS ('|' + q.id + '|') })
  AND ($phase = '' OR EXISTS {
    MATCH (a)-[:IN_PHASE]->(s:Phase) WHERE $phase CONTAINS ('|' + s.id + '|') }
    OR EXISTS { MATCH (b)-[:IN_PHASE]->(u:Phase) WHERE $phase CONTAINS ('|' + u.id + '|') })
  AND ($reason = '' OR $reason IN o.reasons)
RETURN a_in.id AS a_plan, a.type AS a_type, a.text AS a_text,
  b_in.id AS b_plan, b.type AS b_type, b.text AS b_text,
  o.score AS score, o.reasons AS reasons, o.evidence AS evidence
ORDER BY score DESC, a_plan, b_plan, a_text, b_text
