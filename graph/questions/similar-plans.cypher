// title: Which plans are about the topics of this one: shared topics in per cent of all that either has
// param plan: plan! = "portsmouth" | the plan to find others like
// columns: plan, other, percent, shared, topics*
// sort: -percent, plan, other
// graph: stated
// plans: 2
MATCH (e)-[r:ABOUT]->(t:Topic), (e)-[:IN_PLAN]->(a)
WHERE r.basis = 'stated' AND a.id = $plan
WITH DISTINCT a, t
WITH a, count(t.id) AS of_a, collect(t.id) AS own
MATCH (f)-[s:ABOUT]->(u:Topic), (f)-[:IN_PLAN]->(b)
WHERE s.basis = 'stated' AND a.id <> b.id
WITH DISTINCT a.id AS plan, of_a, own, b.id AS other, u
WITH plan, of_a, other, count(u.id) AS of_b, count(CASE WHEN u.id IN own THEN 1 END) AS shared,
  collect(CASE WHEN u.id IN own THEN u.name END) AS topics
WHERE shared > 0
WITH plan, other, shared, topics, of_a + of_b - shared AS either
RETURN plan, other, (200 * shared + either) / (2 * either) AS percent, shared, topics
