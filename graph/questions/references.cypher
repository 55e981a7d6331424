// title: What statements refer to: other statements, and the findings of inspectors that they answer
// param plan: plan = "" | only this plan
// columns: plan, kind, level, text, refers_to_level, refers_to
// sort: plan, kind, text
// graph: stated
MATCH (e)-[r:REFERS_TO]->(to), (e)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated' AND ($plan = '' OR publication.id = $plan)
RETURN DISTINCT publication.id AS plan, 'statement' AS kind, e.type AS level, e.text AS text,
  to.type AS refers_to_level, to.text AS refers_to
UNION ALL
MATCH (to:Theme)-[r:LINKED_PRIORITY]->(e:Priority), (e)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated' AND to.kind = 'area-for-improvement'
  AND ($plan = '' OR publication.id = $plan)
RETURN DISTINCT publication.id AS plan, 'inspection finding' AS kind, e.type AS level,
  e.text AS text, to.type AS refers_to_level, to.text AS refers_to
