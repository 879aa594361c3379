// SPDX-License-Identifier: GPL-3.0-or-later
// The server's page of results, by those who have no JavaScript.
'use strict';
const assert = require('node:assert');
const {after, before, test} = require('node:test');
const {start} = require('./site.js');
const {INPUT, query} = require('./box.js');

const RESULT = '.meju-results h2 a';
let site;
before(async () => {
	site = await start();
});
after(() => site.end());

const visit = (where, options) => site.visit(`/api${where}`,
	{javaScriptEnabled: false, ...options});

test('it has results, their sections, and marks', async () => {
	const page = await visit('/search?q=leaky+gut');
	assert.equal(await page.textContent('h1'), 'leaky gut');
	assert.match(await page.textContent('.meju-count'), /^\d+ results$/);
	assert.equal(await page.inputValue(INPUT), 'leaky gut');
	assert.ok(await page.locator('.meju-results > li > article > p mark')
		.count() > 0);
	assert.ok(await page.locator('.meju-sections mark').count() > 0);
	const plain = await visit('/search?q=leaky+gut&highlight=none');
	assert.equal(await plain.locator('mark').count(), 0);
	await plain.context().close();
	await page.click('.meju-sections a >> nth=0');
	await page.waitForURL(/leaky-gut\/#/);
	await page.context().close();
});

test('pages follow each other, another choice begins at the first', async () => {
	const page = await visit('/search?q=gut&facets=category&limit=2');
	const first = await page.textContent(RESULT);
	await page.click('[rel=next]');
	assert.notEqual(await page.textContent(RESULT), first);
	assert.equal(query(page).get('offset'), '2');
	await page.click('.meju-facet a:has-text("Haut")');
	assert.equal(query(page).get('offset'), null);
	assert.equal(await page.textContent('.meju-count'), '2 results');
	assert.equal(await page.locator('[aria-current=true]').count(), 1);
	await page.fill(INPUT, 'darm');
	await page.click('button');
	assert.equal(query(page).get('category'), 'Haut');
	await page.click('[aria-current=true]');
	assert.ok(!query(page).has('category'));
	await page.context().close();
});

test('what was perhaps meant is a link, and nothing is said to be nothing',
	async () => {
		const page = await visit('/search?q=microbiomme&offset=20');
		assert.equal(await page.textContent('.meju-count'), 'Nothing found.');
		await page.click('.meju-suggestion a');
		assert.ok(await page.locator(RESULT).count() > 0);
		assert.equal(query(page).get('q'), 'microbiome');
		await page.context().close();
	});

test('strings from documents stay text', async () => {
	const page = await visit('/search?q=hostile+script+alert&facets=tag&limit=100');
	const tags = await page.$$eval('main *', all =>
		[...new Set(all.map(node => node.localName))].sort());
	assert.deepEqual(tags.filter(tag => !['a', 'article', 'bdi', 'footer', 'h1',
		'h2', 'li', 'mark', 'nav', 'ol', 'p', 'time', 'ul'].includes(tag)), []);
	const links = await page.$$eval('a', all => all.map(a => a.protocol));
	assert.deepEqual([...new Set(links)], ['http:']);
	await page.context().close();
});

for (const width of [320, 1280])
	test(`long words break, in ${width} pixels`, async () => {
		const page = await visit(`/search?q=hostile&tag=${'W'.repeat(400)}` +
			'&facets=tag', {viewport: {width, height: 700}});
		assert.equal(await page.textContent(RESULT),
			`hostile ${'W'.repeat(400)}`);
		assert.ok(await page.evaluate(() =>
			document.documentElement.scrollWidth <= innerWidth));
		await page.context().close();
	});
