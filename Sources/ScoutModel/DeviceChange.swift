package import ScoutNet

/// One device before and after something new was seen.
package struct DeviceChange: Hashable, Sendable {
  /// `nil` where it was not known before.
  package let old: Device?
  /// `nil` where it is no device of its own any more: another one has its id among its aliases.
  package let new: Device?

  package init(old: Device?, new: Device?) {
    self.old = old
    self.new = new
  }
}

/// What one segment hands out as option 15, before and after something new was heard.
package struct SegmentChange: Hashable, Sendable {
  package let prefix: Prefix
  package let site: String
  package let old: Known<String>
  package let new: Known<String>

  package init(prefix: Prefix, site: String, old: Known<String>, new: Known<String>) {
    self.prefix = prefix
    self.site = site
    self.old = old
    self.new = new
  }
}

/// Everything that new observations changed, by id and by prefix.
package struct SiteChanges: Hashable, Sendable {
  package var devices: [DeviceChange] = []
  package var segments: [SegmentChange] = []

  package init() {}
}
