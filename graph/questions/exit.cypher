// title: How the work goes on when it stops being a priority
// columns: plan, priority, exit
// graph: stated
MATCH (p:Priority)-[r:HAS_EXIT_STRATEGY]->(e:ExitStrategy), (p)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated'
RETURN publication.id AS plan, p.text AS priority, e.text AS exit
