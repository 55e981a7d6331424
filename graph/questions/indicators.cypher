// title: Indicators that two or more plans use, so that they can be compared
// columns: indicator, plans, used_in*
// sort: -plans, indicator
// graph: stated
MATCH (m)-[r:USES_INDICATOR]->(i:Indicator), (m)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated'
WITH i.name AS indicator, count(DISTINCT publication.id) AS plans,
  collect(DISTINCT publication.id) AS used_in
WHERE plans > 1
RETURN indicator, plans, used_in
