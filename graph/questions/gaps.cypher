// title: What other plans act on and this one is silent about, only mentions, or was not read on
// param plan: plan! = "portsmouth" | the plan to look for gaps in
// param topic: topic = "" | only this topic and what is narrower
// columns: topic, status, own, others, plan, commitment, text
// sort: -others, topic, plan
// graph: stated
// plans: 2
MATCH (mine)-[:FROM_SOURCE]->(:SourceDocument), (t:Topic)
WHERE mine.id = $plan
  AND ($topic = '' OR EXISTS { MATCH (t)-[:BROADER*0..4]->(:Topic {id: $topic}) })
OPTIONAL MATCH (x)-[:IN_PLAN]->(mine), (x)-[y:ABOUT]->(:Topic)-[:BROADER*0..4]->(t)
WHERE y.basis = 'stated'
WITH mine, t, count(x.uri) AS said, min(x.text) AS mention,
  count(CASE WHEN x.type IN ['Action', 'Measure', 'Objective', 'Priority', 'ReportedActivity']
    THEN 1 END) AS acting
WHERE acting = 0
OPTIONAL MATCH (mine)-[:LEFT_UNREAD]->(u:Unread)
OPTIONAL MATCH (c:Topic {id: u.topic})-[:BROADER*0..4]->(t)
WITH mine, t, said, mention, min(CASE WHEN c.id IS NOT NULL THEN u.text END) AS unread
MATCH (e)-[r:ABOUT]->(t), (e)-[:IN_PLAN]->(other)
WHERE r.basis = 'stated'
  AND e.type IN ['Action', 'Measure', 'Objective', 'Priority', 'ReportedActivity']
WITH DISTINCT mine, t, said, mention, unread, other, e
OPTIONAL MATCH (e)-[l:LED_BY]->(:Partner) WHERE l.basis = 'stated'
WITH mine, t, said, mention, unread, other, e, count(l) AS leads
OPTIONAL MATCH (e)-[c:MEASURED_BY|HAS_MILESTONE|HAS_TARGET]->() WHERE c.basis = 'stated'
WITH mine, t, said, mention, unread, other, e, leads, count(c) AS checks
WITH mine, t, said, mention, unread, other, e.text AS words,
  CASE WHEN e.type = 'Action' AND leads > 0 AND checks > 0 THEN 'a'
    WHEN e.type = 'Action' AND checks > 0 THEN 'b' WHEN e.type = 'Action' AND leads > 0 THEN 'c'
    WHEN e.type = 'Action' THEN 'd' WHEN e.type = 'Measure' AND checks > 0 THEN 'e'
    WHEN e.type = 'Measure' THEN 'f' WHEN e.type = 'Objective' THEN 'g'
    WHEN e.type = 'Priority' THEN 'h' ELSE 'i' END AS rank
WITH mine, t, said, mention, unread, other, rank, min(words) AS text
WITH mine, t, said, mention, unread, other, min(rank) AS best,
  collect({rank: rank, text: text}) AS ranked
WITH mine, t, said, mention, unread, count(other.id) AS others,
  collect({plan: other.id, best: best, ranked: ranked}) AS found
UNWIND found AS one
UNWIND one.ranked AS first
WITH mine, t, said, mention, unread, others, one, first
WHERE first.rank = one.best
RETURN t.name AS topic,
  CASE WHEN unread IS NOT NULL OR mine.unread > 0.1 THEN 'not read'
    WHEN said > 0 THEN 'only mentioned' ELSE 'silent' END AS status,
  coalesce(unread, mention, '') AS own, others, one.plan AS plan,
  CASE one.best WHEN 'a' THEN 'action with lead and measure' WHEN 'b' THEN 'action with measure'
    WHEN 'c' THEN 'action with lead' WHEN 'd' THEN 'action' WHEN 'e' THEN 'target'
    WHEN 'f' THEN 'measure' WHEN 'g' THEN 'objective' WHEN 'h' THEN 'priority'
    ELSE 'reported activity' END AS commitment, first.text AS text
