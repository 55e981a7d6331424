// title: What became of each statement of a plan in the version after it
// param plan: plan = "" | only what changed from or to this plan
// param kind: text = "" | only this, such as dropped or re-dated later
// columns: plan, next_plan, kind, type, text, next_text, before, after, evidence*, status
// sort: plan, next_plan, kind, type, text
// plans: 2
// needs: two versions of a plan: name the one before in the manifest, replaces = "ID"
// graph: all
MATCH (c:Change)-[:FIRST_PLAN]->(p), (c)-[:SECOND_PLAN]->(q)
WHERE ($plan = '' OR p.id = $plan OR q.id = $plan) AND ($kind = '' OR c.kind = $kind)
OPTIONAL MATCH (c)-[:FIRST]->(a)
OPTIONAL MATCH (c)-[:SECOND]->(b)
RETURN p.id AS plan, q.id AS next_plan, c.kind AS kind, coalesce(a.type, b.type) AS type,
  a.text AS text, b.text AS next_text, c.before AS before, c.after AS after,
  c.evidence AS evidence, c.status AS status
