/** The page's only style: colours for light, dark and paper. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--page:light-dark(#f6f7f8,#0f1215);--surface:light-dark(#fff,#171b1f);--ink:light-dark(#16191d,#e7eaed);--muted:light-dark(#555d66,#a0a9b2);--line:light-dark(#e0e4e8,#2a3138);--strong:light-dark(#858e98,#6a747e);--bad:light-dark(#b02a1f,#ff8a78);--warn:light-dark(#8a5200,#f0b44c);
--s0:var(--ink);--s1:light-dark(#0072b2,#56b4e9);--s2:light-dark(#d0700f,#f2a33a);--s3:light-dark(#008a66,#2fc79c);--s4:light-dark(#b5548c,#e08fc0);--s5:light-dark(#6a51a3,#a996e0);--s6:light-dark(#8a7400,#e4d54a);--s9:var(--strong)}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
main{max-width:1080px;margin:0 auto;padding:24px 20px 48px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px}h2{font-size:20px;margin:40px 0 8px;padding-top:16px;border-top:1px solid var(--line)}h3{font-size:15px;margin:28px 0 8px}
p{margin:6px 0}.lead{color:var(--muted);margin:0 0 20px}
section{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:4px 20px 20px;margin:20px 0}section h2{border:0;margin-top:8px}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:12px;margin:12px 0}.figures div{border-left:2px solid var(--line);padding-left:10px}dt{color:var(--muted);font-size:12px}dd{margin:0;font-size:12px;color:var(--muted);font-variant-numeric:tabular-nums}dd.big{font-size:20px;line-height:1.3;color:var(--ink)}
.warnings{list-style:none;padding:0;margin:12px 0}.warnings li{border-left:3px solid var(--warn);padding:3px 10px;margin:4px 0}
figure{margin:8px 0}figure>svg{display:block;width:100%;min-width:520px;height:auto}figure{overflow-x:auto}figcaption{color:var(--muted);font-size:12px}
.slices{display:grid;grid-template-columns:repeat(auto-fill,minmax(310px,1fr));gap:8px}.slices svg{min-width:0}
.keys{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin:4px 0}.key{display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:6px;background:var(--c)}.key.line{width:18px;height:3px;border-radius:0;vertical-align:3px}
.s0{--c:var(--s0)}.s1{--c:var(--s1)}.s2{--c:var(--s2)}.s3{--c:var(--s3)}.s4{--c:var(--s4)}.s5{--c:var(--s5)}.s6{--c:var(--s6)}.s9{--c:var(--s9)}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;fill:var(--muted)}.mid{text-anchor:middle}.end{text-anchor:end}
.grid,.axis{stroke:var(--line);fill:none}.axis{stroke:var(--strong)}.line{stroke:var(--c);fill:none;stroke-width:1.6;stroke-linejoin:round}.line.s9{stroke-width:1.1}.dots{stroke:var(--c);fill:none;stroke-width:3.2;stroke-linecap:round;stroke-opacity:.45}.area{fill:var(--c);fill-opacity:.35;stroke:var(--c);stroke-width:1}.best{fill:var(--c);stroke:var(--surface);stroke-width:1.5}.fill{fill:var(--c)}.track{stroke:var(--line);stroke-width:3;stroke-linecap:round}
.bar{width:112px;height:12px;vertical-align:middle}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13px}caption{text-align:left;color:var(--muted);font-size:12px;padding:4px 0}th,td{text-align:left;padding:4px 10px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}thead th{color:var(--muted);font-weight:500;font-size:12px}tbody th{font-weight:500}.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}th.number,td.number{padding:4px 0 4px 14px}.number+td:not(.number),.number+th:not(.number){padding-left:16px}.facts td{overflow-wrap:anywhere}.facts th{white-space:nowrap;width:130px}.set{min-width:320px;font-size:12px}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:8px 32px;align-items:start}.bad{color:var(--bad);font-size:12px}
footer{color:var(--muted);font-size:12px}
@media (max-width:600px){main{padding:16px 10px}section{padding:2px 12px 12px}.figures{grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:10px}dd.big{font-size:17px}td{min-width:64px}}
@page{size:A4;margin:14mm 12mm}
@media print{:root{color-scheme:light}body{font-size:11px;background:#fff;-webkit-print-color-adjust:exact;print-color-adjust:exact}main{max-width:none;padding:0}section{border:0;padding:0;margin:0 0 12px;break-inside:auto}figure,tr,.figures,.warnings,.slices figure{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}table{font-size:9.5px}caption,thead th,dt,dd,.lead,.bad{font-size:9px}dd.big{font-size:15px}th,td{padding:2px 6px 2px 0}th.number,td.number{padding:2px 0 2px 6px}figure>svg{min-width:0}thead{display:table-header-group}.set{min-width:0}.slices{grid-template-columns:1fr 1fr}.pair{grid-template-columns:1fr 1fr;gap:4px 18px}.figures{grid-template-columns:repeat(5,1fr)}}
`;
