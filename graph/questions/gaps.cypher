// title: What other plans act on and this one is silent about, only mentions, or was not read on
// param plan: plan! = "portsmouth" | the plan to look for gaps in
// param topic: topic = "" | only this topic and what is narrower
// columns: topic, status, own, others, plan, commitment, text
// sort: -others, topic, plan
// graph: stated
// plans: 2
MATCH (e)-[r:ABOUT]->(t:Topic), (e)-[:IN_PLAN]->(other),
  (mine)-[:FROM_SOURCE]->(:SourceDocument)
WHERE r.basis = 'stated' AND mine.id = $plan
  AND e.type IN ['Action', 'Measure', 'Objective', 'Priority', 'ReportedActivity']
  AND ($topic = '' OR EXISTS { MATCH (t)-[:BROADER*0..4]->(:Topic {id: $topic}) })
WITH DISTINCT mine, t, other, e
OPTIONAL MATCH (e)-[l:LED_BY]->(:Partner) WHERE l.basis = 'stated'
WITH mine, t, other, e, count(l) AS leads
OPTIONAL MATCH (e)-[c:MEASURED_BY|HAS_MILESTONE|HAS_TARGET]->() WHERE c.basis = 'stated'
WITH mine, t, other, e, leads, count(c) AS checks
WITH mine, t, other, e.text AS words,
  CASE WHEN e.type = 'Action' AND leads > 0 AND checks > 0 THEN 'a'
    WHEN e.type = 'Action' AND checks > 0 THEN 'b' WHEN e.type = 'Action' AND leads > 0 THEN 'c'
    WHEN e.type = 'Action' THEN 'd' WHEN e.type = 'Measure' AND checks > 0 THEN 'e'
    WHEN e.type = 'Measure' THEN 'f' WHEN e.type = 'Objective' THEN 'g'
    WHEN e.type = 'Priority' THEN 'h' ELSE 'i' END AS rank
WITH mine, t, other, min(rank) AS best, collect({rank: rank, words: words}) AS found
UNWIND found AS one
WITH mine, t, other, best, one WHERE one.rank = best
WITH mine, t, other, best, min(one.words) AS text
WITH mine, t, count(other.id) AS others, collect({plan: other.id, best: best, text: text}) AS found
OPTIONAL MATCH (x)-[y:ABOUT]->(:Topic)-[:BROADER*0..4]->(t), (x)-[:IN_PLAN]->(mine)
WHERE y.basis = 'stated'
WITH mine, t, others, found, count(x.uri) AS said, min(x.text) AS mention,
  count(CASE WHEN x.type IN ['Action', 'Measure', 'Objective', 'Priority', 'ReportedActivity']
    THEN 1 END) AS acting
WHERE acting = 0
OPTIONAL MATCH (mine)-[:LEFT_UNREAD]->(u:Unread)
OPTIONAL MATCH (c:Topic {id: u.topic})-[:BROADER*0..4]->(t)
WITH mine, t, others, found, said, mention,
  min(CASE WHEN c.id IS NOT NULL THEN u.text END) AS unread
UNWIND found AS one
RETURN t.name AS topic,
  CASE WHEN unread IS NOT NULL OR mine.unread > 0.1 THEN 'not read'
    WHEN said > 0 THEN 'only mentioned' ELSE 'silent' END AS status,
  coalesce(unread, mention, '') AS own, others, one.plan AS plan,
  CASE one.best WHEN 'a' THEN 'action with lead and measure' WHEN 'b' THEN 'action with measure'
    WHEN 'c' THEN 'action with lead' WHEN 'd' THEN 'action' WHEN 'e' THEN 'target'
    WHEN 'f' THEN 'measure' WHEN 'g' THEN 'objective' WHEN 'h' THEN 'priority'
    ELSE 'reported activity' END AS commitment, one.text AS text
