import Foundation
import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAMT

@Suite("Server banner and page title") struct ServerBannerTests {
  @Test(
    "reads every known form",
    arguments: [
      ("Intel(R) Active Management Technology 7.1.86", Product.amt, "7.1.86"),
      ("Intel(R) Active Management Technology 15.0.23.1706", .amt, "15.0.23.1706"),
      ("Intel(R) Active Management Technology", .amt, nil), ("AMT", .amt, nil),
      ("Intel(R) Standard Manageability 5.0.50", .ism, "5.0.50"),
      ("Intel(R) Small Business Technology 8.1.30", .sbt, "8.1.30"),
      ("Intel(R) Con. Management Engine 5.0.1", .cme, "5.0.1"),
      ("Intel(R) Management & Security Application 5.2.3", .unknown, "5.2.3"),
    ] as [(String, Product, String?)])
  func forms(value: String, product: Product, version: String?) throws {
    let banner = try #require(ServerBanner(value))
    #expect(banner.product == product)
    #expect(banner.version?.description == version)
    #expect(banner.isAmbiguous == (value == "AMT"))
    #expect(banner.isHostSoftware == (product == .unknown))
  }

  @Test(
    "takes nothing else",
    arguments: [
      "", "amt", "AMT/1.0", "AMTD", "AMT 1", "AMT a.b", "My AMT", "Intel(R)",
      "Intel(R) Active Management Technology7.1.86",
      "Intel(R) Active Management Technology 7.1.86 ",
      "Intel(R) Active Management Technology 1.2.3.4.5", "Intel(R) Active Management Technology 7.",
      "Intel(R) Active Management Technology 7.1.86 (Unix)",
      "Intel(R) Active Management Technology 99999.1", "Intel(R) AMT 11.8",
      "intel(r) active management technology 7.1.86", "Apache/2.4 Intel(R) Standard Manageability",
    ])
  func others(value: String) {
    #expect(ServerBanner(value) == nil)
  }

  @Test(
    "agrees with a public list of server headers",
    .enabled(if: RecordedData.isThere, "the recorded data are not beside the package"))
  func list() throws {
    let text = String(
      decoding: try RecordedData.bytes("amt/http/recog_http_server_headers.csv"), as: UTF8.self)
    var amt = 0
    var others = 0
    for row in Self.rows(text).dropFirst() where row.count >= 4 {
      let banner = ServerBanner(row[0])
      if row[1] == "yes" {
        amt += 1
        #expect(banner != nil, "\(row[0])")
        #expect(banner?.version?.description ?? "" == row[3])
        #expect(banner?.product == (row[2].contains("Standard") ? .ism : .amt))
      } else {
        others += 1
        #expect(banner == nil, "\(row[0])")
      }
    }
    print("server headers: \(amt) of the AMT family read, \(others) others refused")
    #expect(amt == 5)
    #expect(others > 450)
  }

  /// The fields of each line of a CSV text, quotes undone.
  private static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    for character in text {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: rows[rows.count - 1].append("")
      case "\n" where !isQuoted, "\r\n" where !isQuoted: rows.append([""])
      default:
        let row = rows.count - 1
        rows[row][rows[row].count - 1].append(character)
      }
    }
    return rows
  }

  @Test(
    "reads a page's title, however it is written",
    arguments: [
      ("<html><head><TITLE>Intel&reg; Active Management Technology</TITLE>", Product.amt),
      ("<title lang=en>\r\n Intel&#174; Standard  Manageability\n</title >", .ism),
      ("<title>Intel® Small Business Technology</title>", .sbt),
      ("<title>Intel(R)&nbsp;Standard Manageability</title>", .ism),
      ("<title>Intel&REG; standard manageability</title>", .ism),
    ])
  func titles(page: String, product: Product) throws {
    let title = try #require(PageTitle(page: Array(page.utf8)))
    #expect(title.product == product)
    let wide = page.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    #expect(PageTitle(page: wide)?.product == product)
    for length in 0..<page.utf8.count { _ = PageTitle(page: Array(page.utf8.prefix(length))) }
  }

  @Test("reads a title in Latin-1")
  func latin() {
    let page = Array("<title>Intel".utf8) + [0xAE] + Array(" Standard Manageability</title>".utf8)
    #expect(PageTitle(page: page)?.product == .ism)
  }

  @Test("keeps other titles, without a product")
  func otherTitles() {
    let page = "<title>A &amp; B &lt;c&gt; &quot; &bogus; & Intel&reg;</title>"
    let title = PageTitle(page: Array(page.utf8))
    #expect(title?.text == "A & B <c> \" &bogus; & Intel®")
    #expect(title?.product == nil)
    let long = "<title>" + String(repeating: "x", count: 300) + "</title>"
    for none in ["", "<title>", "<title></title>", "<title>  </title>", "<titl", long] {
      #expect(PageTitle(page: Array(none.utf8)) == nil)
    }
  }
}
