// SPDX-License-Identifier: GPL-3.0-or-later
// Where a search is in addresses and history, and where its results lead to.
'use strict';
const assert = require('node:assert');
const {after, before, test} = require('node:test');
const {start} = require('./site.js');
const {INPUT, OPTION, answers, isOpen, query} = require('./box.js');

let site;
before(async () => {
	site = await start();
});
after(() => site.end());

test('Enter follows a result, and back restores the search', async () => {
	const page = await site.typed('/box.html', 'leaky gut');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.waitForURL(/leaky-gut/);
	await page.goBack();
	await page.waitForSelector(OPTION);
	assert.equal(await page.inputValue(INPUT), 'leaky gut');
	assert.equal(query(page).get('q'), 'leaky gut');
	await page.context().close();
});

test('sections lead to the place in the page', async () => {
	const page = await site.typed('/box.html', 'small intestine bacteria');
	const links = await page.$$eval('.meju-section a', all =>
		all.map(a => a.getAttribute('href')));
	assert.ok(links.length > 0);
	assert.ok(links.every(link => link.includes('#')));
	assert.ok(links.some(link => link.includes(':~:text=')));
	const names = await page.$$eval('.meju-section a', all =>
		all.map(a => a.getAttribute('aria-labelledby').split(' ')
			.map(id => document.getElementById(id).textContent)));
	assert.ok(names.every(([own, of]) => own && of));
	await page.context().close();
});

test('without sections, a link has the words to go to', async () => {
	const page = await site.visit('/box.html');
	await page.route(/search\?/, route => route.fulfill({json: {
		total: 1, hits: [{id: 'a', title: 'A', url: '/a',
			snippet: 'Some <mark>leaky</mark> gut &amp; such-like …'}],
	}}));
	await page.fill(INPUT, 'leaky');
	await page.waitForSelector(OPTION);
	assert.ok((await page.getAttribute(OPTION, 'href'))
		.endsWith('/a#:~:text=leaky%20gut%20%26%20such%2Dlike'));
	await page.context().close();
});

test('a page can be opened with a query, and typing makes no history',
	async () => {
		const page = await site.typed('/box.html', 'rosacea');
		const length = await page.evaluate(() => history.length);
		await page.fill(INPUT, 'gut');
		await page.waitForURL(/q=gut/);
		assert.equal(await page.evaluate(() => history.length), length);
		await page.goto(`${site.origin}/box.html?q=leaky+gut`);
		await page.waitForSelector(OPTION);
		assert.equal(await page.inputValue(INPUT), 'leaky gut');
		await page.goto(`${site.origin}/box.html?param=&q=leaky`);
		assert.equal(await page.inputValue(INPUT), '');
		await page.context().close();
	});

test('words are marked on the page that they lead to, which stays as it is',
	async () => {
		const page = await site.typed('/box.html', 'leaky gut');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.waitForURL(/leaky-gut/);
		const marks = () => page.evaluate(() => {
			const found = CSS.highlights.get('meju');
			return found ? [...found].map(range => range.startContainer.data
				.slice(range.startOffset, range.endOffset).toLowerCase()) : [];
		});
		await page.waitForFunction(() => CSS.highlights.has('meju'));
		const words = new Set(await marks());
		assert.ok(words.has('leaky') || words.has('leaky gut'));
		assert.equal(await page.locator('main mark').count(), 0);
		assert.ok(!page.url().includes('?'));
		await page.keyboard.press('Escape');
		assert.equal((await marks()).length, 0);
		await page.reload();
		assert.equal((await marks()).length, 0);
		await page.context().close();
	});

// A window so low that what matched is not in it by itself.
const LOW = {viewport: {width: 600, height: 320}};

// Where the first words that are marked are in the window, and how far it is scrolled.
const seen = page => page.evaluate(() => {
	const [range] = CSS.highlights.get('meju');
	const whole = document.createRange();
	whole.setStart(range.startContainer, range.startOffset);
	whole.setEnd(range.endContainer, range.endOffset);
	const {top, bottom} = whole.getBoundingClientRect();
	return {top, bottom, scrolled: scrollY, height: innerHeight};
});

test('a section\'s address leads to the words that it has', async () => {
	const page = await site.typed('/box.html', 'tight junctions', LOW);
	const link = page.locator('.meju-section a[href*=":~:text="]').first();
	const words = decodeURIComponent(/:~:text=(.*)/.exec(
		await link.getAttribute('href'))[1]).replace(/^.*-,|,-.*$/g, '');
	await link.click();
	await page.waitForFunction(() => window.CSS && CSS.highlights.has('meju'));
	await page.waitForFunction(() => scrollY > 0);
	const near = await page.evaluate(text => {
		const walk = document.createTreeWalker(document.querySelector('main'),
			NodeFilter.SHOW_TEXT);
		const tops = [];
		while (walk.nextNode()) {
			const at = walk.currentNode.data.toLowerCase()
				.indexOf(text.toLowerCase());
			const range = document.createRange();
			if (at < 0)
				continue;
			range.setStart(walk.currentNode, at);
			range.setEnd(walk.currentNode, at + text.length);
			tops.push(range.getBoundingClientRect().top);
		}
		return tops.some(top => top >= 0 && top < innerHeight);
	}, words);
	assert.ok(near, words);
	await page.context().close();
});

test('so does one that the box made of the passage', async () => {
	const page = await site.visit('/box.html', LOW);
	await answers(page, () => ({hits: [{id: 'long', title: 'Long',
		url: '/long/', snippet: 'Here the <mark>needle</mark> lies in hay'}]}));
	await page.fill(INPUT, 'needle');
	await page.waitForSelector(OPTION);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.waitForURL(/long/);
	await page.waitForFunction(() => scrollY > 0);
	const {top, bottom, height} = await seen(page);
	assert.ok(top >= 0 && bottom <= height);
	await page.context().close();
});

test('a result on the page that one is on closes the box', async () => {
	const page = await site.visit('/long/', LOW);
	await answers(page, () => ({hits: [{id: 'long', title: 'Long',
		url: '/long/', snippet: 'Here the <mark>needle</mark> lies in hay'}]}));
	await page.fill(INPUT, 'needle');
	await page.waitForSelector(OPTION);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => scrollY > 0 && CSS.highlights.has('meju'));
	assert.ok(!await isOpen(page));
	assert.ok(!query(page).has('q'));
	await page.context().close();
});

test('marked are words as they stand, hyphens, lines and all', async () => {
	const page = await site.visit('/box.html');
	await answers(page, () => ({hits: [{id: 'long', title: 'Long', url: '/long/',
		snippet: 'A (<mark>well-known needle</mark>) in <mark>a.*b</mark> and ' +
			'<mark>needle</mark>'}]}));
	await page.fill(INPUT, 'needle');
	await page.click(OPTION);
	await page.waitForFunction(() => window.CSS && CSS.highlights.has('meju'));
	assert.deepEqual(await page.evaluate(() => [...CSS.highlights.get('meju')]
		.map(({startContainer: {data}, startOffset, endOffset}) =>
			data.slice(startOffset, endOffset))),
	['needle', 'well-known\nneedle']);
	await page.context().close();
});
