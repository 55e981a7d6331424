// title: What is due by a date, and who leads it
// param by: date! = 2016-12-31 | the last day that counts
// columns: plan, due, kind, number, text, leads*
// sort: due, plan, number, kind, text
// graph: stated
MATCH (e:Action)-[:IN_PLAN]->(publication)
WHERE e.dueBy <= $by AND e.basis = 'stated'
OPTIONAL MATCH (e)-[r:LED_BY]->(w:Partner) WHERE r.basis = 'stated'
WITH publication, e, collect(DISTINCT w.canonical) AS leads
RETURN publication.id AS plan, e.dueBy AS due, 'Action' AS kind, e.number AS number,
  e.text AS text, leads
UNION ALL
MATCH (a:Action)-[h:HAS_MILESTONE]->(e:Milestone), (a)-[:IN_PLAN]->(publication)
WHERE e.dueBy <= $by AND h.basis = 'stated'
OPTIONAL MATCH (a)-[r:LED_BY]->(w:Partner) WHERE r.basis = 'stated'
WITH publication, e, collect(DISTINCT w.canonical) AS leads
RETURN publication.id AS plan, e.dueBy AS due, 'Milestone' AS kind, e.number AS number,
  e.text AS text, leads
UNION ALL
MATCH (m:Measure)-[h:HAS_TARGET]->(e:Target), (m)-[:IN_PLAN]->(publication)
WHERE e.dueBy <= $by AND h.basis = 'stated'
OPTIONAL MATCH (m)-[r:LED_BY]->(w:Partner) WHERE r.basis = 'never'
WITH publication, m, e, collect(DISTINCT w.canonical) AS leads
RETURN publication.id AS plan, e.dueBy AS due, 'Target' AS kind,
  CASE WHEN FALSE THEN m.number END AS number, e.text AS text, leads
