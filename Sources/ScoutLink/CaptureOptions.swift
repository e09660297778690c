/// How a live capture listens.
package struct CaptureOptions: Hashable, Sendable {
  /// A filter in libpcap's language; `nil` takes everything.
  package var filter: String?
  /// How many bytes of a packet are kept.
  package var snapshotLength: Int
  /// The kernel's buffer in bytes. In immediate mode every packet takes a slot of the snapshot
  /// length, so both belong together: 8 MiB hold some 5,000 packets of 1,600 bytes.
  package var bufferSize: Int
  /// Whether to take packets for other stations, as a mirrored port delivers them.
  package var isPromiscuous: Bool

  package init(
    filter: String? = nil, snapshotLength: Int = 1600, bufferSize: Int = 8 << 20,
    isPromiscuous: Bool = true
  ) {
    self.filter = filter
    self.snapshotLength = snapshotLength
    self.bufferSize = bufferSize
    self.isPromiscuous = isPromiscuous
  }
}

/// What a live capture has counted so far.
package struct CaptureStatistics: Hashable, Sendable {
  /// Packets handed over.
  package var delivered = 0
  /// Packets that the kernel had no room for (ps_drop).
  package var droppedByKernel = 0
  /// Packets that the interface or its driver dropped, where it counts them (ps_ifdrop).
  package var droppedByInterface = 0

  package init() {}
}
