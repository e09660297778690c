import Glibc
import ScoutPipeline

/// Shows how far a run has come on standard error: a line that renews itself on a terminal, a plain
/// line now and then elsewhere, a JSON line each second for programs.
struct ProgressDisplay {
  enum Style {
    case bar, plain, json, off
  }

  let progress: Progress
  let style: Style

  init(_ progress: Progress, options: ProgressOptions) {
    self.progress = progress
    switch options.progress {
    case _ where options.quiet: style = .off
    case .auto: style = Terminal.isErrorTerminal ? .bar : .plain
    case .plain: style = .plain
    case .json: style = .json
    case .off: style = .off
    }
  }

  /// Shows until the task is cancelled.
  func run() async {
    if style == .off { return }
    let clock = ContinuousClock()
    let started = clock.now
    let pause: Duration =
      switch style {
      case .bar: .milliseconds(200)
      case .json: .seconds(1)
      case .plain, .off: .seconds(5)
      }
    var last = (sent: UInt64(0), time: started)
    while true {
      do { try await Task.sleep(for: pause) } catch { break }
      var snapshot = progress.snapshot
      let now = clock.now
      let seconds = Self.seconds(now - last.time)
      if seconds > 0 { snapshot.rate = Double(snapshot.sent &- last.sent) / seconds }
      last = (snapshot.sent, now)
      show(snapshot, elapsed: Self.seconds(now - started))
    }
    if style == .bar { Self.write("\r\u{1B}[K") }
  }

  private func show(_ snapshot: Progress.Snapshot, elapsed: Double) {
    switch style {
    case .off: return
    case .bar: Self.write("\r\u{1B}[K" + line(snapshot, elapsed: elapsed, width: Terminal.width))
    case .plain: Self.write(line(snapshot, elapsed: elapsed, width: 200) + "\n")
    case .json:
      Self.write(
        "{\"phase\":\"\(snapshot.phase.rawValue)\",\"elapsed\":\(Int(elapsed)),"
          + "\"addresses\":\(snapshot.addresses),\"addressesDone\":\(snapshot.addressesDone),"
          + "\"sent\":\(snapshot.sent),"
          + (snapshot.allowedRate.map { "\"allowedRate\":\($0)," } ?? "")
          + "\"open\":\(snapshot.open),\"pongs\":\(snapshot.pongs),"
          + "\"conversations\":\(snapshot.conversations),"
          + "\"conversationsDone\":\(snapshot.conversationsDone),"
          + "\"questions\":\(snapshot.questions),\"questionsDone\":\(snapshot.questionsDone)}\n")
    }
  }

  private func line(_ snapshot: Progress.Snapshot, elapsed: Double, width: Int) -> String {
    var parts = [snapshot.phase.rawValue]
    if snapshot.phase == .sweeping, snapshot.addresses > 0 {
      let share = Double(snapshot.addressesDone) / Double(snapshot.addresses)
      if style == .bar {
        let filled = Int(share * 20)
        parts.append(
          "[" + String(repeating: "█", count: filled)
            + String(repeating: "·", count: 20 - filled) + "]")
      }
      parts.append("\(Int(share * 100)) %")
      parts.append(
        "\(Int(snapshot.rate)) packets/s" + (snapshot.slowedBy.map { " (slowed: \($0))" } ?? ""))
      if share > 0.02 { parts.append("\(Self.clock(elapsed / share - elapsed)) left") }
    }
    parts.append("\(snapshot.open) open ports, \(snapshot.pongs) pongs")
    if snapshot.conversations > 0 {
      parts.append("\(snapshot.conversationsDone)/\(snapshot.conversations) asked")
    }
    if snapshot.questions > 0 {
      parts.append("\(snapshot.questionsDone)/\(snapshot.questions) names")
    }
    if snapshot.captured > 0 { parts.append("\(snapshot.captured) packets heard") }
    return String(parts.joined(separator: "  ").prefix(max(20, width - 1)))
  }

  private static func clock(_ seconds: Double) -> String {
    let whole = Int(max(0, min(seconds, 1e7)))
    if whole >= 3600 { return "\(whole / 3600) h \(whole / 60 % 60) min" }
    return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  private static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in _ = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
  }
}
