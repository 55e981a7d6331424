// title: What each plan is about, and at which level it says so
// param plan: plan = "" | only this plan
// columns: topic, plan, level, statements
// graph: stated
MATCH (e)-[r:ABOUT]->(concept:Topic), (e)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated' AND ($plan = '' OR publication.id = $plan)
RETURN concept.name AS topic, publication.id AS plan, e.type AS level,
  count(DISTINCT e.uri) AS statements
