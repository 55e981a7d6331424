// title: Against what each plan measures itself
// columns: plan, benchmark, targets
// graph: stated
MATCH (m:Measure)-[r:HAS_TARGET]->(t:Target), (m)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated' AND t.benchmark IS NOT NULL
UNWIND t.benchmark AS benchmark
RETURN publication.id AS plan, benchmark, count(DISTINCT t.uri) AS targets
