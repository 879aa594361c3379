// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The sites of query/serve/examples/, built by what builds them, in a browser
 * for which they are at the addresses that they give themselves.
 */
'use strict';
const assert = require('node:assert');
const {execFileSync, spawnSync} = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
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
		['-q', '-d', made, '--site', SITE, ...options, folder]);
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
	await search(page, 'the starter');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.waitForURL(/sourdough/);
	assert.equal(await page.textContent('h1'), 'Sourdough, slowly');
	assert.equal(await page.textContent(':target'), 'The starter');
	await page.context().close();
	api.end();
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

test('Hugo', {skip: !has('hugo') && 'there is no hugo'}, async () => {
	const source = path.join(EXAMPLES, 'hugo');
	const folder = path.join(site.folder, 'hugo');
	fs.cpSync(source, folder, {recursive: true});
	execFileSync('hugo', ['--quiet', '--source', folder]);
	await tryPosts(path.join(folder, 'public'),
		index(path.join(source, 'content')));
});

test('Jekyll', {skip: !has('jekyll') && 'there is no jekyll'}, async () => {
	const source = path.join(EXAMPLES, 'jekyll');
	const folder = path.join(site.folder, 'jekyll');
	fs.cpSync(source, folder, {recursive: true});
	execFileSync('jekyll', ['build', '--quiet', '--disable-disk-cache',
		'--source', folder, '--destination', path.join(folder, '_site')]);
	await tryPosts(path.join(folder, '_site'),
		index(path.join(source, '_posts'),
			'--permalink', '/:year/:month/:day/:slug/'));
});
