// title: Who leads how many actions
// param plan: plan = "" | only this plan
// columns: plan, lead, kind, actions
// sort: plan, -actions, lead
// graph: stated
MATCH (a:Action)-[r:LED_BY]->(w:Partner), (a)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated' AND ($plan = '' OR publication.id = $plan)
WITH publication, w, count(DISTINCT a.uri) AS actions
RETURN publication.id AS plan, w.canonical AS lead, w.kind AS kind, actions
