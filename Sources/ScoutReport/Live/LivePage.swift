/// The page that shows a scan while it runs. It asks for `live.json` again and again, and builds
/// everything from texts, never from markup.
package enum LivePage {
  package static func text(site: String) -> String {
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <title>Intel AMT readiness, live: \(site.isEmpty ? "the network" : site)</title>

      """
    let body: Markup = """
      </head>
      <body class="live">
      \(ReadinessBar.patterns)<a class="skip" href="#main">To the machines</a>
      <header class="cover">
      <p class="over">Intel AMT readiness, live</p>
      <h1>\(site.isEmpty ? "Network readiness" : site)</h1>
      <p class="lede" id="scan" role="status">Reading the site file …</p>
      <noscript><p>Without scripts this page shows nothing; the whole report does.</p></noscript>
      <nav aria-label="Report as of now"><ul class="plain">
      <li><a href="report.html">The whole report as of now</a></li>
      <li><a href="devices.csv" download>devices.csv</a>, \
      <a href="findings.csv" download>findings.csv</a>, <a href="report.json">report.json</a>, \
      <a href="run.json">run.json</a></li>
      </ul></nav>
      </header>
      <main id="main">
      <section aria-labelledby="now-h">
      <h2 id="now-h">So far</h2>
      <ul class="figures" id="figures"></ul>
      <p class="aside" id="findings"></p>
      </section>
      <section aria-labelledby="seen-h">
      <h2 id="seen-h">Machines, the newest first</h2>
      <div class="scroll"><table class="wide"><caption id="shown">None yet</caption>
      <thead><tr><th scope="col">Machine</th><th scope="col">Address</th>\
      <th scope="col">Product</th><th scope="col">State</th><th scope="col">Method</th>\
      <th scope="col">Worst finding</th><th scope="col">Seen (UTC)</th></tr></thead>
      <tbody id="rows"></tbody></table></div>
      </section>
      </main>
      <script>
      """
    return page.text + "<style>\(Stylesheet.text)</style>\n" + body.text + script
      + "</script>\n</body>\n</html>\n"
  }

  /// The style as it stands in the page, for the policy.
  package static var style: String { Stylesheet.text }

  package static let script = #"""
    (() => {
    'use strict';
    const $ = id => document.getElementById(id);
    const make = (tag, text, name) => {
      const element = document.createElement(tag);
      if (text != null) element.textContent = text;
      if (name) element.className = name;
      return element;
    };
    const count = number => number.toLocaleString('en');
    let tag = '', wait = 1000;
    const known = new Set();
    const show = picture => {
      const {scan} = picture;
      $('scan').textContent = !scan ? 'No scan yet.'
        : `${scan.ended ? `Finished ${scan.ended}` : 'Running'}, begun ${scan.started} (UTC): `
          + `${count(scan.addresses)} addresses, ${count(scan.sent)} questions, `
          + `${count(scan.open)} open ports, ${count(scan.pongs)} pongs.`;
      const all = make('li', null, 'all');
      all.append(make('b', count(picture.found)), make('span', 'Machines found'));
      $('figures').replaceChildren(all, ...picture.groups.map(group => {
        const item = make('li', null, `r-${group.key}`);
        item.append(make('b', count(group.count)), make('span', group.word));
        return item;
      }));
      $('findings').textContent = 'Findings: ' + Object.entries(picture.findings)
        .map(([severity, n]) => `${count(n)} ${severity}`).join(', ') + '.';
      const total = picture.found + picture.look_alikes;
      $('shown').textContent = picture.devices.length < total
        ? `The last ${count(picture.devices.length)} of ${count(total)}` : `${count(total)} machines`;
      const first = known.size === 0;
      $('rows').replaceChildren(...picture.devices.map(device => {
        const row = make('tr', null, !first && !known.has(device.id) ? 'fresh' : '');
        known.add(device.id);
        const heading = make('th');
        heading.scope = 'row';
        heading.append(make('bdi', device.name || device.id));
        const method = make('td');
        method.append(make('span', device.method, `r-${device.readiness} dot`));
        row.append(heading, make('td', device.ip),
          make('td', `${device.product} ${device.version}`.trim()), make('td', device.state),
          method, make('td', device.worst || 'none'), make('td', device.seen));
        return row;
      }));
    };
    const ask = async () => {
      try {
        const answer = await fetch('live.json', {headers: tag ? {'If-None-Match': tag} : {}});
        if (answer.status === 200) {
          tag = answer.headers.get('ETag') ?? '';
          show(await answer.json());
        } else if (answer.status !== 304) throw new Error(`status ${answer.status}`);
        wait = 2000;
      } catch {
        $('scan').textContent = 'amtscout does not answer any more. Start amtscout serve again.';
        wait = Math.min(wait * 2, 30000);
      }
      setTimeout(ask, wait);
    };
    ask();
    })();
    """#
}
