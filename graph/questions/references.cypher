// title: What statements refer to: others, findings of inspectors, laws, guidance and plans
// param plan: plan = "" | only this plan
// param council: council = "" | only the plans of this council
// param kind: statement/inspection finding/plan/statute/regulations/guidance/policy paper/framework/inspection/convention = "" | only this kind of thing referred to
// columns: plan, kind, level, text, refers_to_level, refers_to, quote, to_plan
// sort: plan, kind, refers_to, text
// graph: all
MATCH (e)-[r:REFERS_TO]->(to), (e)-[:IN_PLAN]->(publication)
WHERE ($plan = '' OR publication.id = $plan)
  AND ($council = '' OR $council CONTAINS ('|' + publication.id + '|')) AND $kind IN ['', 'statement']
RETURN DISTINCT publication.id AS plan, 'statement' AS kind, e.type AS level, e.text AS text,
  to.type AS refers_to_level, to.text AS refers_to,
  CASE WHEN FALSE THEN publication.title END AS quote, CASE WHEN FALSE THEN publication.title END AS to_plan
UNION ALL
MATCH (to:Theme)-[r:LINKED_PRIORITY]->(e:Priority), (e)-[:IN_PLAN]->(publication)
WHERE to.kind = 'area-for-improvement' AND ($plan = '' OR publication.id = $plan)
  AND ($council = '' OR $council CONTAINS ('|' + publication.id + '|'))
  AND $kind IN ['', 'inspection finding']
RETURN DISTINCT publication.id AS plan, 'inspection finding' AS kind, e.type AS level,
  e.text AS text, to.type AS refers_to_level, to.text AS refers_to,
  CASE WHEN FALSE THEN publication.title END AS quote, CASE WHEN FALSE THEN publication.title END AS to_plan
UNION ALL
MATCH (publication)-[:REPLACES|REPORTS_ON_PLAN|UNDER_PLAN]->(to)
WHERE ($plan = '' OR publication.id = $plan)
  AND ($council = '' OR $council CONTAINS ('|' + publication.id + '|')) AND $kind IN ['', 'plan']
RETURN DISTINCT publication.id AS plan, 'plan' AS kind, publication.type AS level,
  publication.title AS text, to.type AS refers_to_level, to.title AS refers_to,
  CASE WHEN FALSE THEN publication.title END AS quote, to.id AS to_plan
UNION ALL
MATCH (e)-[r:CITES]->(to:CitedDocument), (e)-[:IN_PLAN]->(publication)
WHERE ($plan = '' OR publication.id = $plan)
  AND ($council = '' OR $council CONTAINS ('|' + publication.id + '|')) AND $kind IN ['', replace(to.kind, '-', ' ')]
OPTIONAL MATCH (c:Citation)-[:CITED]->(to), (c)-[:CITED_PLAN]->(meant)
RETURN DISTINCT publication.id AS plan, replace(to.kind, '-', ' ') AS kind, e.type AS level,
  e.text AS text, to.type AS refers_to_level, to.canonical AS refers_to, r.quote AS quote,
  meant.id AS to_plan
UNION ALL
MATCH (publication)-[r:CITES]->(to:CitedDocument), (publication)-[:FROM_SOURCE]->(:SourceDocument)
WHERE ($plan = '' OR publication.id = $plan)
  AND ($council = '' OR $council CONTAINS ('|' + publication.id + '|')) AND $kind IN ['', replace(to.kind, '-', ' ')]
OPTIONAL MATCH (c:Citation)-[:CITED]->(to), (c)-[:CITED_PLAN]->(meant)
RETURN DISTINCT publication.id AS plan, replace(to.kind, '-', ' ') AS kind,
  publication.type AS level, publication.title AS text, to.type AS refers_to_level,
  to.canonical AS refers_to, r.quote AS quote, meant.id AS to_plan
