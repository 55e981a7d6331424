// title: Which plans are about the same topics: shared topics in per cent of all that either has
// param plan: plan = "" | only plans beside this one
// columns: plan, other, percent, shared, topics*
// sort: -percent, plan, other
// graph: stated
// plans: 2
MATCH (e)-[r:ABOUT]->(t:Topic), (e)-[:IN_PLAN]->(a)
WHERE r.basis = 'stated'
WITH DISTINCT a, t
MATCH (f)-[s:ABOUT]->(t), (f)-[:IN_PLAN]->(b)
WHERE s.basis = 'stated' AND a.id <> b.id AND ($plan = a.id OR ($plan = '' AND a.id < b.id))
WITH DISTINCT a, b, t
WITH a, b, count(t.uri) AS shared, collect(t.name) AS topics
MATCH (e)-[r:ABOUT]->(t:Topic), (e)-[:IN_PLAN]->(a) WHERE r.basis = 'stated'
WITH a, b, shared, topics, count(DISTINCT t.uri) AS of_a
MATCH (f)-[s:ABOUT]->(u:Topic), (f)-[:IN_PLAN]->(b) WHERE s.basis = 'stated'
WITH a, b, shared, topics, of_a, count(DISTINCT u.uri) AS of_b
WITH a, b, shared, topics, of_a + of_b - shared AS either
RETURN a.id AS plan, b.id AS other, (200 * shared + either) / (2 * either) AS percent, shared,
  topics
