// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever documents and endpoints say stays text, in its place.
'use strict';
const assert = require('node:assert');
const {after, before, test} = require('node:test');
const {start} = require('./site.js');
const {INPUT, OPTION, answers} = require('./box.js');

let site;
before(async () => {
	site = await start();
});
after(() => site.end());

// Nothing but what the box makes, and nothing of it ran.
async function assertHarmless(page) {
	const tags = await page.$$eval('.meju-panel *', all =>
		[...new Set(all.map(node => node.localName))].sort());
	assert.deepEqual(tags.filter(tag => !['a', 'bdi', 'button', 'div', 'mark',
		'p', 'small', 'span'].includes(tag)), []);
	assert.equal(await page.title(), 'A site');
	const links = await page.$$eval(OPTION, all => all.map(a => a.protocol));
	assert.deepEqual([...new Set(links)], ['http:']);
}

test('strings from documents stay text', async () => {
	const page = await site.typed('/box.html?facets=tag&limit=100',
		'hostile script alert');
	const text = await page.textContent('.meju-list');
	assert.match(text, /<script/i);
	await assertHarmless(page);
	await page.locator('.meju-facets button').last().click();
	await page.waitForSelector('[aria-pressed=true]');
	await assertHarmless(page);
	await page.context().close();
});

test('whatever an endpoint answers stays text', async () => {
	const page = await site.visit('/box.html');
	const strings = site.hostile;
	await page.route(/search\?/, route => route.fulfill({json: {
		total: strings.length, suggestion: strings[0], query: strings[0],
		hits: strings.map(text => ({id: text, title: text, date: text,
			url: text, author: [text], lang: text, snippet: text,
			sections: [{heading: text, anchor: text, url: text,
				snippet: `<mark>${text}</mark>`}]})),
		facets: {tag: strings.map(value => ({value, count: value})),
			lang: strings.slice(0, 9).map(value => ({value, count: 1})),
			'"><script>': strings.slice(0, 3)
				.map(value => ({value, count: 1}))},
	}}));
	await page.fill(INPUT, 'x');
	await page.waitForSelector(OPTION);
	assert.equal(await page.locator('.meju-hit').count(), strings.length);
	const titles = await page.locator('.meju-hit > :first-child a')
		.allTextContents();
	assert.deepEqual(titles, strings.map(text => text.trim() ? text : '…'));
	await assertHarmless(page);
	await page.context().close();
});

// Of shapes that no one designs for.
const ODD = {
	'no title': {title: ''},
	'white space': {title: ' \u00a0\t', sections: [{heading: '', snippet: 'x'}]},
	'no address': {url: undefined},
	'an address of another kind': {url: 'data:text/html,x'},
	'turned around': {title: '\u202eevil\u2066 fdp.exe',
		author: ['\u202eAda'], date: '2024-01-01',
		sections: [{heading: '\u202egnidaeh', snippet: '\u2067x'}]},
	'a long word': {title: 'W'.repeat(400), snippet: 'w'.repeat(999),
		author: ['A'.repeat(300)], sections: [{heading: 'H'.repeat(400)}]},
	'no Latin': {title: '👩‍👩‍👧‍👦🏳️‍🌈 👍🏽', snippet: '🧑🏿‍🚀 <mark>🇺🇦</mark>'},
	'of many marks': {title: `Z${'\u0335\u0321\u034e'.repeat(40)}algo`},
	'no texts at all': {title: 5, snippet: {}, date: [], author: ['x'], lang: 1},
};

// Boxes that are narrower than what is in them; the row of facets may scroll.
const cut = page => page.$$eval('.meju-panel, .meju-panel *', all => all
	.filter(node => getComputedStyle(node).display !== 'inline' &&
		node.clientWidth && node.scrollWidth > node.clientWidth + 1 &&
		!node.matches('.meju-facets, .meju-facets > div'))
	.map(node => `${node.localName} ${node.className} ${node.scrollWidth}`));

for (const width of [320, 1280])
	test(`odd results keep their place, in ${width} pixels`, async () => {
		const page = await site.visit('/box.html',
			{viewport: {width, height: 900}});
		await answers(page, text => ({total: 1, suggestion: 'S'.repeat(300),
			facets: {tag: ['T'.repeat(300), '\u202eti', '👍'].map(value =>
				({value, count: 1}))},
			hits: [{id: 'odd/id?#x', url: '/x', ...ODD[text]},
				{id: 'y', title: 'Y', url: '/y'}]}));
		for (const text of Object.keys(ODD)) {
			await page.fill(INPUT, text);
			await page.waitForURL(url =>
				url.searchParams.get('q') === text);
			await page.waitForSelector(OPTION);
			const options = await page.$$eval(OPTION, all => all.map(option =>
				[option.innerText.trim(), option.protocol]));
			assert.ok(options.every(([name, protocol]) =>
				name && protocol === 'http:'), text);
			assert.deepEqual(await cut(page), [], text);
			assert.ok(await page.evaluate(() =>
				document.documentElement.scrollWidth <= innerWidth), text);
		}
		await page.context().close();
	});
