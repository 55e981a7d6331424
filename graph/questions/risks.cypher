// title: Barriers, delays and risks that plans and reports admit
// columns: plan, about, risk
// graph: stated
MATCH (holder)-[h:HAS_RISK]->(r:Risk), (holder)-[:IN_PLAN]->(publication)
WHERE h.basis = 'stated'
RETURN publication.id AS plan, holder.text AS about, r.text AS risk
