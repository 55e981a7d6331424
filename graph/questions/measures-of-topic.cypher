// title: How plans measure a topic and what is narrower than it
// param topic: topic! = "attendance" | a topic with all that is narrower
// columns: plan, measure, kind, direction, topic
// graph: stated
MATCH (m:Measure)-[r:ABOUT]->(concept:Topic)-[:BROADER*0..4]->(top:Topic {id: $topic}),
  (m)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated'
RETURN DISTINCT publication.id AS plan, m.text AS measure, m.kind AS kind,
  m.direction AS direction, concept.name AS topic
