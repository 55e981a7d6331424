// title: What each plan commits itself to on each topic and what is narrower
// param topic: topic = "" | this topic and each that is narrower
// param topics: top/all = "top" | the topics at the top, or every topic
// param plan: plan = "" | only this plan
// param council: council = "" | only the plans of this council
// columns: topic, plan, vision, priority, objective, action, led, checked, measure, target, other, unread
// sort: topic, plan
// graph: stated
MATCH (publication)-[:FROM_SOURCE]->(:SourceDocument), (under:Topic)
WHERE ($plan = '' OR publication.id = $plan)
  AND ($council = '' OR $council CONTAINS ('|' + publication.id + '|'))
  AND ($topic = '' OR EXISTS { MATCH (under)-[:BROADER*0..4]->(:Topic {id: $topic}) })
  AND ($topic <> '' OR $topics = 'all' OR NOT EXISTS { MATCH (under)-[:BROADER]->() })
OPTIONAL MATCH (e)-[r:ABOUT]->(:Topic)-[:BROADER*0..4]->(under), (e)-[:IN_PLAN]->(publication)
WHERE r.basis = 'stated'
WITH DISTINCT publication, under, e
OPTIONAL MATCH (e)-[l:LED_BY]->(:Partner) WHERE l.basis = 'stated'
WITH publication, under, e, count(l) AS leads
OPTIONAL MATCH (e)-[c:MEASURED_BY|HAS_MILESTONE|HAS_TARGET]->() WHERE c.basis = 'stated'
WITH publication, under, e, leads, count(c) AS checks
WITH publication, under,
  count(CASE WHEN e.type IN ['Vision', 'Mission', 'Principle'] THEN 1 END) AS vision,
  count(CASE WHEN e.type IN ['Theme', 'Priority'] THEN 1 END) AS priority,
  count(CASE WHEN e.type IN ['Objective', 'IntendedOutcome'] THEN 1 END) AS objective,
  count(CASE WHEN e.type = 'Action' THEN 1 END) AS action,
  count(CASE WHEN e.type = 'Action' AND leads > 0 THEN 1 END) AS led,
  count(CASE WHEN e.type = 'Action' AND checks > 0 THEN 1 END) AS checked,
  count(CASE WHEN e.type = 'Measure' THEN 1 END) AS measure,
  count(CASE WHEN e.type = 'Measure' AND checks > 0 THEN 1 END) AS target,
  count(CASE WHEN e.type IN ['Subaction', 'Milestone', 'ReportedActivity', 'ImpactStatement',
    'Risk', 'ExitStrategy'] THEN 1 END) AS other
OPTIONAL MATCH (publication)-[:LEFT_UNREAD]->(u:Unread)
OPTIONAL MATCH (c:Topic {id: u.topic})-[:BROADER*0..4]->(under)
RETURN under.name AS topic, publication.id AS plan, vision, priority, objective, action, led,
  checked, measure, target, other,
  count(DISTINCT CASE WHEN c.id IS NOT NULL THEN u.uri END) AS unread
