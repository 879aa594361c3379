// SPDX-License-Identifier: GPL-3.0-or-later
// Searching as one sees and hears it: results, counts, facets, failures.
'use strict';
const assert = require('node:assert');
const {after, before, test} = require('node:test');
const {start} = require('./site.js');
const {INPUT, OPTION, answers, attribute, heard, query} = require('./box.js');

const PHONE = {viewport: {width: 375, height: 700}, hasTouch: true};

let site;
before(async () => {
	site = await start();
});
after(() => site.end());

test('results come while one types, the last word completed', async () => {
	const page = await site.typed('/box.html', 'rosac');
	const heading = await page.textContent(OPTION);
	assert.match(heading, /Rosacea/);
	assert.equal(await attribute(page, 'aria-expanded'), 'true');
	assert.equal(await attribute(page, 'role'), 'combobox');
	const list = await attribute(page, 'aria-controls');
	assert.equal(await page.getAttribute(`[id="${list}"]`, 'role'), 'listbox');
	assert.match(await page.textContent('.meju-foot'), /\d+ results/);
	assert.ok(await page.locator('.meju-text mark').count() > 0);
	await page.context().close();
});

test('what came is announced, once one stops', async () => {
	const page = await site.visit('/box.html');
	await answers(page, text => ({total: Number(text),
		hits: [{id: 'x', url: '/x', title: 'X', relaxed: text === '2'}]
			.slice(0, Number(text))}));
	for (const [text, words, expanded] of [['1', '1 result', 'true'],
		['1234', '1,234 results', 'true'],
		['2', '2 results No page has all of the words; these have some ' +
			'of them.', 'true'], ['0', 'Nothing found.', 'false']]) {
		await page.fill(INPUT, text);
		await page.waitForFunction(said => document.querySelector(
			'[role=status]').textContent === said, words);
		assert.equal(await attribute(page, 'aria-expanded'), expanded);
	}
	assert.equal(await page.locator('[role=status]').count(), 1);
	await page.context().close();
});

test('a search that takes long says so, until its answer comes', async () => {
	const page = await site.visit('/box.html');
	let answer;
	await answers(page, text => new Promise(done => {
		answer = () => done({hits: [{id: text, url: '/x', title: text}]});
	}));
	for (const text of ['first', 'second']) {
		await page.fill(INPUT, text);
		await heard(page, 'Searching…');
		assert.equal(await page.innerText('.meju-notes'), 'Searching…');
		answer();
		await page.waitForSelector(`${OPTION}:has-text("${text}")`);
		assert.equal(await page.textContent('.meju-notes'), '');
		await heard(page, '1 result');
	}
	await page.fill(INPUT, 'third');
	await heard(page, 'Searching…');
	await page.keyboard.press('Escape');
	answer();
	await page.waitForTimeout(100);
	assert.ok(!await page.isVisible('.meju-panel'));
	await page.context().close();
});

test('letters that follow each other make one request', async () => {
	const page = await site.visit('/box.html');
	const asked = [];
	await answers(page, text => {
		asked.push(text);
		return {hits: []};
	});
	await page.$eval(INPUT, input => {
		for (const letter of 'rosacea') {
			input.value += letter;
			input.dispatchEvent(new InputEvent('input', {bubbles: true}));
		}
	});
	await page.waitForURL(/q=rosacea/);
	assert.deepEqual(asked, ['rosacea']);
	await page.context().close();
});

test('facets are toggles, and steps that back takes back', async () => {
	const page = await site.typed('/box.html?facets=category,tag', 'gut');
	const pressed = () => page.locator('[aria-pressed=true]').count();
	const total = () => page.textContent('.meju-foot span');
	const all = await total();
	await page.click('.meju-facets button:has-text("Haut")');
	await page.waitForSelector('[aria-pressed=true]');
	const fewer = await total();
	assert.ok(parseInt(fewer, 10) < parseInt(all, 10));
	assert.equal(parseInt(fewer, 10),
		parseInt(await page.innerText('[aria-pressed=true] small'), 10));
	assert.ok([...query(page).keys()].includes('q-category'));
	assert.ok(await page.evaluate(() =>
		document.activeElement.closest('.meju-facets')));
	await page.goBack();
	await page.waitForFunction(text => document.querySelector(
		'.meju-foot span').textContent === text, all);
	assert.equal(await pressed(), 0);
	await page.goForward();
	await page.waitForSelector('[aria-pressed=true]');
	assert.equal(await total(), fewer);
	await page.click('[aria-pressed=true]');
	await page.waitForFunction(() =>
		!document.querySelector('[aria-pressed=true]'));
	assert.equal(await total(), all);
	await page.context().close();
});

test('the page of all results is asked for the same facets', async () => {
	const page = await site.typed('/box.html?facets=tag', 'gut');
	await page.click('.meju-facets button');
	await page.waitForSelector('[aria-pressed=true]');
	await page.click('.meju-all');
	await page.waitForURL(/search\?q=gut&tag=.*&facets=tag$/);
	await page.waitForSelector('.meju-facet [aria-current=true]');
	await page.context().close();
});

test('what was perhaps meant can be asked for', async () => {
	const page = await site.visit('/box.html');
	await page.fill(INPUT, 'microbiomme ');
	await page.click('.meju-notes button');
	await page.waitForSelector(OPTION);
	assert.equal(await page.inputValue(INPUT), 'microbiome');
	await page.goBack();
	await page.waitForSelector('.meju-notes button');
	assert.equal((await page.inputValue(INPUT)).trim(), 'microbiomme');
	await page.context().close();
});

