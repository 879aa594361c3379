// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * site.js - a site with a search box, its articles, and a browser to visit it:
 *
 *	const site = await start();
 *	const page = await site.visit('/box.html?facets=tag');
 *	const other = await site.typed('/box.html', 'gut');
 *	...
 *	await site.end();     // fails if a page broke its rules
 *
 * Its pages are under the strictest policy that the box must live with, in
 * which strings never become markup.  /api/ is the endpoint, as behind a
 * proxy.
 */
'use strict';
const assert = require('node:assert');
const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const {once} = require('node:events');
const {chromium} = require('playwright-core');
const endpoint = require('./endpoint.js');

const SOURCE = process.env.MEJU_SOURCE;
const CORPUS = path.join(SOURCE, 'corpus');
const BROWSER = process.env.MEJU_CHROMIUM || '/usr/bin/chromium';
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; " +
	"require-trusted-types-for 'script'";

const escape = text => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);

// Its own style comes first: what it says of the box must win all the same.
const html = (body, asked = new URLSearchParams()) => {
	const of = (name, value) => escape(asked.get(`page-${name}`) || value);
	return `<!doctype html>
<html lang="${of('lang', 'en')}" dir="${of('dir', 'ltr')}" class="${of('class', '')}">
<head><meta charset="utf-8"><title>A site</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/site.css">
<link rel="stylesheet" href="/api/meju.css">
<script src="/api/meju.js" defer></script>
</head><body>${body}</body></html>`;
};

/*
 * Boxes with the attributes that the page's address asks for; parameters
 * `page-lang`, `page-dir` and `page-class` are of the page, and `page-boxes`
 * is how many.
 */
function boxPage(asked) {
	const attributes = [['endpoint', '/api'], ...asked]
		.filter(([name]) => !/^(q|page)(-|$)/.test(name));
	const text = Object.entries(Object.fromEntries(attributes))
		.map(([name, value]) => ` ${name}="${escape(value)}"`).join('');
	const box = name => `<meju-search${text}>
<form action="/api/search" method="get" role="search" aria-label="${name}">
<input type="search" name="q" aria-label="Search" placeholder="Search">
</form></meju-search>`;
	const boxes = Array.from({length: Number(asked.get('page-boxes') || 1)},
		(_, at) => box(`Search ${at + 1}`));
	return html(`<header><a href="/">A site</a>${boxes.join('\n')}</header>
<main><h1>Welcome</h1><p>Something to read, and <a href="/x">a link</a>.</p>
<label>A note <input id="note"></label></main>`, asked);
}

const LONG = ['Hay.\n\n'.repeat(99), 'Here the needle lies in hay.\n\n',
	'A (well-known\nneedle) is none: needles.\n\n',
	'Hay.\n\n'.repeat(99)].join('');
const slug = text => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');

