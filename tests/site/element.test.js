// SPDX-License-Identifier: GPL-3.0-or-later
// The element in a page: others of its kind, other origins, no script, looks.
'use strict';
const assert = require('node:assert');
const {after, before, test} = require('node:test');
const {start} = require('./site.js');
const endpoint = require('./endpoint.js');
const {INPUT, OPTION, answers, attribute, heard, isFocused, query} =
	require('./box.js');

let site;
before(async () => {
	site = await start();
});
after(() => site.end());

test('the endpoint may be of another origin', async () => {
	const page = await site.typed(`/box.html?endpoint=${site.endpoint.url}`,
		'rosacea');
	assert.match(await page.textContent(OPTION), /Rosacea/);
	await page.context().close();
});

test('without JavaScript the form works', async () => {
	const page = await site.visit('/box.html', {javaScriptEnabled: false});
	await page.fill(INPUT, 'rosacea');
	await page.press(INPUT, 'Enter');
	await page.waitForURL(/\/api\/search\?q=rosacea/);
	assert.match(await page.textContent('.meju-results h2'), /[Rr]osacea/);
	await page.context().close();
});

test('an element alone gets its form', async () => {
	const page = await site.visit('/gut/leaky-gut/');
	assert.equal(await page.getAttribute('form', 'action'),
		`${site.origin}/api/search`);
	assert.equal(await page.getAttribute('form', 'role'), 'search');
	assert.equal(await attribute(page, 'aria-label'), 'Search');
	await page.context().close();
});

// Those that document and window have, but for those that drive the browser.
async function listeners(page) {
	const client = await page.context().newCDPSession(page);
	const types = [];
	for (const expression of ['document', 'window']) {
		const {result} = await client.send('Runtime.evaluate', {expression});
		const found = await client.send('DOMDebugger.getEventListeners',
			{objectId: result.objectId});
		types.push(...found.listeners.map(({type}) => type)
			.filter(type => !/mouse|click|menu|touch|playwright/.test(type) &&
				(expression === 'document' || !/pointer/.test(type))));
	}
	return types.sort();
}

test('an element that comes and goes leaves nothing behind', async () => {
	const page = await site.visit('/box.html');
	const own = ['keydown', 'online', 'pointerdown', 'popstate'];
	assert.deepEqual(await listeners(page), own);
	await page.evaluate(async () => {
		const box = document.querySelector('meju-search');
		const place = box.parentElement;
		for (let times = 0; times < 50; times++) {
			box.remove();
			await null;
			place.append(box);
			place.prepend(box); // moved
		}
	});
	assert.deepEqual(await listeners(page), own);
	assert.equal(await page.locator('.meju-panel').count(), 1);
	await page.focus(INPUT);
	await page.keyboard.type('rosacea');
	await page.waitForSelector(OPTION);
	await page.$eval('meju-search', box => box.remove());
	assert.deepEqual(await listeners(page), []);
	await page.context().close();
});

test('one that goes while it asks, or as a dialog, lets go of the page',
	async () => {
		const page = await site.visit('/box.html?modal');
		let answer;
		await answers(page, text => new Promise(done => {
			answer = () => done({hits: [{id: text, title: text, url: '/x'}]});
		}));
		await page.click('.meju-open');
		const asked = page.waitForRequest(/q=gut/);
		await page.fill(INPUT, 'gut');
		await asked;
		await page.evaluate(() => {
			window.box = document.querySelector('meju-search');
			window.box.remove();
		});
		answer();
		await page.click('main a', {trial: true}); // nothing covers it
		assert.equal(await page.$eval('html', html =>
			getComputedStyle(html).overflow), 'visible');
		assert.ok(!query(page).has('q'));
		await page.evaluate(() => document.body.prepend(window.box));
		assert.ok(!await page.isVisible('dialog'));
		await page.click('.meju-open');
		assert.ok(await isFocused(page));
		await page.context().close();
	});

