/// Looks and behaviour of the report's page, kept inside it.
enum ReportStyle {
  static let css = """
    :root{color-scheme:light dark;--back:#fff;--text:#1b1f24;--soft:#5b6470;--line:#d8dde3;--curve:#1f6feb;
    --gain:#0a7a3d;--loss:#c0341d;--band:#1f6feb33}
    @media(prefers-color-scheme:dark){:root{--back:#111418;--text:#e6e9ed;--soft:#9aa4b0;--line:#2c333b;
    --curve:#6aa9ff;--gain:#4cc38a;--loss:#ff8a70;--band:#6aa9ff33}}
    *{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--text);
    font:15px/1.5 system-ui,sans-serif}main{max-width:1200px;margin:0 auto;padding:16px}
    h1{font-size:1.5rem;margin:.2em 0}h2{font-size:1.05rem;margin:1.6em 0 .3em}p{margin:.2em 0;
    color:var(--soft);overflow-wrap:anywhere}.read{font-variant-numeric:tabular-nums;color:var(--text)}
    .chart{display:grid;grid-template-columns:auto 1fr;gap:2px 8px}.y{display:flex;flex-direction:column;
    justify-content:space-between;text-align:right;margin:-.7em 0}.y,.x{font-size:12px;color:var(--soft);
    font-variant-numeric:tabular-nums}.x{grid-column:2;display:flex;justify-content:space-between;gap:8px}
    svg{display:block;width:100%;height:clamp(160px,28vw,320px);touch-action:pan-y;overflow:visible}
    svg.down{height:clamp(100px,14vw,160px)}path{fill:none;vector-effect:non-scaling-stroke}
    .grid{stroke:var(--line)}.line{stroke:var(--curve);stroke-width:1.5}.band{fill:var(--band)}
    .down .line{stroke:var(--loss)}.down .band{fill:var(--loss);opacity:.25}
    g path{stroke-width:1.5}g.gain path{stroke:var(--gain)}g.loss path{stroke:var(--loss);
    stroke-dasharray:4 3}
    g path.dot{stroke-width:6;stroke-linecap:round;stroke-dasharray:none}
    .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:0 32px}
    table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th{text-align:left;
    font-weight:400;color:var(--soft)}td{text-align:right;overflow-wrap:anywhere}th,td{padding:3px 6px;
    border-bottom:1px solid var(--line)}.wide{overflow-x:auto}.months{font-size:13px;white-space:nowrap}
    .months th{text-align:right}td.word{max-width:0;overflow:hidden;text-overflow:ellipsis;
    white-space:nowrap;font-family:ui-monospace,monospace}td.gain{color:var(--gain)}td.loss{color:var(--loss)}
    """

  /// Says under each chart's heading what stands under the cursor.
  static let script = """
    for(const svg of document.querySelectorAll("svg")){
    const d=JSON.parse(document.getElementById(svg.id+"-data").textContent);
    const out=document.getElementById(svg.id+"-read");
    const show=i=>{out.textContent=new Date(d.t[i]).toISOString().slice(0,19).replace("T"," ")
    +" · "+d.v[i].toFixed(d.d).replace("-","−")};
    show(d.t.length-1);
    svg.addEventListener("pointermove",e=>{const b=svg.getBoundingClientRect();
    const t=d.s[0]+(d.s[1]-d.s[0])*(e.clientX-b.left)/b.width;
    let a=0,z=d.t.length-1;while(a<z){const m=(a+z+1)>>1;if(d.t[m]<=t)a=m;else z=m-1}show(a)});
    svg.addEventListener("pointerleave",()=>show(d.t.length-1))}
    """
}
