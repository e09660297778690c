/// The page's look: one accent, one warning colour, system type. Its hash stands in the policy.
enum Stylesheet {
  static let text = """
    :root{color-scheme:light dark;--paper:#fbfaf7;--raised:#ffffff;--ink:#1d2023;--soft:#5a6067;\
    --line:#e2dfd8;--faint:#f2f0ea;--accent:#0b5a68;--accent-2:#4d8e99;--accent-3:#a9cdd2;\
    --warn:#9c3a1f;--warn-2:#e9c7ba;--mute:#c3c0b8}
    @media (prefers-color-scheme:dark){:root{--paper:#14171a;--raised:#1a1e22;--ink:#e7e5e0;\
    --soft:#a2a8ae;--line:#30353a;--faint:#1f2429;--accent:#7cc7d2;--accent-2:#4c97a3;\
    --accent-3:#2c5c65;--warn:#f0a184;--warn-2:#6b3a2b;--mute:#535a61}}
    *{box-sizing:border-box}
    html{scroll-behavior:smooth;scroll-padding-top:1.5rem;-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--paper);color:var(--ink);\
    font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",\
    Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
    .cover,main{max-width:76rem;margin:0 auto;padding:0 clamp(1.25rem,4vw,3.5rem)}
    h1,h2,h3,h4{font-weight:600;line-height:1.2;text-wrap:balance;overflow-wrap:anywhere}
    h1{font-size:clamp(2.4rem,5.5vw,3.9rem);font-weight:300;letter-spacing:-.025em;\
    margin:.2rem 0 1.2rem}
    h2{font-size:1.9rem;font-weight:300;letter-spacing:-.015em;margin:0 0 1.4rem}
    h3{font-size:1.1rem;margin:3rem 0 .9rem}
    h4{font-size:.95rem;margin:1.9rem 0 .5rem}
    p{margin:0 0 1rem;max-width:44rem}
    a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.2em}
    a:hover{text-decoration-thickness:2px}
    a.term{color:inherit;text-decoration:underline dotted var(--soft) 1px}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
    code{font:.9em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;\
    unicode-bidi:isolate}
    td,th,dd,h3,li{unicode-bidi:isolate}
    small{font-size:.82rem;color:var(--soft)}
    ul,ol{padding-left:1.2rem;margin:0 0 1rem}
    .soft,.aside{color:var(--soft)}
    .aside{font-size:.92rem}
    .n{text-align:right;white-space:nowrap}
    .away,.skip{position:absolute;left:-999rem}
    .skip:focus{left:1rem;top:1rem;background:var(--raised);padding:.6rem 1rem;z-index:9}
    .lede{font-size:1.16rem;line-height:1.6;max-width:46rem}
    section{padding:4rem 0 0}
    section+section{margin-top:4.5rem;border-top:1px solid var(--line)}
    .cover{padding-top:clamp(3rem,9vh,7rem);padding-bottom:1rem}
    .over{text-transform:uppercase;letter-spacing:.14em;font-size:.76rem;font-weight:600;\
    color:var(--accent);margin:0}
    .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:1.2rem 2rem;\
    margin:3rem 0 2.4rem}
    .facts dt,.numbers dt{font-size:.82rem;color:var(--soft)}
    .facts dd,.numbers dd{margin:.15rem 0 0}
    .facts small{display:block}
    .consent{color:var(--soft);font-size:.92rem;max-width:none}
    .blank{display:inline-block;width:14rem;border-bottom:1px solid var(--soft);height:1em}
    .blank.short{width:7rem}
    .contents{max-width:76rem;margin:0 auto;padding:0 clamp(1.25rem,4vw,3.5rem)}
    .contents ul{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem 1.8rem;padding:1.1rem 0 0;\
    margin:0;border-top:1px solid var(--line)}
    .contents a{text-decoration:none}
    .contents a:hover{text-decoration:underline}
    @media (min-width:92rem){body{display:grid;\
    grid-template-columns:minmax(13rem,1fr) minmax(0,76rem) minmax(0,1fr)}\
    .cover,main{grid-column:2;width:100%}.skip{grid-column:1}\
    .contents{grid-column:1;grid-row:1/span 3;align-self:start;position:sticky;top:0;\
    max-height:100vh;overflow:auto;margin:0;padding:clamp(3rem,9vh,7rem) 1rem 2rem 2rem;\
    font-size:.9rem}.contents ul{display:block;border:0;padding:0}\
    .contents li{margin:0 0 .55rem}.contents a{color:var(--soft)}\
    .contents a:hover,.contents [aria-current]{color:var(--ink)}\
    .contents [aria-current]{font-weight:600}}
    .figures{list-style:none;display:grid;grid-template-columns:1.25fr repeat(5,1fr);\
    gap:2rem 1.6rem;padding:0;margin:3.2rem 0 2rem}
    .figures li{border-top:3px solid var(--line);padding-top:.8rem}
    .figures b{display:block;font-size:2.7rem;font-weight:300;line-height:1.1;\
    letter-spacing:-.03em}
    .figures .all{border-top-color:var(--ink)}
    .figures span{display:block;font-weight:600;font-size:.93rem;line-height:1.35;\
    margin:.25rem 0 .35rem}
    .figures a:not(.term){color:inherit;text-decoration-thickness:1px}
    .figures small{display:block;line-height:1.45}
    li.r-configured{border-color:var(--accent)}
    li.r-remote{border-color:var(--accent-2)}
    li.r-visit{border-top-style:dotted;border-color:var(--accent-2)}
    li.r-blocked{border-color:var(--warn)}
    li.r-unknown{border-top-style:double;border-top-width:4px;border-color:var(--mute)}
    .strip{display:block;width:100%;height:20px;margin:0 0 1.4rem}
    rect.r-configured{fill:var(--accent)}
    rect.r-remote{fill:url(#p-remote)}
    rect.r-visit{fill:url(#p-visit)}
    rect.r-blocked{fill:url(#p-blocked)}
    rect.r-unknown{fill:url(#p-unknown)}
    .f2{fill:var(--accent-2)}.f3{fill:var(--accent-3)}.fw{fill:var(--warn)}.f0{fill:var(--faint)}
    .k1{stroke:var(--accent-3);stroke-width:1.2}.k2{fill:var(--accent)}
    .k3{stroke:var(--warn-2);stroke-width:1.4}.k0{stroke:var(--mute);stroke-width:3}
    .split{display:grid;grid-template-columns:minmax(0,1.7fr) minmax(0,1fr);gap:0 4rem}
    .methods{width:100%}
    .methods td,.methods th{padding:.45rem .8rem .45rem 0}
    .mini{width:38%}.mini svg{display:block;width:100%;height:8px;margin-top:.4rem}
    .decisions{list-style:none;counter-reset:d;padding:0;margin:0;max-width:52rem}
    .decisions li{counter-increment:d;display:grid;grid-template-columns:3rem 1fr;\
    padding:1.05rem 0 .15rem;border-top:1px solid var(--line)}
    .decisions li::before{content:counter(d);font-size:1.5rem;font-weight:300;line-height:1.15;\
    color:var(--accent)}
    .decisions p{max-width:none}
    .decisions .when{font-size:.76rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase;\
    color:var(--soft);margin:.1rem 0 .15rem}
    .decisions .links{margin:-.6rem 0 1rem}
    .verdict{font-size:1.3rem;line-height:1.5;max-width:56rem;margin:1.6rem 0 0}
    .decisions b{display:block;font-size:1.06rem;font-weight:600}
    table{border-collapse:collapse;font-size:.92rem;line-height:1.45}
    table.wide{width:100%}
    caption{text-align:left;color:var(--soft);font-size:.85rem;padding:0 0 .5rem}
    th,td{text-align:left;vertical-align:top;padding:.6rem 1.2rem .6rem 0;\
    border-bottom:1px solid var(--line);font-weight:400}
    th.n,td.n{text-align:right}
    th:last-child,td:last-child{padding-right:0}
    thead th,thead td{font-size:.82rem;color:var(--soft);border-bottom-color:var(--mute);\
    vertical-align:bottom}
    tbody th small,td small{display:block}
    td div+div{margin-top:.35rem}
    td ul{list-style:none;padding:0;margin:0}td li+li{margin-top:.4rem}td p{margin:.5rem 0 .2rem}
    .scroll{overflow-x:auto}
    .chart{margin:0}
    .bars{display:block;width:100%;max-width:47rem;height:auto;font:13px system-ui,sans-serif}
    .pair .bars{max-width:36rem}.bars.wide{max-width:60rem}
    .bar{fill:var(--accent)}
    .then{stroke:var(--ink);stroke-width:2;fill:none}
    .lab{text-anchor:end;fill:var(--ink)}
    .val{text-anchor:end;fill:var(--soft)}
    .key{font-size:.85rem;color:var(--soft);margin:.7rem 0 0}
    ul.key{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem}
    ul.key svg{width:26px;height:13px}
    .key svg{width:16px;height:16px;vertical-align:-3px}
    .twin{margin:.9rem 0 0;font-size:.9rem}
    .twin summary{color:var(--soft);width:max-content}
    .twin table{margin:.8rem 0 0;min-width:20rem}
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));\
    gap:0 4rem}
    summary{cursor:pointer}
    .differs{color:var(--warn)}
    .same{white-space:nowrap}
    .sev{display:inline-block;font-size:.76rem;font-weight:600;letter-spacing:.02em;\
    padding:.1rem .5rem;border:1px solid var(--mute);border-radius:3px;white-space:nowrap}
    .s4{background:var(--warn);border-color:var(--warn);color:var(--paper)}
    .s3{border-color:var(--warn);color:var(--warn)}
    .s2{border-color:var(--soft)}
    .s1,.s0{border-color:transparent;padding-left:0;color:var(--soft)}
    .dot::before{content:"";display:inline-block;width:.62em;height:.62em;border-radius:50%;\
    margin-right:.5em;background:var(--accent)}
    .dot.r-remote::before{background:var(--accent-2)}
    .dot.r-visit::before{background:var(--accent-3)}
    .dot.r-blocked::before{background:var(--warn);border-radius:0}
    .dot.r-unknown::before,.dot.r-look-alike::before{background:none;\
    border:2px solid var(--mute)}
    .tools{margin:1.6rem 0 1rem}
    .search{display:block;margin-bottom:1rem}
    label>span{display:block;font-size:.8rem;color:var(--soft);margin-bottom:.2rem}
    .search input{width:100%;max-width:30rem}
    input,select,button{font:inherit;font-size:.92rem;color:inherit;background:var(--raised);\
    border:1px solid var(--mute);border-radius:4px;padding:.42rem .6rem}
    select{max-width:13rem}
    button{cursor:pointer}
    button:hover{border-color:var(--accent)}
    button:disabled{opacity:.45;cursor:default}
    .facets{display:flex;flex-wrap:wrap;gap:.8rem 1rem;align-items:end}
    .chips{list-style:none;display:flex;flex-wrap:wrap;gap:.5rem;padding:0;margin:.9rem 0 0}
    .chips button{border-radius:99px;font-size:.82rem;padding:.12rem .8rem}
    .chips button::after{content:" ×";color:var(--soft)}
    .status{display:flex;flex-wrap:wrap;gap:.5rem .8rem;align-items:center;margin:1.1rem 0 0;\
    color:var(--soft);font-size:.88rem;min-height:2.6em}
    .status button,.choice summary{font-size:inherit;padding:.2rem .7rem}
    #status{margin-right:auto;max-width:44rem;color:var(--ink)}
    .count{text-decoration-color:var(--mute)}
    .lists>div{padding:.7rem 0;border-top:1px solid var(--line)}
    .lists{margin:0;max-width:56rem}.lists dt{font-weight:600}.lists dd{margin:.2rem 0 0}
    .lists>div:target{background:var(--faint)}
    .choice{position:relative}
    .choice summary{border:1px solid var(--mute);border-radius:4px;background:var(--raised);\
    color:var(--ink)}
    .choice fieldset{position:absolute;right:0;z-index:3;width:17rem;margin:.3rem 0 0;\
    padding:.7rem 1rem 1rem;background:var(--raised);border:1px solid var(--mute);\
    border-radius:4px;color:var(--ink);box-shadow:0 .5rem 1.5rem rgb(0 0 0/.14)}
    .choice label{display:block;padding:.16rem 0}
    legend{font-size:.8rem;color:var(--soft);padding:0}
    .pick{margin:0 .55rem 0 0;vertical-align:-.1em;accent-color:var(--accent)}
    :is(.h2 tr>:nth-child(2),.h3 tr>:nth-child(3),.h4 tr>:nth-child(4),.h5 tr>:nth-child(5),\
    .h6 tr>:nth-child(6),.h7 tr>:nth-child(7),.h8 tr>:nth-child(8)){display:none}
    .machines.more{table-layout:auto;width:max-content;min-width:100%}
    .machines.more td{max-width:22rem}
    .scroll.table.wide{max-height:85vh;overflow:auto}
    [hidden]{display:none!important}\
    .js .machines caption{position:absolute;left:-999rem}
    .js #lists{display:none}
    .machines{width:100%;min-width:64rem;table-layout:fixed}
    .machines th:nth-child(1){width:19%}.machines th:nth-child(2){width:11%}
    .machines th:nth-child(3){width:15%}.machines th:nth-child(4){width:11%}
    .machines th:nth-child(5){width:17%}.machines th:nth-child(6){width:10%}
    .machines th:nth-child(7){width:9%}
    .machines thead th{position:sticky;top:0;background:var(--paper);z-index:1;\
    padding-top:.7rem;box-shadow:0 1px 0 var(--mute)}
    .machines thead button{all:unset;white-space:nowrap;cursor:pointer;color:inherit;font-size:inherit}
    .machines thead button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    [aria-sort=ascending] button::after{content:" ▲";font-size:.7em}
    [aria-sort=descending] button::after{content:" ▼";font-size:.7em}
    .machines tbody tr:hover{background:var(--faint)}
    .machines td,.machines th{padding-top:.55rem;padding-bottom:.55rem}
    .machines tr.ticked{background:var(--faint)}
    .machines td:nth-child(7) small{white-space:nowrap}
    .machines th,.machines td{padding-right:.9rem}
    .pager{display:flex;gap:1rem;align-items:center;margin:1.2rem 0 0;font-size:.92rem}
    .machine{border-top:1px solid var(--line);content-visibility:auto;\
    contain-intrinsic-size:auto 3.4rem}
    .machine>summary{display:grid;grid-template-columns:1rem minmax(12rem,2fr) minmax(9rem,1fr) \
    minmax(12rem,1.3fr) 6rem;gap:.2rem 1rem;align-items:baseline;padding:.85rem 0;list-style:none}
    .machine>summary::-webkit-details-marker{display:none}
    .machine>summary::before{content:"+";color:var(--soft)}
    .machine[open]>summary::before{content:"–"}
    .machine>summary h3{margin:0;font-size:1rem;font-weight:500}
    .machine>summary .sev{justify-self:start}
    .machine>summary:hover h3{color:var(--accent)}
    .machine>div{padding:0 0 3rem 2rem;scroll-margin-top:4.5rem}
    .machine>div>p,.machine>div>ul{max-width:56rem}
    .next{font-size:1.08rem;border-left:3px solid var(--accent);padding:.1rem 0 .1rem 1rem}
    .next>span{display:block;font-size:.8rem;color:var(--soft)}
    .src{white-space:normal}
    .src a{color:inherit;text-decoration:none}
    .src a:hover{text-decoration:underline}
    .ref{font-size:.78rem;white-space:nowrap}
    .ref a{text-decoration:none}
    .ref a:hover{text-decoration:underline}
    .names{display:block;width:100%;max-width:50rem;height:auto;margin:.6rem 0 1.2rem;\
    font:13px ui-monospace,Menlo,Consolas,"Liberation Mono",monospace}
    .box{fill:var(--raised);stroke:var(--mute)}
    .box.other{stroke:var(--warn);stroke-dasharray:5 4}
    .box.loose{stroke-dasharray:2 4}
    .nm{fill:var(--ink)}
    .nt{fill:var(--soft);font-size:11px;font-family:system-ui,sans-serif}
    .way{fill:none;stroke:var(--accent);stroke-width:1.5}
    .tip{fill:var(--accent)}
    .strays .way{stroke:var(--warn);stroke-dasharray:5 4}
    .strays .tip{fill:var(--warn)}
    .pill{fill:var(--paper)}
    .rec{text-anchor:middle;fill:var(--accent);font-size:11px;font-family:system-ui,sans-serif}
    .strays .rec{fill:var(--warn)}
    .known>div{display:grid;grid-template-columns:11rem 1fr;gap:1rem;padding:.42rem 0;\
    border-bottom:1px solid var(--line);font-size:.92rem}
    .known{margin:0 0 1rem;max-width:56rem}
    .known dt{color:var(--soft)}
    .known dd{margin:0}.known dd small{margin-left:.7em}
    #segments tbody th>a{white-space:nowrap}
    .fresh{background:var(--faint)}
    .e-ineligible,.e-undetermined{color:var(--soft)}
    td>span[class^=e-]{white-space:nowrap}
    .findings{list-style:none;padding:0}
    .findings li{padding:.8rem 0 .1rem;border-top:1px solid var(--line)}
    .findings p{margin:0 0 .4rem;max-width:52rem}
    .evidence{width:100%;font-size:.85rem}
    .evidence td:nth-child(2){white-space:nowrap}
    .evidence tr:target,tr:target,.finding:target{background:var(--faint)}
    .back{margin-top:1.6rem;font-size:.9rem}
    .finding{padding:1.3rem 0 .5rem;border-top:1px solid var(--line);max-width:56rem}
    .finding h4{margin:0 0 .5rem;font-size:1.04rem}
    .finding p{margin:0 0 .5rem;max-width:50rem}
    .finding details{margin:0 0 .6rem;font-size:.92rem}
    .finding summary{width:max-content;color:var(--accent)}
    .where{margin:.5rem 0}
    .steps{padding-left:1.4rem;max-width:50rem}.steps li{padding:.1rem 0 .1rem .3rem}
    .segment{padding:1.6rem 0 .4rem;margin-top:2.6rem;border-top:1px solid var(--line)}
    .segment h3{margin:0 0 .7rem}
    .segment .strip{max-width:56rem;height:16px}
    .wave{padding:1.2rem 0 .3rem;border-top:1px solid var(--line)}.wave h3{margin:0 0 .5rem}
    .wave:first-of-type{margin-top:2rem}.wave summary{width:max-content;color:var(--accent)}
    .checks td:nth-child(3){white-space:nowrap}.check-attention{color:var(--warn)}
    .check-not-measured,.check-question{color:var(--soft)}
    .plain{list-style:none;padding:0}.plain li{margin:.35rem 0}
    .passages td:nth-child(3){white-space:nowrap}
    .limits{list-style:none;padding:0;max-width:50rem}
    .limits li{padding:.8rem 0;border-top:1px solid var(--line)}
    .limits b{display:block}
    .numbers{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));\
    gap:1.4rem 2rem;margin:0}
    .numbers dd{font-size:1.5rem;font-weight:300}
    .glossary{columns:2 24rem;column-gap:4rem;margin:0}
    .glossary>div{break-inside:avoid;padding:0 0 1.1rem}
    .glossary dt{font-weight:600}
    .glossary dd{margin:0;font-size:.94rem}
    .glossary dt:target{color:var(--accent);text-decoration:underline}
    #provenance{padding-bottom:6rem}
    @media (max-width:64rem){.figures{grid-template-columns:repeat(3,1fr)}\
    .split{grid-template-columns:minmax(0,1fr)}\
    .scroll.table{max-height:85vh;overflow:auto}\
    .machine>summary{grid-template-columns:1rem 1fr}.machine>summary>*{grid-column:2}\
    .machine>summary::before{grid-column:1;grid-row:1}\
    .machine>summary>h3{grid-row:1}}
    @media (min-width:64.01rem){.scroll.table{overflow:visible}}
    @media (max-width:40rem){.figures{grid-template-columns:repeat(2,1fr)}\
    .machine>div{padding-left:0}.known>div{grid-template-columns:1fr;gap:0}\
    .facets{display:grid;grid-template-columns:1fr 1fr}.facets select{width:100%;max-width:none}\
    section{padding-top:3rem}section+section{margin-top:3rem}\
    .scroll table{min-width:42rem}.machines{min-width:64rem!important}}
    @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
    @media (forced-colors:active){.dot::before{forced-color-adjust:none}}
    @media print{:root{color-scheme:light;--paper:#fff;--raised:#fff;--ink:#111;--soft:#4c5157;\
    --line:#d8d5ce;--faint:#f4f2ee;--accent:#0b5a68;--accent-2:#4d8e99;--accent-3:#a9cdd2;\
    --warn:#9c3a1f;--warn-2:#e9c7ba;--mute:#b5b2aa}\
    *{-webkit-print-color-adjust:exact;print-color-adjust:exact}\
    html{font-size:9.6pt}body{line-height:1.45}\
    .contents,.tools,.pager,.skip,.back,.twin,.pick,.machine:not([open]),\
    #details:not(:has(.machine[open])),.decisions .links,#lists{display:none!important}\
    .cover{padding-top:5rem}.cover,main{max-width:none;padding-left:0;padding-right:0}\
    section{padding-top:0;break-before:page}section+section{border:0;margin:0}\
    h2,h3,h4,caption{break-after:avoid}thead{display:table-header-group}\
    .scroll{overflow:visible}.machines thead button{display:contents}\
    tr,figure,.finding,.segment,.decisions li,.figures li,.limits li,.names{break-inside:avoid}\
    .figures{grid-template-columns:repeat(6,1fr);gap:.8rem;margin:.9rem 0}\
    .figures b{font-size:19pt}h1{font-size:34pt}h2{font-size:20pt;margin-bottom:.7rem}\
    .verdict{font-size:10.6pt;line-height:1.4;margin:0 0 .4rem;max-width:none}.decisions .when{font-size:6.4pt;\
    line-height:1.1;margin:0}#summary .figures small,.methods+.aside{display:none}\
    #summary .lede{font-size:9.2pt;max-width:none;line-height:1.45;margin-bottom:.6rem}\
    #summary h3{margin:.9rem 0 .4rem}#summary .strip{height:13px;margin-bottom:.7rem}\
    #summary .aside{font-size:8pt;margin-bottom:.3rem;max-width:none}\
    .split{grid-template-columns:2.5fr 1fr;gap:0 1.4rem}\
    .pair{grid-template-columns:1fr 1fr;gap:0 2rem}.pair h3{margin-top:1rem}\
    .decisions li{padding:.35rem 0 0;grid-template-columns:1.6rem 1fr}.decisions p{font-size:8.4pt;\
    line-height:1.34;margin-bottom:.25rem}.decisions b{font-size:9.2pt}\
    .decisions li::before{font-size:13pt}.methods,.blockers{font-size:8pt}\
    .methods td,.methods th{padding:.2rem .4rem .2rem 0}.blockers td,.blockers th{padding:.26rem \
    .8rem .26rem 0}.blockers caption{display:none}\
    h3{margin-top:1.6rem}table{font-size:.86rem}.evidence{font-size:.76rem}\
    .machines{min-width:0;width:100%!important;font-size:.78rem}\
    .machines thead th{position:static;font-size:.7rem}.machine{content-visibility:visible}\
    .machines th:nth-child(2){width:10%}.machines th:nth-child(3){width:14%}\
    .machines th:nth-child(4){width:10%}.machines th:nth-child(5){width:15%}\
    .machines th:nth-child(6){width:12%}.machines th:nth-child(7){width:10%}\
    .machines th,.machines td{padding-right:.6rem}\
    a,a.term{color:inherit;text-decoration:none}\
    .scroll.table{max-height:none!important;overflow:visible!important}\
    .bars{max-width:36rem}.segment{margin-top:1.4rem;padding-top:.8rem}\
    @page{margin:15mm 15mm 17mm;@bottom-right{content:counter(page) " / " counter(pages);\
    font:8pt system-ui,sans-serif;color:#4c5157}}@page:first{@bottom-right{content:""}}}
    """
}
