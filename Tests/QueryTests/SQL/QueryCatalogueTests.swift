import Platform
import Testing

@testable import Query

@Suite("The named analyses")
struct QueryCatalogueTests {
  @Test("The binary carries every file of sql/queries, byte for byte")
  func embedded() throws {
    let catalogue = try QueryCatalogue()
    let files = try Database.names(in: "sql/queries")
    #expect(catalogue.names.map { $0 + ".sql" }.sorted() == files)
    for name in catalogue.names {
      let file = try Database.file("sql/queries/\(name).sql")
      #expect(catalogue.text(name) == file)
    }
  }

  @Test("Every file says what it answers before it answers it")
  func headers() throws {
    let catalogue = try QueryCatalogue()
    for name in catalogue.names {
      let lines = try #require(catalogue.text(name)).split(separator: "\n")
      #expect(lines.first?.hasPrefix("-- ") == true && lines.first?.hasSuffix("?") == true, "\(name)")
    }
  }

  @Test("Every query runs on the tables without any parameter set")
  func runs() throws {
    let database = try Database()
    let catalogue = try QueryCatalogue()
    let reader = QueryReader(path: database.path, catalogue: catalogue)
    for name in catalogue.names {
      let answers = try reader.run([QueryRequest(name)], deadline: .max)
      #expect(answers.count == 1, "\(name)")
      #expect(answers.first?.columns.isEmpty == false, "\(name)")
    }
  }

  @Test("The columns of a list's query are the fields of its answer, in their order, then whose row it is")
  func columns() throws {
    let database = try Database()
    let reader = QueryReader(path: database.path, catalogue: try QueryCatalogue())
    for resource in ListResource.all {
      let answer = try reader.run([QueryRequest(resource.query)], deadline: .max)
      #expect(
        answer.first?.columns == resource.fields.map(\.name) + ["account_id"], "\(resource.path)")
    }
    let slippage = try reader.run([QueryRequest(ListResource.slippage.query)], deadline: .max)
    #expect(slippage.first?.columns == ListResource.slippage.fields.map(\.name))
    let order = try reader.run([QueryRequest("order")], deadline: .max)
    #expect(order.first?.columns == ListResource.orders.fields.map(\.name) + ["account_id"])
  }

  @Test("Every filter of a list is a parameter of its query and of its count")
  func filters() throws {
    let catalogue = try QueryCatalogue()
    for resource in ListResource.all {
      let columns = resource.filters.map(\.column)
      #expect(catalogue.parameters(of: resource.query).map(Set.init) == Set(columns + ["limit", "offset"]))
      #expect(catalogue.parameters(of: resource.query + "_count").map(Set.init) == Set(columns))
    }
  }

  @Test("A query that does not exist, or a parameter it does not have, is an error")
  func unknown() throws {
    let database = try Database()
    let reader = QueryReader(path: database.path, catalogue: try QueryCatalogue())
    #expect(throws: QueryError(.unknownQuery, "")) {
      try reader.run([QueryRequest("nothing")], deadline: .max)
    }
    #expect(throws: QueryError(.unknownQuery, "")) {
      try reader.run([QueryRequest("orders", ["sympol": "X"])], deadline: .max)
    }
  }
}