test('boxes of one page do not meddle with each other', async () => {
	const page = await site.visit('/box.html?page-boxes=2&keys=/&facets=tag');
	const box = at => page.locator(`meju-search >> nth=${at}`);
	await page.keyboard.press('/');
	assert.ok(await isFocused(page));
	await page.keyboard.type('rosacea');
	await page.waitForURL(/q=rosacea/);
	assert.ok(!await box(1).locator('.meju-panel').isVisible());
	await box(1).locator(INPUT).click();
	assert.ok(!await box(0).locator('.meju-panel').isVisible());
	await page.keyboard.type('gut');
	await box(1).locator(OPTION).first().waitFor();
	assert.ok(!query(page).has('q'), 'the address is of the first');
	const ids = await page.$$eval('[id]', all => all.map(node => node.id));
	assert.equal(new Set(ids).size, ids.length);
	await box(0).evaluate(node => {
		node.style.display = 'none';
	});
	await page.keyboard.type(' ');
	await page.waitForURL(/q=gut/);
	await page.keyboard.press('Escape');
	assert.ok(!query(page).has('q'));
	await page.context().close();
});

test('properties of the site win, wherever its style stands', async () => {
	const page = await site.typed('/box.html?page-class=branded', 'rosacea');
	const style = (selector, name) => page.$eval(selector,
		(node, property) => getComputedStyle(node)[property], name);
	assert.equal(await style('.meju-row a', 'color'), 'rgb(128, 0, 96)');
	assert.equal(await style('.meju-panel', 'backgroundColor'),
		'rgb(255, 250, 240)');
	assert.equal(await style(INPUT, 'borderTopLeftRadius'), '0px');
	await page.context().close();
});

test('it is dark where the page is, the visitor likes it, or `theme` says so',
	async () => {
		const dark = async (where, options) => {
			const page = await site.typed(where, 'rosacea', options);
			const colour = await page.$eval('.meju-panel', panel =>
				getComputedStyle(panel).backgroundColor);
			await page.context().close();
			const [red] = colour.match(/\d+/g);
			return Number(red) < 128;
		};
		const likes = {colorScheme: 'dark'};
		assert.ok(!await dark('/box.html'));
		assert.ok(await dark('/box.html', likes));
		assert.ok(await dark('/box.html?theme=dark'));
		assert.ok(!await dark('/box.html?theme=light', likes));
		assert.ok(!await dark('/box.html?page-class=bright', likes));
		assert.ok(await dark('/box.html?page-class=bright&theme=auto', likes));
	});

test('where colours are forced, the chosen result has a frame', async () => {
	const page = await site.typed('/box.html?facets=category', 'gut',
		{forcedColors: 'active'});
	await page.keyboard.press('ArrowDown');
	const frame = option => page.$eval(option, node =>
		getComputedStyle(node, '::after').outlineStyle);
	assert.equal(await frame('[aria-selected=true]'), 'solid');
	assert.equal(await frame('[aria-selected=false]'), 'none');
	await page.context().close();
});

test('nothing moves for those who want it so', async () => {
	for (const [reducedMotion, count] of [['reduce', 0], ['no-preference', 1]]) {
		const page = await site.visit('/box.html?modal', {reducedMotion});
		assert.equal(await page.evaluate(() => {
			document.querySelector('.meju-open').click();
			return document.getAnimations().length;
		}), count);
		await page.context().close();
	}
});

test('a server with limits says so to pages of another origin', async () => {
	const api = await endpoint.start(site.index, site.origin, '--rate', '1');
	const page = await site.visit(`/box.html?endpoint=${api.url}`);
	// On a machine that is busy a second may pass in between.
	for (let tries = 0, said = ''; !said.startsWith('Too many'); tries++) {
		assert.ok(tries < 20);
		await Promise.all(Array.from({length: 9}, () =>
			fetch(`${api.url}/search?q=gut&format=json`)));
		await page.fill(INPUT, `gut ${tries}`);
		await page.waitForURL(url =>
			url.searchParams.get('q') === `gut ${tries}`);
		said = await page.textContent('.meju-notes');
	}
	await page.waitForTimeout(2000);
	await page.click('.meju-notes button');
	await page.waitForSelector(OPTION);
	await api.end();
	await page.fill(INPUT, 'rosacea');
	await heard(page, 'The search does not answer.');
	await page.context().close();
});
