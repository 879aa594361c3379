// SPDX-License-Identifier: GPL-3.0-or-later
// The search box as one uses it: by keys, by mouse, with and without script.
'use strict';
const assert = require('node:assert');
const {after, before, test} = require('node:test');
const {start} = require('./site.js');

const INPUT = 'input[name=q]';
const OPTION = '[role=option]';
const PHONE = {viewport: {width: 375, height: 700}, hasTouch: true};
let site;
before(async () => {
	site = await start();
});
after(() => site.end());

// A page on which `text` was typed, and results of it came.
async function typed(where, text, options) {
	const page = await site.visit(where, options);
	await page.focus(INPUT);
	await page.keyboard.type(text);
	await page.waitForURL(url => url.searchParams.get('q') === text);
	await page.waitForSelector(OPTION).catch(async () =>
		assert.fail(`no results: ${await page.innerText('form')}`));
	return page;
}

const attribute = (page, name) => page.getAttribute(INPUT, name);
const isOpen = page => page.isVisible('.meju-panel');
const query = page => new URL(page.url()).searchParams;
const active = page => page.evaluate(() => {
	const id = document.querySelector('[name=q]')
		.getAttribute('aria-activedescendant');
	const all = [...document.querySelectorAll('[role=option]')];
	return all.indexOf(id && document.getElementById(id));
});

