/// What the page does beyond showing: search, filters, sorting, paging. All of it is optional.
enum Script {
  /// Says, before anything is drawn, that scripts run.
  static let mark = "document.documentElement.className='js'"

  static let text = #"""
    (() => {
    'use strict';
    const $ = id => document.getElementById(id);
    const body = $('rows');
    if (!body) return;
    const form = $('tools'), query = $('q'), status = $('status'), pager = $('pager');
    const selects = [...form.querySelectorAll('select')];
    const headings = [...document.querySelectorAll('#machines thead th')];
    const SIZE = 100, WHOLE = 250;
    const rows = [...body.rows].map((row, index) => ({row, index, text: null}));
    const total = rows.length;
    const order = new Intl.Collator('en', {numeric: true, sensitivity: 'base'});
    const severities = ['info', 'low', 'medium', 'high', 'critical'];
    let shown = rows, sorted = rows, page = 0, column = -1, direction = 1;
    const text = item => item.text ??= item.row.textContent.toLowerCase();
    const count = number => number.toLocaleString('en');

    const names = {r: {configured: 'Configured already', remote: 'Ready, no visit needed',
      visit: 'Ready, with a visit', blocked: 'Blocked', unknown: 'Not known yet',
      'look-alike': 'Not AMT'}, s: {pre: 'not configured', in: 'being configured',
      post: 'configured'}};
    const label = (facet, value) => value === '' ? 'none' : names[facet]?.[value] ?? value;
    for (const select of selects) {
      const facet = select.dataset.facet, found = new Map();
      for (const {row} of rows) {
        const value = row.dataset[facet];
        found.set(value, (found.get(value) ?? 0) + 1);
      }
      const options = [...found].sort(facet === 'v'
        ? (a, b) => severities.indexOf(b[0]) - severities.indexOf(a[0])
        : (a, b) => order.compare(a[0], b[0]));
      select.add(new Option('All', '*'));
      for (const [value, n] of options)
        select.add(new Option(`${label(facet, value)} (${count(n)})`, value));
    }

    const key = item => {
      const cell = item.row.cells[column];
      if (headings[column].dataset.key === 'v')
        return String(severities.indexOf(item.row.dataset.v) + 1);
      return cell.textContent;
    };
    const sort = () => {
      if (column < 0) { sorted = rows; return; }
      sorted = rows.map(item => ({item, value: key(item)}))
        .sort((a, b) => direction * order.compare(a.value, b.value) || a.item.index - b.item.index)
        .map(({item}) => item);
    };
    const draw = () => {
      const paged = shown.length > WHOLE, pages = Math.max(1, Math.ceil(shown.length / SIZE));
      page = Math.min(Math.max(page, 0), pages - 1);
      const visible = paged ? shown.slice(page * SIZE, page * SIZE + SIZE) : shown;
      body.replaceChildren(...visible.map(item => item.row));
      pager.hidden = !paged;
      $('page').textContent = `Page ${count(page + 1)} of ${count(pages)}`;
      $('clear').hidden = shown.length === total;
      $('back').disabled = page === 0;
      $('forth').disabled = page === pages - 1;
      status.textContent = shown.length === total ? `All ${count(total)} machines`
        : `${count(shown.length)} of ${count(total)} machines`;
    };
    const filter = () => {
      const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = selects.filter(select => select.value !== '*')
        .map(select => [select.dataset.facet, select.value]);
      shown = sorted.filter(item =>
        wanted.every(([facet, value]) => item.row.dataset[facet] === value)
        && words.every(word => text(item).includes(word)));
      page = 0;
      draw();
    };

    headings.forEach((heading, index) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...heading.childNodes);
      heading.append(button);
      if (index === 6) heading.dataset.key = 'v';
      button.addEventListener('click', () => {
        direction = column === index ? -direction : index === 6 ? -1 : 1;
        column = index;
        headings.forEach(other => other.removeAttribute('aria-sort'));
        heading.setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
        sort();
        filter();
      });
    });
    query.addEventListener('input', filter);
    form.addEventListener('change', filter);
    form.addEventListener('submit', event => event.preventDefault());
    form.addEventListener('reset', () => setTimeout(filter));
    $('back').addEventListener('click', () => { page--; draw(); });
    $('forth').addEventListener('click', () => { page++; draw(); });
    document.addEventListener('click', event => {
      const link = event.target.closest?.('[data-filter]');
      if (!link) return;
      const [facet, value] = link.dataset.filter.split('=');
      query.value = '';
      for (const select of selects) {
        const has = select.dataset.facet === facet
          && [...select.options].some(option => option.value === value);
        select.value = has ? value : '*';
      }
      filter();
    });

    const reveal = () => {
      const id = decodeURIComponent(location.hash.slice(1));
      if (!id) return;
      const index = sorted.findIndex(item => item.row.id === id);
      if (index >= 0 && !sorted[index].row.isConnected) {
        query.value = '';
        for (const select of selects) select.value = '*';
        shown = sorted;
        page = Math.floor(index / SIZE);
        draw();
      }
      const target = $(id);
      const closed = target?.closest('details:not([open])');
      if (closed) closed.open = true;
      if (closed || index >= 0) target?.scrollIntoView();
    };
    addEventListener('hashchange', reveal);
    const all = $('all');
    if (all) {
      const machines = [...document.querySelectorAll('details.machine')];
      all.hidden = false;
      $('open').addEventListener('click', () => machines.forEach(item => { item.open = true; }));
      $('close').addEventListener('click', () => machines.forEach(item => { item.open = false; }));
    }

    // The first search shall not wait for the texts of all rows.
    const prepare = from => {
      rows.slice(from, from + 2000).forEach(text);
      if (from < total) setTimeout(prepare, 0, from + 2000);
    };
    setTimeout(prepare, 200, 0);

    body.classList.remove('bulk');
    form.hidden = false;
    draw();
    reveal();
    })();
    """#
}
