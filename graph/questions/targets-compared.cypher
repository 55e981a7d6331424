// title: What plans that use the same indicator are to reach: baseline, comparator and date
// param indicator: indicator = "" | only this indicator
// columns: indicator, plans, plan, measure, target, amount, unit, direction, baseline, comparator, benchmarks*, due
// sort: -plans, indicator, plan
// graph: stated
// plans: 2
MATCH (m:Measure)-[r:USES_INDICATOR]->(i:Indicator), (m)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated' AND ($indicator = '' OR i.id = $indicator)
WITH i, count(DISTINCT publication.id) AS plans
WHERE plans > 1
MATCH (m:Measure)-[r:USES_INDICATOR]->(i), (m)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated'
WITH DISTINCT i, plans, m, publication
OPTIONAL MATCH (m)-[h:HAS_TARGET]->(t:Target) WHERE h.basis = 'stated'
RETURN i.name AS indicator, plans, publication.id AS plan, m.text AS measure,
  t.text AS target, t.amount AS amount, t.unit AS unit, t.direction AS direction,
  t.baseline AS baseline, t.comparator AS comparator, t.benchmark AS benchmarks, t.dueBy AS due
