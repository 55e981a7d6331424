// title: At what level each plan treats a topic and what is narrower than it
// param topic: topic! = "neet" | a topic with all that is narrower
// columns: plan, level, statements
// graph: stated
MATCH (e)-[r:ABOUT]->(:Topic)-[:BROADER*0..4]->(top:Topic {id: $topic}),
  (e)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated'
RETURN publication.id AS plan, e.type AS level, count(DISTINCT e.uri) AS statements
