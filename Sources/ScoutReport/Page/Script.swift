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
    const machines = number => `${count(number)} ${number === 1 ? 'machine' : 'machines'}`;
    const order = new Intl.Collator('en', {numeric: true, sensitivity: 'base'});
    const severities = ['', 'info', 'low', 'medium', 'high', 'critical'];
    // Larger sites are shown a page at a time: a key in the search field waits for its rows.
    const SIZE = 50, WHOLE = 250, BASE = 8;

    // The lines of a row's data-x, and which of them filters go by. The last two are numbers that
    // mean nothing to a reader, so no search finds them.
    const READINESS = 0, METHOD = 1, GENERATION = 2, STATE = 3, SEGMENT = 4, WORST = 5,
      FINDINGS = 6, PRODUCT = 7, VERSION = 8, CONTROL = 9, MAC = 10, UUID = 11, PORTS = 12,
      TLS = 13, OPTION15 = 14, THEN = 15, SEEN = 16, NAMES = 17, STEP = 18, LISTS = 19;
    const FACETS = {r: READINESS, m: METHOD, g: GENERATION, s: STATE, p: SEGMENT, v: WORST,
      f: FINDINGS, o: THEN, n: NAMES, l: LISTS};
    const titles = {o: 'Method of 2011', n: 'Names', r: 'Readiness'};

    // The table is one text until rows of it are shown; nothing in it but markup holds a <.
    const source = $('source').textContent;
    const START = '<tr id="';
    const pieces = source.split(START);
    const tail = source.lastIndexOf('</tbody>');
    const shell = make('div');
    shell.innerHTML = pieces[0] + source.slice(tail);
    $('source').replaceWith(shell.firstElementChild);
    const rows = pieces.slice(1).map((html, index) =>
      ({html, index, x: null, text: null, isTicked: false}));
    if (rows.length) {
      const last = rows[rows.length - 1];
      last.html = last.html.slice(0, last.html.lastIndexOf('</tr>') + 5);
    }
    const total = rows.length;
    const body = $('rows'), table = $('machines'), form = $('tools'), query = $('q');

    const signs = {amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'"};
    const plain = text => text.includes('&')
      ? text.replace(/&(amp|lt|gt|quot|#39);/g, (whole, sign) => signs[sign]) : text;
    const HEAD = '" data-x="', CELLS = '"><th';
    const id = item => item.html.slice(0, item.html.indexOf('"'));
    const data = item => item.html.slice(item.html.indexOf(HEAD) + HEAD.length,
      item.html.indexOf(CELLS));
    const x = item => item.x ??= plain(data(item)).split('\n');
    const markup = item => item.html.slice(item.html.indexOf(CELLS) + 2);
    const cell = (item, index) =>
      plain(markup(item).split(/<\/t[dh]>/)[index].replace(/<[^>]*>/g, ''));
    const name = item => plain(item.html.match(/<bdi>(.*?)<\/bdi>/)[1]);
    const text = item => item.text ??= (() => {
      const values = data(item), last = values.lastIndexOf('\n', values.lastIndexOf('\n') - 1);
      return plain(`${markup(item).replace(/<[^>]*>/g, ' ')}\n${values.slice(0, last)}`)
        .toLowerCase();
    })();
    const texts = element => [...element.children].map(item => item.textContent);
    const steps = texts($('steps')), keys = texts($('keys'));

    // What a machine has to show to a filter.
    const values = (facet, item) => {
      const value = x(item)[FACETS[facet]];
      if (facet === 'f') return value ? value.split(' ') : [];
      if (facet === 'l') return value ? value.split(' ').map(number => keys[number]) : [];
      return facet === 'r' && value !== 'look-alike' ? [value, 'found'] : [value];
    };

    // Filters: counts beside the words, nothing offered that does not occur.
    const selects = [...form.querySelectorAll('select')].map(element => {
      const facet = element.dataset.facet;
      const words = new Map([...element.options].map(option => [option.value, option.text]));
      titles[facet] = element.previousElementSibling.textContent;
      return {element, facet, words};
    });
    const select = facet => selects.find(select => select.facet === facet);
    const word = (facet, value) =>
      select(facet === 'o' ? 'm' : facet)?.words.get(value) ?? (value || 'none');
    for (const {element, facet, words} of selects) {
      const found = new Map([...words.keys()].map(value => [value, 0]));
      for (const item of rows)
        for (const value of values(facet, item)) found.set(value, (found.get(value) ?? 0) + 1);
      const known = [...words.keys()];
      const place = value => known.includes(value) ? known.indexOf(value) : -1;
      element.replaceChildren(new Option('All', '*'));
      for (const [value, n] of [...found].filter(entry => entry[1] > 0)
        .sort((a, b) => place(a[0]) - place(b[0]) || order.compare(a[0], b[0])))
        element.add(new Option(`${word(facet, value)} (${count(n)})`, value));
    }
    // Filters that no select can say: several values, lists of machines.
    const special = new Map();
    const wanted = () => [
      ...selects.filter(({element}) => element.value !== '*')
        .map(({element, facet}) => [facet, [element.value]]),
      ...special];

    // Columns: the first eight stand in the page, the others are made where they are wanted.
    const columns = [...table.tHead.rows[0].cells].map((heading, index) =>
      ({name: heading.textContent, heading, index, shown: true, get: item => {
        if (index === 1) return item.index;
        if (index === 6) return severities.indexOf(x(item)[WORST]) * 1000
          + x(item)[FINDINGS].split(' ').length;
        return index === 0 ? name(item) : cell(item, index);
      }}));
    for (const [title, field] of [['Segment', SEGMENT], ['Hardware address', MAC], ['UUID', UUID],
      ['Open ports', PORTS], ['TLS', TLS], ['Option 15', OPTION15], ['Method of 2011', THEN],
      ['Next step', STEP], ['Last seen', SEEN]]) {
      const get = item => field === STEP ? steps[x(item)[STEP]] ?? ''
        : field === THEN ? word('m', x(item)[THEN]) : x(item)[field];
      columns.push({name: title, heading: make('th', title, {scope: 'col'}), index: null,
        shown: false, get});
    }
    const extras = () => columns.filter(column => column.index == null && column.shown);

    let shown = rows, sorted = rows, page = 0, by = null, direction = 1, drawn = new Map();
    const sort = () => {
      if (!by) { sorted = rows; return; }
      const compare = by.index === 1 || by.index === 6 ? (a, b) => a - b : order.compare;
      sorted = rows.map(item => ({item, value: by.get(item)}))
        .sort((a, b) => direction * compare(a.value, b.value) || a.item.index - b.item.index)
        .map(({item}) => item);
    };
    // What the filters are called: a list has its title where the page names its machines.
    const list = key => $(`l=${key}`)?.querySelector('dt span').textContent ?? key;
    const label = ([facet, values]) => facet === 'l' ? values.map(list).join(', ')
      : `${titles[facet]}: ${values.map(value => word(facet, value)).join(' or ')}`;
    const picked = () => rows.filter(item => item.isTicked);
    const tell = () => {
      const ticked = picked().length, n = ticked || shown.length, filters = wanted();
      const what = filters.length ? `: ${filters.map(label).join('; ')}` : '';
      $('status').textContent = shown.length === total && !filters.length
        ? `All ${machines(total)}` : `Showing ${count(shown.length)} of ${machines(total)}${what}`;
      $('export').textContent = `Export ${count(n)}${ticked ? ' ticked' : ''} as CSV`;
      $('export').disabled = n === 0;
    };
    const show = visible => {
      const chosen = extras();
      body.innerHTML = visible.map(item => START + item.html).join('');
      drawn = new Map();
      visible.forEach((item, index) => {
        const row = body.rows[index];
        for (const column of chosen) row.append(make('td', column.get(item)));
        const box = make('input', null,
          {type: 'checkbox', className: 'pick', checked: item.isTicked});
        box.setAttribute('aria-label', `Tick ${name(item)}`);
        row.cells[0].prepend(box);
        row.classList.toggle('ticked', item.isTicked);
        drawn.set(box, item);
      });
    };
    const draw = () => {
      const paged = total > WHOLE && shown.length > SIZE, pages = Math.max(1, Math.ceil(shown.length / SIZE));
      page = Math.min(Math.max(page, 0), pages - 1);
      show(paged ? shown.slice(page * SIZE, page * SIZE + SIZE) : shown);
      $('pager').hidden = !paged;
      $('page').textContent = `Page ${count(page + 1)} of ${count(pages)}`;
      $('clear').hidden = shown.length === total;
      $('back').disabled = page === 0;
      $('forth').disabled = page === pages - 1;
      tell();
    };
    const chips = () => $('chips').replaceChildren(...wanted().map(condition => {
      const button = make('button', label(condition), {type: 'button'}), [facet] = condition;
      button.setAttribute('aria-label', `Remove the filter ${label(condition)}`);
      button.addEventListener('click', () => {
        if (!special.delete(facet)) select(facet).element.value = '*';
        change();
        (select(facet)?.element ?? query).focus();
      });
      const item = make('li');
      item.append(button);
      return item;
    }));
    // A word that grew is looked for only where it was found before.
    let before = null;
    const filter = () => {
      const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = wanted(), rest = JSON.stringify(chosen);
      const grows = before && before.rest === rest && before.sorted === sorted
        && before.words.every((word, index) => words[index]?.startsWith(word));
      const fits = item =>
        (grows || chosen.every(([facet, wished]) =>
          values(facet, item).some(value => wished.includes(value))))
        && words.every(word => text(item).includes(word));
      shown = !words.length && !chosen.length ? sorted : (grows ? shown : sorted).filter(fits);
      before = {words, rest, sorted};
      page = 0;
      chips();
      draw();
    };
    const reset = () => {
      query.value = '';
      special.clear();
      for (const {element} of selects) element.value = '*';
    };

    // Fragments: `#r=blocked&p=10.1.0.0/24` says which machines are shown, so that an address can be
    // kept, sent on, and gone back to.
    const encode = value => encodeURIComponent(value).replace(/%(2F|3A|2C)/g, decodeURIComponent);
    const fragment = () => [...wanted().map(([facet, values]) => [facet, values.join(',')]),
      ...(query.value ? [['q', query.value]] : [])]
      .map(([facet, value]) => `${facet}=${encode(value)}`).sort().join('&');
    const conditions = hash => {
      const parts = hash.slice(1).split('&').map(part => part.match(/^([a-z])=(.*)$/s));
      if (!parts.every(part => part && (part[1] === 'q' || part[1] in FACETS))) return null;
      try {
        return parts.map(part => [part[1], decodeURIComponent(part[2])]);
      } catch { return null; }
    };
    const follow = wishes => {
      const old = fragment();
      reset();
      for (const [facet, value] of wishes) {
        const element = select(facet)?.element;
        if (facet === 'q') query.value = value;
        else if (element && [...element.options].some(option => option.value === value))
          element.value = value;
        else special.set(facet, value.split(','));
      }
      if (fragment() !== old) filter();
    };
    // What the reader chooses takes the place of the fragment, without a step in the history; not
    // at each key, which browsers refuse.
    let timer = 0;
    const remember = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const now = fragment(), isFilter = conditions(location.hash);
        if (now || isFilter) history.replaceState(history.state, '', `#${now || 'devices'}`);
      }, 300);
    };
    const change = () => { filter(); remember(); };

    const head = () => {
      const row = table.tHead.rows[0];
      while (row.cells.length > BASE) row.deleteCell(-1);
      row.append(...extras().map(column => column.heading));
      for (const column of columns)
        if (column.index != null) table.classList.toggle(`h${column.index + 1}`, !column.shown);
      table.classList.toggle('more', extras().length > 0);
      table.parentElement.classList.toggle('wide', extras().length > 0);
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
      const quoted = value => {
        const plain = /^[\t\r]|^[\s\u0000-\u001f]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(value)
          ? `'${value}` : value;
        return /[",;\t\r\n]|^ | $/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
      };
      const lines = [['id', 'name', 'ip', 'product', 'version', 'state', 'control_mode', 'method',
        'method_2011', 'readiness', 'name_verdict', 'confidence', 'findings', 'segment', 'mac',
        'uuid', 'ports_open', 'tls', 'dhcp_option15', 'next_step', 'last_seen']];
      const ticked = picked();
      for (const item of ticked.length ? ticked : shown) {
        const f = x(item), own = id(item).replace('t-', ''), label = name(item);
        const address = plain(markup(item).match(/<td>([^<]*)/)[1]);
        lines.push([own, label === own ? '' : label, address === 'not known' ? '' : address,
          f[PRODUCT], f[VERSION], f[STATE], f[CONTROL], f[METHOD], f[THEN], f[READINESS], f[NAMES],
          cell(item, 7), f[FINDINGS].replaceAll(' ', '; '), f[SEGMENT], f[MAC],
          f[UUID], f[PORTS], f[TLS], f[OPTION15], steps[f[STEP]] ?? '', f[SEEN]]);
      }
      const file = '\ufeff' + lines.map(line => line.map(quoted).join(comma) + '\r\n').join('');
      const link = make('a', null, {download: 'machines.csv',
        href: URL.createObjectURL(new Blob([file], {type: 'text/csv;charset=utf-8'}))});
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    };

    query.addEventListener('input', change);
    form.addEventListener('change', event => {
      const {facet} = event.target.dataset;
      if (!facet) return;
      special.delete(facet);
      change();
    });
    body.addEventListener('change', event => {
      const item = drawn.get(event.target);
      item.isTicked = event.target.checked;
      event.target.closest('tr').classList.toggle('ticked', item.isTicked);
      tell();
    });
    form.addEventListener('submit', event => event.preventDefault());
    form.addEventListener('reset', event => {
      event.preventDefault();
      reset();
      change();
    });
    $('export').addEventListener('click', save);
    $('back').addEventListener('click', () => { page--; draw(); });
    $('forth').addEventListener('click', () => { page++; draw(); });

    // A fragment may be a filter, may name a row that is not drawn, or a part of something closed.
    const reveal = goes => {
      const wishes = conditions(location.hash);
      if (wishes) {
        follow(wishes);
        if (goes) {
          $('devices').scrollIntoView({behavior: 'instant'});
          $('status').focus({preventScroll: true});
        }
        return;
      }
      let id = location.hash.slice(1);
      try { id = decodeURIComponent(id); } catch { return; }
      if (!id) return;
      const start = `${id}"`, index = sorted.findIndex(item => item.html.startsWith(start));
      if (index >= 0 && !$(id)) {
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
    // Going back restores the place on the page, which nothing here may move.
    let isClicked = false;
    document.addEventListener('click', event => {
      const link = event.target.closest?.('a[href^="#"]');
      if (!link) return;
      clearTimeout(timer);
      isClicked = link.hash !== location.hash;
      if (!isClicked) reveal(true);
    });
    addEventListener('hashchange', () => {
      const goes = isClicked;
      isClicked = false;
      reveal(goes);
    });
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

    form.hidden = false;
    head();
    draw();
    reveal(true);
    })();
    """#
}
