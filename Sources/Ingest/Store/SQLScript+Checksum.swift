internal import Primitives

extension SQLScript {
  /// SHA-256 of the text, hexadecimal: an applied file never changes.
  var checksum: String { SHA256.hexadecimal(text) }
}
