import { chromium } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import http from 'node:http'; import fs from 'node:fs'; import path from 'node:path';
const types={'.js':'text/javascript','.css':'text/css','.html':'text/html'};
const srv=http.createServer((q,r)=>{const f=path.join('/tmp/uikit/dist',q.url==='/'?'index.html':q.url.split('?')[0]);if(!fs.existsSync(f)){r.writeHead(404);return r.end()}r.writeHead(200,{'content-type':types[path.extname(f)]??'text/plain','content-security-policy':"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'"});r.end(fs.readFileSync(f))}).listen(4791);
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync']});
const msgs=new Set();
async function axe(page,name){const r=await new AxeBuilder({page}).analyze();for(const v of r.violations)console.log('AXE',name,v.id,v.help,'\n   ',v.nodes.map(n=>n.target+' '+n.failureSummary.split('\n').slice(1,3).join(';').slice(0,200)).slice(0,4).join('\n    '));}
for(const scheme of ['light','dark']){
 const ctx=await b.newContext({viewport:{width:1440,height:900},colorScheme:scheme});const page=await ctx.newPage();
 page.on('console',m=>{if(['error','warning'].includes(m.type()))msgs.add(m.text().slice(0,400))});page.on('pageerror',e=>msgs.add('PAGEERR '+e.message));
 await page.goto('http://localhost:4791/');await page.waitForTimeout(400);
 await page.screenshot({path:`/tmp/uikit/all-${scheme}.png`,fullPage:true});await axe(page,scheme+' page');
 const open=async(name,act)=>{await act();await page.waitForTimeout(300);await page.screenshot({path:`/tmp/uikit/${name}-${scheme}.png`});await axe(page,scheme+' '+name);await page.keyboard.press('Escape');await page.waitForTimeout(200)};
 const btn=n=>page.getByRole('button',{name:n,exact:true});
 await open('menu',()=>btn('Menu').click());
 await open('dialog',()=>btn('Dialog').click());
 await open('palette',()=>btn('Palette').click());
 await open('at',()=>btn('Add at').click());
 await open('popover',()=>btn('Popover').click());
 await open('select',()=>page.getByRole('combobox',{name:'Guessed'}).click());
 await open('columns',()=>page.getByRole('combobox',{name:'Features'}).click());
 await open('column',()=>page.getByRole('combobox',{name:'Value column'}).click());
 await open('mapto',()=>page.getByRole('button',{name:'Map email_consent to another column'}).click());
 await open('expr',async()=>{const e=page.getByRole('textbox',{name:'Formula'});await e.fill('');await e.pressSequentially('sum(or')});
 await open('toasts',async()=>{await btn('Undo toast').click();await btn('Error toast').click();await page.waitForTimeout(200)});
 await open('tip',async()=>{await btn('Undo toast').focus();await page.getByText('Disabled',{exact:true}).nth(1).hover();await page.waitForTimeout(700)});
 if(scheme==='light'){await page.setViewportSize({width:720,height:450});await page.evaluate(()=>scrollTo(0,0));await page.screenshot({path:'/tmp/uikit/zoom.png'});await btn('Dialog').click();await page.waitForTimeout(200);await page.screenshot({path:'/tmp/uikit/zoom-dialog.png'});
  console.log('hscroll',await page.evaluate(()=>document.documentElement.scrollWidth>innerWidth));}
 await ctx.close();
}
console.log([...msgs].join('\n---\n'));await b.close();srv.close();
