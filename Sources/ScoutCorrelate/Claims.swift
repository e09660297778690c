import ScoutModel

/// What one observation, or several of one source, say of an attribute.
struct Word<Value: Hashable & Sendable & Codable> {
  let value: Value
  let source: String
  /// How much the source is worth: the lower, the stronger.
  let rank: Int
  /// When it was said last.
  var newest: Moment
  var ids: [ObservationID]

  init(_ value: Value, _ source: String, rank: Int, _ moment: Moment) {
    self.value = value
    self.source = source
    self.rank = rank
    newest = moment
    ids = [moment.id]
  }

  var claim: Claim<Value> { Claim(value, source: source, Evidence(ids)) }
}

/// All that was said of an attribute: one word for each value and source.
struct Words<Value: Hashable & Sendable & Codable> {
  private struct Key: Hashable {
    let value: Value
    let source: String
    let rank: Int
  }
  private var words: [Word<Value>] = []
  private var places: [Key: Int] = [:]

  /// So many contradicting values are kept at most, the newest ones.
  private static var limit: Int { 64 }

  mutating func say(_ value: Value?, _ source: String, rank: Int, _ moment: Moment) {
    guard let value else { return }
    // Most devices say one thing only; they need no table.
    if places.isEmpty {
      guard let first = words.first else {
        words = [Word(value, source, rank: rank, moment)]
        return
      }
      places[Key(value: first.value, source: first.source, rank: first.rank)] = 0
    }
    let key = Key(value: value, source: source, rank: rank)
    if let place = places[key] {
      words[place].newest = max(words[place].newest, moment)
      words[place].ids.append(moment.id)
    } else {
      places[key] = words.count
      words.append(Word(value, source, rank: rank, moment))
    }
  }

  var isEmpty: Bool { words.isEmpty }

  /// The words that `include` wants.
  func filter(_ include: (Word<Value>) -> Bool) -> Words {
    var result = Words()
    for word in words where include(word) {
      result.places[Key(value: word.value, source: word.source, rank: word.rank)] =
        result.words.count
      result.words.append(word)
    }
    return result
  }

  /// The newest words, at most as many as are kept.
  var newestFirst: [Word<Value>] {
    if words.count < 2 { return words }
    return Array(
      words.sorted { ($1.newest, $0.rank) < ($0.newest, $1.rank) }.prefix(Self.limit))
  }

  /// What was said adds up to this.
  ///
  /// Newer words win over contradicting ones that are more than `memory` older: what has changed is
  /// no contradiction. Of values that agree the most precise stays, then the strongest source.
  /// - Parameters:
  ///   - memory: `nil` for what never changes, as identities.
  ///   - precision: How much a value says; agreeing values may differ in it.
  func conclusion(
    else reason: WhyUnknown, memory: Duration? = .seconds(86400),
    agree: (Word<Value>, Word<Value>) -> Bool = { $0.value == $1.value },
    precision: (Value) -> Int = { _ in 0 }
  ) -> Known<Value> {
    let sorted = newestFirst
    guard let newest = sorted.first else { return .unknown(reason) }
    if sorted.count == 1 { return .known(newest.claim) }
    var kept: [Word<Value>] = []
    var isConflict = false
    for word in sorted {
      if !kept.allSatisfy({ agree($0, word) }) {
        if let memory, newest.newest.time.since(word.newest.time) > memory { continue }
        isConflict = true
      }
      kept.append(word)
    }
    kept.sort { left, right in
      let (mine, theirs) = (precision(left.value), precision(right.value))
      if !isConflict, mine != theirs { return mine > theirs }
      if left.rank != right.rank { return left.rank < right.rank }
      return right.newest < left.newest
    }
    if isConflict { return .conflicting(kept.map(\.claim)) }
    return .known(
      Claim(kept[0].value, source: kept[0].source, Evidence(kept.flatMap(\.ids))))
  }
}