test('only the answer to what was typed last is shown', async () => {
	const page = await site.visit('/box.html');
	const asked = [];
	let answer;
	await answers(page, text => {
		const json = {hits: [{id: text, url: '/x', title: text}]};
		asked.push(text);
		return text === 'slow quick' ? json : new Promise(done => {
			answer = () => done(json);
		});
	});
	const first = page.waitForRequest(/q=slow/);
	const given = page.waitForEvent('requestfailed');
	await page.fill(INPUT, 'slow');
	await first;
	await page.fill(INPUT, 'slow quick');
	await page.waitForSelector(OPTION);
	assert.match((await given).failure().errorText, /ABORTED/);
	answer();
	await page.waitForTimeout(100);
	assert.equal(await page.textContent(OPTION), 'slow quick');
	assert.deepEqual(asked, ['slow', 'slow quick']);
	await page.context().close();
});

test('a search that fails says so, and can be tried again', async () => {
	const page = await site.visit('/box.html');
	let broken = {status: 500, body: 'no'};
	await page.route(/search\?/, route => broken ? route.fulfill(broken) :
		route.continue());
	await page.fill(INPUT, 'rosacea');
	await page.waitForSelector('.meju-notes button');
	assert.match(await page.textContent('.meju-notes'),
		/The search does not answer\./);
	broken = {json: {hits: 'none'}};
	const second = page.waitForResponse(/search\?/);
	await page.click('.meju-notes button');
	await second;
	await page.waitForSelector('[role=status]:has-text("does not answer")',
		{state: 'attached'});
	broken = undefined;
	await page.click('.meju-notes button');
	await page.waitForSelector(OPTION);
	await page.context().setOffline(true);
	await page.fill(INPUT, 'gut');
	await page.waitForSelector('text=You are offline.');
	await page.unroute(/search\?/);
	await page.context().setOffline(false);
	await page.waitForSelector(OPTION);
	await page.context().close();
});

test('a search without an answer fails after ten seconds', async () => {
	const page = await site.visit('/box.html');
	await page.clock.install();
	await page.reload();
	await page.route(/search\?/, () => {});
	const asked = page.waitForRequest(/search\?/);
	await page.fill(INPUT, 'gut');
	await page.clock.runFor(200);
	await asked;
	await page.clock.runFor(1000);
	await heard(page, 'Searching…');
	await page.clock.runFor(10000);
	await heard(page, 'The search does not answer.');
	await page.context().close();
});

for (const status of [429, 503])
	test(`${status}: there is too much to do just now`, async () => {
		const page = await site.visit('/box.html');
		await page.route(/search\?/, route => route.fulfill({status,
			contentType: 'application/problem+json',
			json: {title: 'no', status, detail: 'Not now.'}}), {times: 1});
		await page.fill(INPUT, 'rosacea');
		await heard(page, 'Too many searches at once; please wait a moment.');
		assert.equal(await page.innerText('.meju-notes'),
			'Too many searches at once; please wait a moment. Try again');
		assert.equal(await page.locator(OPTION).count(), 0);
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.waitForSelector(OPTION);
		await page.context().close();
	});

test('what is only partly found is said', async () => {
	const page = await site.visit('/box.html?page-lang=de');
	await page.route(/search\?/, route => route.fulfill({json: {total: 1000,
		total_relation: 'gte', partial: true, relaxed: true,
		hits: [{id: 'x', url: '/x', title: 'X', relaxed: true}]}}));
	await page.fill(INPUT, 'x');
	await page.waitForSelector(OPTION);
	assert.match(await page.textContent('.meju-notes'), /rechtzeitig/);
	assert.match(await page.textContent('.meju-notes'), /einige davon/);
	assert.match(await page.textContent('.meju-foot'), /1\.000\+ Treffer/);
	await page.context().close();
});

test('a passage begins so near to the first mark that it is seen', async () => {
	const page = await site.visit('/box.html');
	const long = 'many words that lead to it '.repeat(9);
	await answers(page, () => ({hits: [{id: 'x', url: '/x', title: 'X',
		snippet: `${long}<mark>it</mark> and more`,
		sections: [{heading: 'H', snippet: `${long}<mark>it</mark> and more`},
			{heading: 'I', snippet: `a few words <mark>it</mark>`},
			{heading: 'J', snippet: long}]}]}));
	await page.fill(INPUT, 'x');
	await page.waitForSelector(OPTION);
	assert.deepEqual(await page.locator('.meju-text').allTextContents(),
		['…words that lead to it many words that lead to it it and more',
			'…words that lead to it it and more', 'a few words it', long]);
	await page.context().close();
});

test('it is all in the window, at any width and in both directions',
	async () => {
		for (const dir of ['ltr', 'rtl'])
			for (const width of [375, 768, 1280]) {
				const page = await site.visit(`/box.html?facets=tag&q=gut` +
					`&page-lang=ar&page-dir=${dir}`,
				{viewport: {width, height: 700}});
				await page.waitForSelector(OPTION);
				const {left, right} = await page.$eval('.meju-panel', panel =>
					panel.getBoundingClientRect().toJSON());
				assert.ok(left >= 0 && right <= width, `${dir} ${width}`);
				assert.ok(await page.evaluate(() =>
					document.documentElement.scrollWidth <= innerWidth));
				await page.context().close();
			}
	});

test('by touch: a result, outside of it, another place', async () => {
	const page = await site.typed('/box.html', 'rosacea', PHONE);
	await page.touchscreen.tap(100, 690);
	await page.waitForSelector('.meju-panel', {state: 'hidden'});
	await page.tap(INPUT);
	await page.waitForSelector(OPTION);
	await page.tap(OPTION);
	await page.waitForURL(/rosacea/);
	await page.context().close();
});