test('results come while one types, the last word completed', async () => {
	const page = await typed('/box.html', 'rosac');
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

test('a count is announced, once one stops', async () => {
	const page = await typed('/box.html', 'rosacea');
	await page.waitForFunction(() => /^\d+ results/.test(
		document.querySelector('[role=status]').textContent));
	await page.fill(INPUT, 'zyzzyva');
	await page.waitForFunction(() => document.querySelector('[role=status]')
		.textContent === 'Nothing found.');
	assert.equal(await attribute(page, 'aria-expanded'), 'false');
	await page.context().close();
});

test('arrows, Home and End go through the results', async () => {
	const page = await typed('/box.html', 'gut skin');
	const last = await page.locator(OPTION).count() - 1;
	const press = async (key, expected) => {
		await page.keyboard.press(key);
		assert.equal(await active(page), expected, key);
	};
	await press('ArrowDown', 0);
	await press('ArrowDown', 1);
	await press('End', last);
	await press('ArrowDown', -1);
	await press('ArrowUp', last);
	await press('Home', 0);
	await press('ArrowUp', -1);
	await press('Home', -1); // the text's
	assert.equal(await page.$eval(INPUT, i => i.selectionStart), 0);
	await press('ArrowDown', 0);
	assert.equal(await page.locator('[aria-selected=true]').count(), 1);
	assert.ok(await page.$eval(INPUT, i => i === document.activeElement));
	await page.context().close();
});

test('a result stays chosen while more is typed', async () => {
	const page = await typed('/box.html', 'leaky gut');
	await page.keyboard.press('ArrowDown');
	const chosen = () => page.getAttribute('[aria-selected=true]', 'href');
	const before = await chosen();
	await page.keyboard.type(' ');
	await page.waitForURL(/q=leaky(\+|%20)gut(\+|%20)$/);
	assert.equal(await chosen(), before);
	await page.keyboard.type('zyzzyva');
	await page.waitForURL(/zyzzyva/);
	await page.keyboard.press('Escape');
	assert.equal(await attribute(page, 'aria-activedescendant'), null);
	await page.context().close();
});

test('Escape closes, arrows open again, another Escape is the browser\'s',
	async () => {
		const page = await typed('/box.html', 'rosacea');
		await page.keyboard.press('Escape');
		assert.ok(!await isOpen(page));
		assert.equal(await page.inputValue(INPUT), 'rosacea');
		assert.equal(query(page).get('q'), null);
		await page.keyboard.press('ArrowDown');
		await page.waitForSelector(OPTION);
		assert.ok(await isOpen(page));
		await page.keyboard.press('Escape');
		await page.keyboard.press('Escape');
		assert.equal(await page.inputValue(INPUT), '');
		await page.context().close();
	});

test('Enter follows a result, and back restores the search', async () => {
	const page = await typed('/box.html', 'leaky gut');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.waitForURL(/leaky-gut/);
	await page.goBack();
	await page.waitForSelector(OPTION);
	assert.equal(await page.inputValue(INPUT), 'leaky gut');
	assert.equal(query(page).get('q'), 'leaky gut');
	await page.context().close();
});

test('Enter in the text leads to the page of all results', async () => {
	const page = await typed('/box.html', 'leaky gut');
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/api\/search\?q=leaky(\+|%20)gut/);
	await page.context().close();
});

for (const key of ['Control+Enter', 'Shift+Enter'])
	test(`${key} opens a tab`, async () => {
		const page = await typed('/box.html', 'leaky gut');
		await page.keyboard.press('ArrowDown');
		const [other] = await Promise.all([
			page.context().waitForEvent('page'),
			page.keyboard.press(key)]);
		await other.waitForURL(/leaky-gut/);
		assert.ok(await isOpen(page));
		await page.context().close();
	});

test('sections lead to the place in the page', async () => {
	const page = await typed('/box.html', 'small intestine bacteria');
	const links = await page.$$eval('.meju-section a', all =>
		all.map(a => a.getAttribute('href')));
	assert.ok(links.length > 0);
	assert.ok(links.every(link => link.includes('#')));
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

test('shortcuts are those of the attribute', async () => {
	const page = await site.visit('/box.html?keys=/ ctrl%2Bk');
	const focused = () => page.$eval(INPUT,
		input => input === document.activeElement);
	assert.equal(await attribute(page, 'aria-keyshortcuts'), '/ Control+K');
	await page.keyboard.press('/');
	assert.ok(await focused());
	assert.equal(await page.inputValue(INPUT), '');
	await page.focus('#note');
	await page.keyboard.press('/');
	assert.equal(await page.inputValue('#note'), '/');
	await page.keyboard.press('Control+k');
	assert.ok(await focused());
	await page.goto(`${site.origin}/box.html`);
	await page.keyboard.press('/');
	assert.ok(!await focused());
	await page.context().close();
});

test('the dialog opens by keys, and gives the focus back', async () => {
	const page = await site.visit('/box.html?modal&keys=ctrl%2Bk');
	assert.ok(!await page.isVisible(INPUT));
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	assert.ok(await page.$eval('.meju-open', b => b === document.activeElement));
	await page.keyboard.press('Enter');
	await page.keyboard.type('rosacea');
	await page.waitForURL(url => url.searchParams.get('q') === 'rosacea');
	await page.keyboard.press('Escape');
	await page.waitForURL(url => !url.searchParams.has('q'));
	assert.ok(!await page.isVisible('dialog'));
	assert.ok(await page.$eval('.meju-open', b => b === document.activeElement));
	await page.keyboard.press('Control+k');
	await page.waitForSelector(OPTION);
	assert.equal(await page.inputValue(INPUT), 'rosacea');
	await page.click('.meju-close');
	assert.ok(!await page.isVisible('dialog'));
	await page.context().close();
});

test('facets are toggles, and steps that back takes back', async () => {
	const page = await typed('/box.html?facets=category,tag', 'gut');
	const pressed = () => page.locator('[aria-pressed=true]').count();
	const total = () => page.textContent('.meju-foot span');
	const all = await total();
	const value = '.meju-facets button >> nth=1';
	await page.click(value);
	await page.waitForSelector('[aria-pressed=true]');
	const fewer = await total();
	assert.ok(parseInt(fewer, 10) < parseInt(all, 10));
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
	const page = await typed('/box.html?facets=tag', 'gut');
	await page.click('.meju-facets button');
	await page.waitForSelector('[aria-pressed=true]');
	await page.click('.meju-all');
	await page.waitForURL(/search\?q=gut&tag=/);
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

test('a page can be opened with a query, and typing makes no history',
	async () => {
		const page = await typed('/box.html', 'rosacea');
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

test('only the answer to what was typed last is shown', async () => {
	const page = await site.visit('/box.html');
	const asked = [];
	await page.route(/search\?/, async route => {
		const text = new URL(route.request().url()).searchParams.get('q');
		asked.push(text);
		if (text === 'slow')
			await new Promise(done => setTimeout(done, 700));
		await route.fulfill({json: {total: 1, hits: [{id: text, url: '/x',
			title: text}]}}).catch(() => {});
	});
	const first = page.waitForRequest(/q=slow/);
	await page.fill(INPUT, 'slow');
	await first;
	await page.fill(INPUT, 'slow quick');
	await page.waitForSelector(OPTION);
	await page.waitForTimeout(800);
	assert.equal(await page.textContent(OPTION), 'slow quick');
	assert.deepEqual(asked, ['slow', 'slow quick']);
	await page.context().close();
});

test('a search that fails says so, and can be tried again', async () => {
	const page = await site.visit('/box.html');
	let broken = {status: 503, body: 'no'};
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

test('what is only partly found is said', async () => {
	const page = await site.visit('/box.html?page-lang=de');
	await page.route(/search\?/, route => route.fulfill({json: {total: 1000,
		total_relation: 'gte', partial: true, relaxed: true,
		hits: [{id: 'x', url: '/x', title: 'X'}]}}));
	await page.fill(INPUT, 'x');
	await page.waitForSelector(OPTION);
	assert.match(await page.textContent('.meju-notes'), /rechtzeitig/);
	assert.match(await page.textContent('.meju-notes'), /einige davon/);
	assert.match(await page.textContent('.meju-foot'), /1\.000\+ Treffer/);
	await page.context().close();
});

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
	const page = await typed('/box.html?facets=tag&limit=100',
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
	assert.deepEqual(titles, strings);
	await assertHarmless(page);
	await page.context().close();
});

test('the endpoint may be of another origin', async () => {
	const page = await typed(`/box.html?endpoint=${site.endpoint.url}`,
		'rosacea');
	assert.match(await page.textContent(OPTION), /Rosacea/);
	await page.context().close();
});

test('without JavaScript the form works', async () => {
	const page = await site.visit('/box.html', {javaScriptEnabled: false});
	await page.fill(INPUT, 'rosacea');
	await page.press(INPUT, 'Enter');
	await page.waitForURL(/\/api\/search\?q=rosacea/);
	assert.match(await page.textContent('body'), /rosacea/);
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

test('texts and plurals are of the page\'s language', async () => {
	// Of one and of two; where there is one text, of two.
	const said = {en: ['1 result', '2 results'], de: ['2 Treffer'],
		fr: ['2 résultats'], es: ['2 resultados'], it: ['2 risultati'],
		pt: ['2 resultados'], nl: ['2 resultaten'],
		pl: ['1 wynik', '2 wyniki'], ja: ['2 件の結果'], zh: ['2 条结果'],
		ko: ['결과 2개'], ar: ['نتيجة واحدة', 'نتيجتان'],
		'pt-BR': ['2 resultados'], xx: ['1 result', '2 results']};
	const page = await site.visit('/box.html');
	await page.route(/search\?/, route => route.fulfill({json: {
		total: Number(new URL(route.request().url()).searchParams.get('q')),
		hits: [{id: 'x', url: '/x', title: 'X'}]}}));
	for (const [lang, texts] of Object.entries(said))
		for (const [at, text] of texts.entries()) {
			await page.evaluate(code => {
				const box = document.createElement('meju-search');
				box.lang = code;
				document.querySelector('meju-search').replaceWith(box);
			}, lang);
			await page.fill(INPUT, String(3 - texts.length + at));
			await page.waitForSelector(`.meju-foot span:text-is("${text}")`);
		}
	await page.context().close();
});

test('letters that are being composed are not searched for', async () => {
	const page = await site.visit('/box.html');
	let asked = 0;
	await page.route(/search\?/, route => {
		asked++;
		return route.continue();
	});
	const client = await page.context().newCDPSession(page);
	await page.focus(INPUT);
	await client.send('Input.imeSetComposition',
		{text: 'pi', selectionStart: 2, selectionEnd: 2});
	await page.waitForTimeout(200);
	assert.equal(asked, 0);
	await client.send('Input.insertText', {text: '皮'});
	await page.waitForURL(url => url.searchParams.get('q') === '皮');
	assert.equal(asked, 1);
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
	const page = await typed('/box.html', 'rosacea', PHONE);
	await page.touchscreen.tap(100, 690);
	await page.waitForSelector('.meju-panel', {state: 'hidden'});
	await page.tap(INPUT);
	await page.waitForSelector(OPTION);
	await page.tap(OPTION);
	await page.waitForURL(/rosacea/);
	await page.context().close();
});

test('leaving by Tab closes it', async () => {
	const page = await typed('/box.html', 'rosacea');
	await page.focus('#note');
	assert.ok(!await isOpen(page));
	await page.context().close();
});

test('words are marked on the page that they lead to, which stays as it is',
	async () => {
		const page = await typed('/box.html', 'leaky gut');
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
