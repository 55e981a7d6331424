// title: The actions that nobody leads
// columns: plan, text
// sort: plan, text
// graph: stated
MATCH (a:Action)-[:IN_PLAN]->(publication)
WHERE a.basis = 'stated' AND NOT EXISTS { MATCH (a)-[r:LED_BY]->() WHERE r.basis = 'stated' }
RETURN publication.id AS plan, a.text AS text
