// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The sites of query/serve/examples/, built by what builds them, in a browser
 * for which they are at the addresses that they give themselves.
 */
'use strict';
const assert = require('node:assert');
const {execFileSync, spawnSync} = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const {once} = require('node:events');
const {after, before, test} = require('node:test');
const endpoint = require('./endpoint.js');
const {start} = require('./site.js');

const EXAMPLES = path.join(process.env.MEJU_SOURCE, 'query/serve/examples');
const SITE = 'https://example.org';
const SEARCH = 'https://search.example.org';
let site;
before(async () => {
	site = await start();
});
after(() => site.end());

const has = program => spawnSync(program, ['version']).error === undefined;

function index(folder, ...options) {
	const made = fs.mkdtempSync(path.join(site.folder, 'index-'));
	execFileSync(path.join(process.env.MEJU_BUILD, 'meju-index'),
		['-q', '-d', made, ...options, folder]);
	return made;
}

async function answer(route, url) {
	const reply = await fetch(url);
	await route.fulfill({status: reply.status,
		body: Buffer.from(await reply.arrayBuffer()),
		headers: {'content-type': reply.headers.get('content-type'),
			'access-control-allow-origin': '*'}});
}

// A page of `folder` as it is at SITE, and the server as it is at SEARCH.
async function visit(folder, api) {
	const page = await site.visit('/box.html');
	await page.route(`${SEARCH}/**`, route =>
		answer(route, route.request().url().replace(SEARCH, api.url)));
	await page.route(`${SITE}/**`, route => {
		let file = path.join(folder, new URL(route.request().url()).pathname);
		if (file.endsWith('/'))
			file += 'index.html';
		return fs.existsSync(file) ? route.fulfill({path: file}) :
			route.fulfill({status: 404, body: 'nothing here'});
	});
	await page.goto(`${SITE}/`);
	return page;
}

/*
 * As the README has it for one's own machine: `make` puts the site into a
 * folder, for a server of that address; both are served, nothing is moved.
 */
async function tryHere(content, text, make) {
	const folder = fs.mkdtempSync(path.join(site.folder, 'here-'));
	const server = http.createServer((request, reply) => {
		let file = path.join(folder, new URL(request.url, SITE).pathname);
		if (file.endsWith('/'))
			file += 'index.html';
		if (!fs.existsSync(file))
			reply.writeHead(404);
		reply.end(fs.existsSync(file) && fs.readFileSync(file));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const here = `http://127.0.0.1:${server.address().port}`;
	const api = await endpoint.start(index(content, '--site', here), here);
	make(folder, api.url);
	const page = await site.visit(here);
	await search(page, text);
	const link = await page.getAttribute('[role=option]', 'href');
	assert.ok(link.startsWith(here), link);
	await page.context().close();
	await api.end();
	server.close();
}

async function search(page, text) {
	await page.keyboard.press('/');
	await page.keyboard.type(text);
	await page.waitForFunction(query => location.protocol === 'file:' ||
		location.search === query, `?${new URLSearchParams({q: text})}`);
	await page.waitForSelector('[role=option]');
	await page.keyboard.press('ArrowDown');
}

async function tryPosts(folder, made) {
	const api = await endpoint.start(made, SITE);
	const page = await visit(folder, api);
	assert.match(await page.innerText('main li'), /Sourdough, slowly/);
	await search(page, 'the starter');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.waitForURL(/sourdough/);
	assert.equal(await page.textContent('h1'), 'Sourdough, slowly');
	assert.equal(await page.textContent(':target'), 'The starter');
	await page.context().close();
	await api.end();
}

test('a plain page', async () => {
	const page = await visit(path.join(EXAMPLES, 'plain'), site.endpoint);
	await search(page, 'rosacea');
	assert.match(await page.textContent('[role=option]'), /Rosacea/);
	await page.goto(`file://${EXAMPLES}/plain/index.html`);
	await search(page, 'leaky gut');
	assert.match(await page.textContent('[role=option]'), /gut/);
	await page.context().close();
});

test('a plain page here, with the address of this server', () => tryHere(
	path.join(process.env.MEJU_SOURCE, 'corpus'), 'rosacea', (folder, api) => {
		const text = fs.readFileSync(path.join(EXAMPLES, 'plain/index.html'),
			'utf8');
		fs.writeFileSync(path.join(folder, 'index.html'),
			text.replaceAll(SEARCH, api));
	}));

test('Hugo here', {skip: !has('hugo') && 'there is no hugo'}, () => tryHere(
	path.join(EXAMPLES, 'hugo/content'), 'starter', (folder, api) => {
		const source = path.join(site.folder, 'hugo-here');
		fs.cpSync(path.join(EXAMPLES, 'hugo'), source, {recursive: true});
		execFileSync('hugo', ['--quiet', '--source', source,
			'--destination', folder],
		{env: {...process.env, HUGO_PARAMS_SEARCH: api}});
	}));

test('Jekyll here', {skip: !has('jekyll') && 'there is no jekyll'}, () => tryHere(
	path.join(EXAMPLES, 'jekyll/_posts'), 'starter', (folder, api) => {
		const source = path.join(site.folder, 'jekyll-here');
		fs.cpSync(path.join(EXAMPLES, 'jekyll'), source, {recursive: true});
		fs.writeFileSync(path.join(source, '_here.yml'), `search: ${api}\n`);
		execFileSync('jekyll', ['build', '--quiet', '--disable-disk-cache',
			'--config', '_config.yml,_here.yml', '--destination', folder],
		{cwd: source});
	}));

test('Hugo', {skip: !has('hugo') && 'there is no hugo'}, async () => {
	const source = path.join(EXAMPLES, 'hugo');
	const folder = path.join(site.folder, 'hugo');
	fs.cpSync(source, folder, {recursive: true});
	execFileSync('hugo', ['--quiet', '--source', folder]);
	await tryPosts(path.join(folder, 'public'),
		index(path.join(source, 'content'), '--site', SITE));
});

test('Jekyll', {skip: !has('jekyll') && 'there is no jekyll'}, async () => {
	const source = path.join(EXAMPLES, 'jekyll');
	const folder = path.join(site.folder, 'jekyll');
	fs.cpSync(source, folder, {recursive: true});
	execFileSync('jekyll', ['build', '--quiet', '--disable-disk-cache',
		'--source', folder, '--destination', path.join(folder, '_site')]);
	await tryPosts(path.join(folder, '_site'),
		index(path.join(source, '_posts'), '--site', SITE,
			'--permalink', '/:year/:month/:day/:slug/'));
});
