// title: How many statements each plan makes
// columns: plan, statements
// graph: stated
MATCH (s)-[:IN_PLAN]->(publication)
WHERE s.basis = 'stated'
RETURN publication.id AS plan, count(s) AS statements
