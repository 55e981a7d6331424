// title: Names that were taken for one body or role, and those that may be one, with the reason
// param status: resolved/accepted/proposed/same role = "" | only these
// param plan: plan = "" | only names in this plan
// columns: status, body, names*, named_in*, reasons*
// sort: status, body, names
// graph: all
MATCH (o)-[:NAMED_AS|CANDIDATE|HELD_AS]->(w:Partner), (publication)-[:FROM_SOURCE]->(:SourceDocument)
WHERE publication.uri = w.planUri AND ($status = '' OR o.status = $status)
WITH o, collect(DISTINCT w.name) AS names, collect(DISTINCT publication.id) AS named_in
WHERE ($plan = '' OR $plan IN named_in) AND (size(names) > 1 OR o.status <> 'resolved')
RETURN o.status AS status, o.canonical AS body, names, named_in, o.evidence AS reasons
