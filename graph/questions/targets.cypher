// title: The levels that plans set themselves
// param plan: plan = "" | only this plan
// columns: plan, measure, target, amount, unit, direction, benchmarks*, due
// graph: stated
MATCH (m:Measure)-[r:HAS_TARGET]->(t:Target), (m)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated' AND ($plan = '' OR publication.id = $plan)
RETURN publication.id AS plan, m.text AS measure, t.text AS target, t.amount AS amount,
  t.unit AS unit, t.direction AS direction, t.benchmark AS benchmarks, t.dueBy AS due
