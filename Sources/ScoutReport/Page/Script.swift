/// What the page does beyond showing: search, filters, sorting, columns, export, paging. All of it
/// is optional.
enum Script {
  /// Says, before anything is drawn, that scripts run.
  static let mark = "document.documentElement.className='js'"

  static let text = #"""
    (() => {
    'use strict';
    const $ = id => document.getElementById(id);
    const make = (tag, text, values) => {
      const element = document.createElement(tag);
      if (text != null) element.textContent = text;
      return Object.assign(element, values);
    };
    const count = number => number.toLocaleString('en');
    const order = new Intl.Collator('en', {numeric: true, sensitivity: 'base'});
    const severities = ['', 'info', 'low', 'medium', 'high', 'critical'];
    const SIZE = 100, WHOLE = 250, BASE = 8;

    // The lines of a row's data-x, and which of them filters go by.
    const READINESS = 0, METHOD = 1, GENERATION = 2, STATE = 3, SEGMENT = 4, WORST = 5,
      FINDINGS = 6, PRODUCT = 7, VERSION = 8, CONTROL = 9, MAC = 10, UUID = 11, PORTS = 12,
      TLS = 13, OPTION15 = 14, THEN = 15, STEP = 16, SEEN = 17, NAMES = 18;
    const FACETS = {r: READINESS, m: METHOD, g: GENERATION, s: STATE, p: SEGMENT, v: WORST,
      f: FINDINGS};

    const body = $('rows'), table = $('machines'), form = $('tools'), query = $('q');
    const rows = [...body.rows].map((row, index) => ({row, index, x: null, text: null, box: null}));
    const total = rows.length;
    const x = item => item.x ??= item.row.dataset.x.split('\n');
    const text = item => item.text ??= `${item.row.textContent} ${item.row.dataset.x}`.toLowerCase();
    const steps = [...$('steps').children].map(step => step.textContent);
    const name = item => item.row.querySelector('bdi').textContent;

    // Filters: counts beside the words, nothing offered that does not occur.
    const selects = [...form.querySelectorAll('select')].map(element => {
      const facet = element.dataset.facet, field = FACETS[facet];
      const words = new Map([...element.options].map(option => [option.value, option.text]));
      const values = item => field === FINDINGS
        ? (x(item)[field] ? x(item)[field].split(' ') : []) : [x(item)[field]];
      return {element, facet, values, words, title: element.previousElementSibling.textContent};
    });
    const word = (select, value) => select.words.get(value) ?? (value || 'none');
    for (const select of selects) {
      const found = new Map([...select.words.keys()].map(value => [value, 0]));
      for (const item of rows)
        for (const value of select.values(item)) found.set(value, (found.get(value) ?? 0) + 1);
      const known = [...select.words.keys()];
      const place = value => known.includes(value) ? known.indexOf(value) : -1;
      select.element.replaceChildren(new Option('All', '*'));
      for (const [value, n] of [...found].filter(entry => entry[1] > 0)
        .sort((a, b) => place(a[0]) - place(b[0]) || order.compare(a[0], b[0])))
        select.element.add(new Option(`${word(select, value)} (${count(n)})`, value));
    }
    const wanted = () => selects.filter(select => select.element.value !== '*');

    // Columns: the first eight stand in the page, the others are made where they are wanted.
    const methods = selects.find(select => select.facet === 'm');
    const columns = [...table.tHead.rows[0].cells].map((heading, index) =>
      ({name: heading.textContent, heading, index, shown: true, get: item => {
        if (index === 1) return item.index;
        if (index === 6) return severities.indexOf(x(item)[WORST]) * 1000
          + x(item)[FINDINGS].split(' ').length;
        return index === 0 ? name(item) : item.row.cells[index].textContent;
      }}));
    for (const [title, field] of [['Segment', SEGMENT], ['Hardware address', MAC], ['UUID', UUID],
      ['Open ports', PORTS], ['TLS', TLS], ['Option 15', OPTION15], ['Method of 2011', THEN],
      ['Next step', STEP], ['Last seen', SEEN]]) {
      const get = item => field === STEP ? steps[x(item)[STEP]] ?? ''
        : field === THEN ? word(methods, x(item)[THEN]) : x(item)[field];
      columns.push({name: title, heading: make('th', title, {scope: 'col'}), get, shown: false});
    }
    const extras = () => columns.filter(column => column.index == null && column.shown);

    let shown = rows, sorted = rows, page = 0, by = null, direction = 1;
    const sort = () => {
      if (!by) { sorted = rows; return; }
      const compare = by.index === 1 || by.index === 6 ? (a, b) => a - b : order.compare;
      sorted = rows.map(item => ({item, value: by.get(item)}))
        .sort((a, b) => direction * compare(a.value, b.value) || a.item.index - b.item.index)
        .map(({item}) => item);
    };
    const picked = () => rows.filter(item => item.box?.checked);
    const tell = () => {
      const ticked = picked().length, n = ticked || shown.length;
      $('status').textContent = shown.length === total ? `All ${count(total)} machines`
        : `${count(shown.length)} of ${count(total)} machines`;
      $('export').textContent = `Export ${count(n)}${ticked ? ' ticked' : ''} as CSV`;
      $('export').disabled = n === 0;
    };
    const dress = (item, chosen) => {
      const {row} = item;
      while (row.cells.length > BASE) row.deleteCell(-1);
      for (const column of chosen) row.append(make('td', column.get(item)));
      if (item.box) return;
      item.box = make('input', null, {type: 'checkbox', className: 'pick'});
      item.box.setAttribute('aria-label', `Tick ${name(item)}`);
      row.cells[0].prepend(item.box);
    };
    const show = visible => {
      const chosen = extras();
      for (const item of visible) dress(item, chosen);
      body.replaceChildren(...visible.map(item => item.row));
    };
    const draw = () => {
      const paged = shown.length > WHOLE, pages = Math.max(1, Math.ceil(shown.length / SIZE));
      page = Math.min(Math.max(page, 0), pages - 1);
      show(paged ? shown.slice(page * SIZE, page * SIZE + SIZE) : shown);
      $('pager').hidden = !paged;
      $('page').textContent = `Page ${count(page + 1)} of ${count(pages)}`;
      $('clear').hidden = shown.length === total;
      $('back').disabled = page === 0;
      $('forth').disabled = page === pages - 1;
      tell();
    };
    const chips = () => $('chips').replaceChildren(...wanted().map(select => {
      const label = `${select.title}: ${word(select, select.element.value)}`;
      const button = make('button', label, {type: 'button'});
      button.setAttribute('aria-label', `Remove the filter ${label}`);
      button.addEventListener('click', () => {
        select.element.value = '*';
        filter();
        select.element.focus();
      });
      const item = make('li');
      item.append(button);
      return item;
    }));
    const filter = () => {
      const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = wanted().map(select => [select.values, select.element.value]);
      shown = sorted.filter(item =>
        chosen.every(([values, value]) => values(item).includes(value))
        && words.every(word => text(item).includes(word)));
      page = 0;
      chips();
      draw();
    };
    const reset = () => {
      query.value = '';
      for (const {element} of selects) element.value = '*';
    };

    const head = () => {
      const row = table.tHead.rows[0];
      while (row.cells.length > BASE) row.deleteCell(-1);
      row.append(...extras().map(column => column.heading));
      for (const column of columns)
        if (column.index != null) table.classList.toggle(`h${column.index + 1}`, !column.shown);
      table.classList.toggle('more', extras().length > 0);
    };
    for (const column of columns) {
      const button = make('button', null, {type: 'button'});
      button.append(...column.heading.childNodes);
      column.heading.append(button);
      button.addEventListener('click', () => {
        direction = by === column ? -direction : column.index === 6 ? -1 : 1;
        by = column;
        for (const other of columns) other.heading.removeAttribute('aria-sort');
        column.heading.setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
        sort();
        filter();
      });
      if (column.index === 0) continue;
      const label = make('label'), box = make('input', null,
        {type: 'checkbox', checked: column.shown, name: column.name});
      label.append(box, ` ${column.name}`);
      box.addEventListener('change', event => {
        event.stopPropagation();
        column.shown = box.checked;
        head();
        draw();
      });
      $('columns').append(label);
    }

    // The same guard as in devices.csv; the separator of the reader's language.
    const save = () => {
      const comma = (1.5).toLocaleString(navigator.language).includes(',') ? ';' : ',';
      const cell = value => {
        const plain = /^[\t\r]|^[\s\u0000-\u001f]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(value)
          ? `'${value}` : value;
        return /[",;\t\r\n]|^ | $/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
      };
      const lines = [['id', 'name', 'ip', 'product', 'version', 'state', 'control_mode', 'method',
        'method_2011', 'readiness', 'name_verdict', 'confidence', 'findings', 'segment', 'mac',
        'uuid', 'ports_open', 'tls', 'dhcp_option15', 'next_step', 'last_seen']];
      const ticked = picked();
      for (const item of ticked.length ? ticked : shown) {
        const f = x(item), id = item.row.id.replace('t-', ''), label = name(item);
        const address = item.row.cells[1].firstChild.textContent;
        lines.push([id, label === id ? '' : label, address === 'not known' ? '' : address,
          f[PRODUCT], f[VERSION], f[STATE], f[CONTROL], f[METHOD], f[THEN], f[READINESS], f[NAMES],
          item.row.cells[7].textContent, f[FINDINGS].replaceAll(' ', '; '), f[SEGMENT], f[MAC],
          f[UUID], f[PORTS], f[TLS], f[OPTION15], steps[f[STEP]] ?? '', f[SEEN]]);
      }
      const file = '\ufeff' + lines.map(line => line.map(cell).join(comma) + '\r\n').join('');
      const link = make('a', null, {download: 'machines.csv',
        href: URL.createObjectURL(new Blob([file], {type: 'text/csv;charset=utf-8'}))});
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    };

    query.addEventListener('input', filter);
    form.addEventListener('change', event => {
      if (event.target.dataset.facet) filter();
    });
    body.addEventListener('change', tell);
    form.addEventListener('submit', event => event.preventDefault());
    form.addEventListener('reset', event => {
      event.preventDefault();
      reset();
      filter();
    });
    $('export').addEventListener('click', save);
    $('back').addEventListener('click', () => { page--; draw(); });
    $('forth').addEventListener('click', () => { page++; draw(); });
    document.addEventListener('click', event => {
      const link = event.target.closest?.('[data-filter]');
      if (!link) return;
      const [facet, value] = link.dataset.filter.split('=');
      reset();
      const select = selects.find(select => select.facet === facet)?.element;
      if ([...select?.options ?? []].some(option => option.value === value)) select.value = value;
      filter();
    });

    // A fragment may name a row that is not drawn, or a part of something closed.
    const reveal = () => {
      const id = decodeURIComponent(location.hash.slice(1));
      if (!id) return;
      const index = sorted.findIndex(item => item.row.id === id);
      if (index >= 0 && !sorted[index].row.isConnected) {
        reset();
        filter();
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

    // On paper stands everything that the filters leave.
    addEventListener('beforeprint', () => { if (shown.length <= 20000) show(shown); });
    addEventListener('afterprint', draw);

    const links = new Map([...document.querySelectorAll('.contents a')]
      .map(link => [link.hash.slice(1), link]));
    const watch = new IntersectionObserver(entries => {
      for (const {target, isIntersecting} of entries)
        if (isIntersecting) {
          for (const link of links.values()) link.removeAttribute('aria-current');
          links.get(target.id)?.setAttribute('aria-current', 'true');
        }
    }, {rootMargin: '-20% 0px -75% 0px'});
    for (const id of links.keys()) if ($(id)) watch.observe($(id));

    // The first search shall not wait for the texts of all rows.
    const prepare = from => {
      rows.slice(from, from + 1000).forEach(text);
      if (from < total) setTimeout(prepare, 0, from + 1000);
    };
    setTimeout(prepare, 200, 0);

    body.classList.remove('bulk');
    form.hidden = false;
    head();
    draw();
    reveal();
    })();
    """#
}
