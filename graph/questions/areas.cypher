// title: How many priorities answer each theme or area for improvement
// columns: plan, number, theme, priorities
// graph: stated
MATCH (t:Theme)-[:IN_PLAN]->(publication)
WHERE t.basis = 'stated'
OPTIONAL MATCH (t)-[r:LINKED_PRIORITY]->(p:Priority) WHERE r.basis = 'stated'
WITH publication, t, count(DISTINCT p.uri) AS priorities
RETURN publication.id AS plan, t.number AS number, t.text AS theme, priorities
