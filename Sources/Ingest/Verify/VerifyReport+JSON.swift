import Desk
public import Platform
import Primitives

extension VerifyReport {
  /// Writes one JSON object.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("store", store)
    writer.field("equal", isEqual)
    writer.field("acknowledged", acknowledged)
    writer.field("newest", newest)
    if let begin {
      writer.key("journal_begins")
      writer.beginObject()
      writer.field("seq", begin.seq + 1)
      writer.field("at", begin.beginsAt.rfc3339)
      writer.field("older_found_equal_on", begin.foundEqual[store]?.rfc3339)
      writer.field("note", begin.sentence(store: store))
      writer.endObject()
    }
    writer.field("tables", tableCount)
    writer.field("days", dayCount)
    writer.field("rows", rowCount)
    writer.field("differences", differenceCount)
    writer.field("moving", moving)
    writer.field("dead_letters", deadLetterCount)
    writeDays(to: &writer)
    writeDifferences(to: &writer)
    writeRest(to: &writer)
    writer.endObject()
  }

  private func writeDays(to writer: inout JSONWriter) {
    writer.key("compared")
    writer.beginArray()
    for day in days {
      writer.beginObject()
      writer.field("table", day.table.rawValue)
      writer.field("day", day.day.description)
      writer.field("journal_rows", day.journalRows)
      writer.field("store_rows", day.storeRows)
      writer.field("newer_rows", day.newerRows)
      writer.field("sums_equal", day.sumsAreEqual)
      writer.field("journal_digest", day.journalDigest.text)
      writer.field("store_digest", day.storeDigest.text)
      writer.field("differences", day.differences)
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeDifferences(to writer: inout JSONWriter) {
    writer.key("named")
    writer.beginArray()
    for difference in differences {
      writer.beginObject()
      writer.field("table", difference.table.rawValue)
      writer.field("day", difference.day.description)
      writer.field("kind", difference.kind.rawValue)
      // The text is JSON already.
      writer.field("key", raw: Array(difference.key.utf8))
      writer.key("columns")
      writer.beginArray()
      for column in difference.columns {
        writer.beginObject()
        writer.field("column", column.column)
        writer.field("journal", column.journal)
        writer.field("store", column.store)
        writer.endObject()
      }
      writer.endArray()
      writer.field("moving", difference.isMoving)
      writer.field("dead_letter", difference.isDeadLetter)
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeRest(to writer: inout JSONWriter) {
    writer.key("refused")
    writer.beginArray()
    for letter in deadLetters {
      writer.beginObject()
      writer.field("table", letter.table)
      writer.field("key", letter.key)
      writer.field("error", letter.error)
      writer.endObject()
    }
    writer.endArray()
    writer.key("faults")
    writer.beginArray()
    for fault in faults {
      writer.beginObject()
      writer.field("table", fault.table)
      writer.field("problem", fault.problem)
      writer.field("repair", fault.repair)
      writer.endObject()
    }
    writer.endArray()
    writer.key("left_out")
    writer.beginArray()
    for part in leftOut {
      writer.beginObject()
      writer.field("table", part.table.rawValue)
      writer.field("before", part.firstDay.description)
      writer.field("rows", part.rows)
      writer.field("reason", part.reason)
      writer.endObject()
    }
    writer.endArray()
  }
}
