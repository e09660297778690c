import CScoutShims

/// How the C library hands out memory.
enum Memory {
  /// Lets all threads that begin from now on share one heap.
  ///
  /// Each thread else gets a heap of its own. What the threads that decode and correlate give back is
  /// then of no use to the one that judges: a site of 100,000 machines took a fifth more memory.
  static func keepInOnePlace() { scout_share_heap() }
}