// The page of an article of the corpus: its headings and paragraphs.
function article(url) {
	const file = path.join(CORPUS, `${url.replace(/^\/|\/$/g, '')}.md`);
	const text = url === '/long/' ? LONG : fs.existsSync(file) ? fs.readFileSync(file, 'utf8')
		.replace(/^---\n.*?\n---\n/s, '') : 'A short article.';
	const blocks = text.split(/\n{2,}/).map(block => {
		const heading = /^(#+) (.*)/.exec(block);
		return heading ?
			`<h2 id="${escape(slug(heading[2]))}">${escape(heading[2])}</h2>` :
			`<p>${escape(block)}</p>`;
	});
	return html(`<meju-search endpoint="/api"></meju-search>
<main><h1>An article</h1>${blocks.join('\n')}</main>`);
}

function serve(request, reply, api, wrongs) {
	const url = new URL(request.url, 'http://site');
	if (url.pathname.startsWith('/api/')) {
		http.get(api + request.url.slice(4), {agent: false,
			headers: request.headers}, answer => {
			if (answer.statusCode >= 500)
				wrongs.push(`${answer.statusCode} for ${request.url}`);
			reply.writeHead(answer.statusCode, answer.headers);
			answer.pipe(reply);
		}).on('error', error => {
			wrongs.push(String(error));
			reply.writeHead(502).end();
		});
		return;
	}
	if (url.pathname === '/site.css') {
		reply.setHeader('Content-Type', 'text/css');
		reply.end(fs.readFileSync(path.join(__dirname, 'site.css')));
		return;
	}
	reply.setHeader('Content-Type', 'text/html; charset=utf-8');
	reply.setHeader('Content-Security-Policy', POLICY.replace('connect-src',
		`connect-src ${url.searchParams.get('endpoint') || ''}`));
	reply.end(url.pathname === '/box.html' ? boxPage(url.searchParams) :
		article(decodeURIComponent(url.pathname)));
}

// Titles, texts and tags that no page should choke on.
function hostile() {
	const list = path.join(process.env.MEJU_SHARED || '',
		'data/conformance/naughty/blns.json');
	const naughty = fs.existsSync(list) ?
		JSON.parse(fs.readFileSync(list, 'utf8')) : [];
	return ['<script>document.title = "broken"</script>',
		'<img src=x onerror=\'document.title = "broken"\'>',
		'"><svg onload=\'document.title = "broken"\'>', '&lt;mark&gt;',
		'<mark>not a mark</mark>', 'W'.repeat(400), '\u202eright to left',
		'👩‍👩‍👧‍👦', ' ', ...naughty];
}

function makeIndex(folder, origin, strings) {
	const program = path.join(process.env.MEJU_BUILD, 'meju-index');
	const lines = path.join(folder, 'hostile.jsonl');
	const index = path.join(folder, 'index');
	fs.writeFileSync(lines, strings.map((text, at) => JSON.stringify({
		id: `hostile-${at}`, title: `hostile ${text}`, tags: [text],
		url: at % 2 ? `${origin}/hostile/${at}` :
			'javascript:document.title="broken"',
		text: `A hostile text: ${text} and hostile again.`,
	})).join('\n'));
	execFileSync(program, ['-q', '-d', index, '--site', origin, CORPUS],
		{stdio: 'inherit'});
	execFileSync(program, ['add', '-q', '-d', index, lines],
		{stdio: 'inherit'});
	return index;
}

class Site {
	async start() {
		this.wrongs = [];
		this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'meju-site-'));
		this.server = http.createServer((request, reply) =>
			serve(request, reply, this.endpoint.url, this.wrongs));
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		this.origin = `http://127.0.0.1:${this.server.address().port}`;
		this.hostile = hostile();
		this.index = makeIndex(this.folder, this.origin, this.hostile);
		this.endpoint = await endpoint.start(this.index, this.origin,
			'--url', `${this.origin}/api`);
		this.browser = await chromium.launch({executablePath: BROWSER});
	}

	// `options` are those of a browser context.
	async visit(where, options = {}) {
		const context = await this.browser.newContext(
			{locale: 'en-GB', ...options});
		context.setDefaultTimeout(60000); // of machines that are busy
		context.on('page', page => {
			page.on('pageerror', error => this.wrongs.push(String(error)));
			page.on('console', message => {
				if (/Content Security|TrustedHTML|violat/.test(message.text()))
					this.wrongs.push(message.text());
			});
		});
		const page = await context.newPage();
		await page.goto(new URL(where, this.origin).href);
		return page;
	}

	/*
	 * A page on which `text` was typed, and results of it came; at a second
	 * try, if the machine stood still for longer than the box waits.
	 */
	async typed(where, text, options) {
		const page = await this.visit(where, options);
		await page.focus('input[name=q]');
		await page.keyboard.type(text);
		await page.waitForURL(url => url.searchParams.get('q') === text);
		const again = page.locator('.meju-notes button:text-is("Try again")');
		await page.locator('[role=option]').or(again).first().waitFor();
		if (await again.isVisible())
			await again.click();
		await page.waitForSelector('[role=option]').catch(async () =>
			assert.fail(`no results: ${await page.innerText('form')}`));
		return page;
	}

	async end() {
		await this.browser.close();
		await this.endpoint.end();
		this.server.closeAllConnections();
		this.server.close();
		fs.rmSync(this.folder, {recursive: true});
		assert.deepStrictEqual(this.wrongs, []);
	}
}

exports.start = async () => {
	const site = new Site();
	await site.start();
	return site;
};
