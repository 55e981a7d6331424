// title: What became of each statement of a plan in the version after it
// param plan: plan = "" | only what changed from or to this plan
// param council: council = "" | only what changed in a plan of this council
// param topic: topics = "" | only what is about this topic and what is narrower
// param population: population = "" | only this group of children or young people
// param phase: phase = "" | only this phase of education
// param level: level = "" | only statements of this class, or `statement` for all below a priority
// param kind: kept/reworded/dropped/added/re-dated/re-dated later/re-dated earlier/date added/date removed/re-owned/target loosened/target tightened/target changed/moved = "" | only this
// columns: plan, next_plan, kind, type, text, next_text, before, after, evidence*, status
// sort: plan, next_plan, kind, type, text
// plans: 2
// needs: two versions of a plan: name the one before in the manifest, replaces = "ID"
// graph: all
MATCH (c:Change)-[:FIRST_PLAN]->(p), (c)-[:SECOND_PLAN]->(q)
WHERE ($plan = '' OR p.id = $plan OR q.id = $plan) AND ($kind = '' OR c.kind = $kind)
  AND ($council = ''
    OR $council CONTAINS ('|' + p.id + '|')
    OR $council CONTAINS ('|' + q.id + '|'))
  AND ($topic = '' OR EXISTS {
    MATCH (c)-[:FIRST]->()-[:ABOUT]->(tag:Topic) WHERE $topic CONTAINS ('|' + tag.id + '|') }
    OR EXISTS {
    MATCH (c)-[:SECOND]->()-[:ABOUT]->(tag:Topic) WHERE $topic CONTAINS ('|' + tag.id + '|') })
  AND ($population = '' OR EXISTS {
    MATCH (c)-[:FIRST]->()-[:FOR_POPULATION]->(tag:Population) WHERE $population CONTAINS ('|' + tag.id + '|') }
    OR EXISTS {
    MATCH (c)-[:SECOND]->()-[:FOR_POPULATION]->(tag:Population) WHERE $population CONTAINS ('|' + tag.id + '|') })
  AND ($phase = '' OR EXISTS {
    MATCH (c)-[:FIRST]->()-[:IN_PHASE]->(tag:Phase) WHERE $phase CONTAINS ('|' + tag.id + '|') }
    OR EXISTS {
    MATCH (c)-[:SECOND]->()-[:IN_PHASE]->(tag:Phase) WHERE $phase CONTAINS ('|' + tag.id + '|') })
OPTIONAL MATCH (c)-[:FIRST]->(a)
OPTIONAL MATCH (c)-[:SECOND]->(b)
WITH p, q, c, a, b, coalesce(a.type, b.type) AS type
WHERE $level = '' OR $level = lower(type)
  OR ($level = 'statement' AND NOT type IN ['Theme', 'Priority'])
RETURN p.id AS plan, q.id AS next_plan, c.kind AS kind, type,
  a.text AS text, b.text AS next_text, c.before AS before, c.after AS after,
  c.evidence AS evidence, c.status AS status
