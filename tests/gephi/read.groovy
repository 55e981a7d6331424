// Prints what Gephi reads from each file: its nodes and its relationships, as JSON, a file a line.
import groovy.json.JsonOutput
import org.gephi.graph.api.GraphController
import org.gephi.io.importer.api.EdgeMergeStrategy
import org.gephi.io.importer.api.ImportController
import org.gephi.io.processor.plugin.DefaultProcessor
import org.gephi.project.api.ProjectController
import org.openide.util.Lookup

def projects = Lookup.default.lookup(ProjectController)
def importer = Lookup.default.lookup(ImportController)
def graphs = Lookup.default.lookup(GraphController)
args.each { name ->
    projects.newProject()
    def found = importer.importFile(new File(name))
    found.edgesMergeStrategy = EdgeMergeStrategy.NO_MERGE
    importer.process(found, new DefaultProcessor(), projects.currentWorkspace)
    def model = graphs.graphModel
    def column = { table, title -> table.toArray().find { it.title == title } }
    def type = column(model.nodeTable, 'type')
    def relation = column(model.edgeTable, 'relation')
    def graph = model.graph
    println JsonOutput.toJson([
        nodes: graph.nodes.toArray().collectEntries { [it.id, it.getAttribute(type)] },
        edges: graph.edges.toArray().collect { [it.source.id, it.target.id, it.getAttribute(relation)] },
        issues: found.report.text,
    ])
}
