// title: How complete each plan is: actions with a lead, with a time, with a measure or milestone
// columns: plan, actions, led, timed, checked
// graph: stated
MATCH (publication)-[:FROM_SOURCE]->(:SourceDocument)
OPTIONAL MATCH (a:Action)-[:IN_PLAN]->(publication) WHERE a.basis = 'stated'
OPTIONAL MATCH (a)-[l:LED_BY]->(:Partner) WHERE l.basis = 'stated'
WITH publication, a, count(l) AS leads
OPTIONAL MATCH (a)-[m:MEASURED_BY|HAS_MILESTONE]->() WHERE m.basis = 'stated'
WITH publication, a, leads, count(m) AS checks
RETURN publication.id AS plan, count(a) AS actions,
  count(CASE WHEN leads > 0 THEN 1 END) AS led,
  count(CASE WHEN a.`when` IS NOT NULL THEN 1 END) AS timed,
  count(CASE WHEN checks > 0 THEN 1 END) AS checked
