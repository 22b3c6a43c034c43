import { chromium } from 'playwright-core';
import { writeFileSync } from 'fs';
const STEPS = +(process.env.STEPS || 100000), SEEKS=+(process.env.SEEKS||100);
const b = await chromium.launch({executablePath:'/usr/bin/chromium', args:['--no-sandbox','--disable-gpu']});
const page = await b.newPage({viewport:{width:1440,height:900}});
await page.goto(process.env.URL||'http://127.0.0.1:8901/');
await page.getByLabel('Speed').selectOption('fastest');
await page.getByRole('button',{name:'Play'}).click();
const t0=Date.now();
await page.waitForFunction((s)=>+document.querySelector('.timeline input[type=range]').max>=s, STEPS, {timeout:400000, polling:500});
console.log('played in', Date.now()-t0);
if (STEPS<100000) await page.keyboard.press('Space');
await page.waitForTimeout(1500);
const s = await page.context().newCDPSession(page);
await s.send('Performance.enable',{timeDomain:'threadTicks'});
const m = async()=>Object.fromEntries((await s.send('Performance.getMetrics')).metrics.map(x=>[x.name,x.value]));
async function seek({steps,seeks}) {
  const slider=document.querySelector('.timeline input[type=range]');
  const took=[]; let moment=1;
  for (let n=0;n<seeks;n++){ moment=(moment*48271)%2147483647; const before=performance.now();
    slider.value=`${moment%steps}`; slider.dispatchEvent(new InputEvent('input',{bubbles:true}));
    await new Promise(d=>{const {port1,port2}=new MessageChannel(); port1.onmessage=d; port2.postMessage(0);});
    const mid=performance.now();
    document.body.getBoundingClientRect();
    took.push([performance.now()-before, mid-before, performance.now()-mid]);
    await new Promise(requestAnimationFrame);
  } return took; }
const q=(a,p)=>a.sort((x,y)=>x-y)[Math.floor(a.length*p)];
const before=await m();
const evs=[]; if (process.env.TRACE) { s.on('Tracing.dataCollected',({value})=>evs.push(...value)); await s.send('Tracing.start',{traceConfig:{includedCategories:['devtools.timeline','disabled-by-default-devtools.timeline','toplevel','blink','cc']}}); }
if (process.env.PROF) { await s.send('Profiler.enable'); await s.send('Profiler.setSamplingInterval',{interval:200}); await s.send('Profiler.start'); }
const took=await page.evaluate(seek,{steps:STEPS,seeks:SEEKS});
let prof; if (process.env.PROF) prof=(await s.send('Profiler.stop')).profile;
const after=await m();
if (process.env.TRACE) { const done=new Promise(r=>s.once('Tracing.tracingComplete',r)); await s.send('Tracing.end'); await done;
 const main=evs.find(e=>e.name==='FunctionCall'&&e.ph==='X'); const mine=evs.filter(e=>e.ph==='X'&&e.pid===main.pid&&e.tid===main.tid).sort((a,b)=>a.ts-b.ts||b.dur-a.dur);
 const chains={}; const self={},cnt={},tot={}; const st=[]; for(const e of mine){ while(st.length&&st[st.length-1].ts+st[st.length-1].dur<=e.ts) st.pop(); const n=e.name; self[n]=(self[n]||0)+(e.dur||0); tot[n]=(tot[n]||0)+(e.dur||0); cnt[n]=(cnt[n]||0)+1; if(e.name==='Layout'||e.name==='UpdateLayoutTree'||e.name==='ParseHTML'){const k=e.name+' < '+st.slice(-7).map(x=>x.name).reverse().join(' < '); chains[k]=chains[k]||[0,0]; chains[k][0]++; chains[k][1]+=e.dur;} if(st.length) self[st[st.length-1].name]-=(e.dur||0); st.push(e);} 
 for (const [k,v] of Object.entries(chains).sort((a,b)=>b[1][1]-a[1][1]).slice(0,8)) console.log((v[0]/SEEKS).toFixed(2),(v[1]/1000/SEEKS).toFixed(2),k);
 console.log('TRACE self/total ms per seek'); for(const [k,v] of Object.entries(self).sort((a,b)=>b[1]-a[1]).slice(0,32)) console.log((v/1000/SEEKS).toFixed(2),(tot[k]/1000/SEEKS).toFixed(2),(cnt[k]/SEEKS).toFixed(1),k); }
for (const [i,n] of ['all','script','layout'].entries()) console.log(n, 'median', q(took.map(x=>x[i]),.5).toFixed(1),'p95',q(took.map(x=>x[i]),.95).toFixed(1));
for (const k of ['ScriptDuration','LayoutDuration','RecalcStyleDuration','TaskDuration','LayoutCount','RecalcStyleCount','Nodes']) console.log(k, k=='Nodes'?after[k]:((after[k]-before[k])/SEEKS*(k.endsWith('Duration')?1000:1)).toFixed(2),'per seek');
if (prof) { const self={}, tot={}; const byId=Object.fromEntries(prof.nodes.map(n=>[n.id,n])); const par={}; for(const n of prof.nodes) for(const c of n.children||[]) par[c]=n.id;
 for (let i=0;i<prof.samples.length;i++){ const dt=prof.timeDeltas[i]/1000/SEEKS; let n=byId[prof.samples[i]]; self[n.callFrame.functionName]=(self[n.callFrame.functionName]||0)+dt; const seen=new Set(); for(let id=n.id;id;id=par[id]){const f=byId[id].callFrame.functionName; if(!seen.has(f)){seen.add(f); tot[f]=(tot[f]||0)+dt;}} }
 const top=o=>Object.entries(o).sort((a,b)=>b[1]-a[1]).slice(0,45).map(([k,v])=>v.toFixed(2)+' '+k.slice(0,110)).join('\n');
 console.log('SELF ms/seek\n'+top(self)); console.log('TOTAL\n'+top(tot)); }
await b.close();
