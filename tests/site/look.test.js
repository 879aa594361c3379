// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * axe-core finds nothing wrong with any state of the box and of the pages, in
 * any colours; with MEJU_PICTURES=FOLDER a picture of each is kept instead.
 */
'use strict';
const assert = require('node:assert');
const path = require('node:path');
const {after, before, test} = require('node:test');
const axe = require('axe-core');
const {start} = require('./site.js');

const PICTURES = process.env.MEJU_PICTURES;
const INPUT = 'input[name=q]';
const BOX = '/box.html?facets=category,tag&keys=/';
const COLOURS = {
	light: {colorScheme: 'light'},
	dark: {colorScheme: 'dark'},
	forced: {forcedColors: 'active', colorScheme: 'dark'},
};
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
	'best-practice'];
let site;
before(async () => {
	site = await start();
});
after(() => site.end());

async function search(page, text) {
	await page.focus(INPUT);
	await page.fill(INPUT, text);
	await page.waitForURL(/[?&]q=/);
}

async function dialog(page) {
	await page.click('.meju-open');
	await search(page, 'rosacea');
	await page.keyboard.press('ArrowDown');
}

const WIDTHS = {light: [320, 1280], dark: [320], forced: [1280]};
const fulfilled = answer => async page => {
	await page.route(/search\?/, route => route.fulfill(answer));
	await search(page, 'gut');
};

// What each is and how it comes about.
const STATES = {
	closed: [BOX, () => {}],
	open: [BOX, page => search(page, 'skin barrier')],
	chosen: [BOX, async page => {
		await search(page, 'gut');
		await page.click('.meju-facets button');
		await page.waitForSelector('[aria-pressed=true]');
		await page.focus(INPUT);
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
	}],
	nothing: [BOX, page => search(page, 'microbiomme ')],
	failed: [BOX, fulfilled({status: 500, body: 'no'})],
	busy: [BOX, fulfilled({status: 503, json: {title: 'no'}})],
	loading: [BOX, async page => {
		await page.route(/search\?/, () => {});
		await page.fill(INPUT, 'gut');
		await page.waitForSelector('.meju-notes:has-text("Searching")');
	}],
	arabic: [`${BOX}&page-dir=rtl&page-lang=ar`, page => search(page, 'gut')],
	hebrew: [`${BOX}&page-dir=rtl&page-lang=he`,
		page => search(page, 'microbiomme ')],
	dialog: [`${BOX}&modal`, dialog],
	article: ['/gut/leaky-gut/', () => {}],
	landed: [BOX, async page => {
		await search(page, 'leaky gut');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.waitForURL(/leaky-gut/);
		await page.waitForFunction(() => CSS.highlights.has('meju'));
	}],
	demo: ['/api/', () => {}],
	'demo-open': ['/api/', page => search(page, 'skin barrier')],
	'demo-dialog': ['/api/', async page => {
		await page.click('.meju-open');
		await page.fill('dialog [name=q]', 'leaky gut');
		await page.waitForURL(/find=/);
		await page.keyboard.press('ArrowDown');
	}],
	results: ['/api/search?q=skin+barrier&facets=category,tag', () => {}],
	'results-chosen': ['/api/search?q=gut&facets=category,tag&category=Gut' +
		'&limit=2&offset=2', () => {}],
	'results-none': ['/api/search?q=microbiomme+zyzzyva', () => {}],
	'results-empty': ['/api/search', () => {}],
	document: ['/api/doc/gut/leaky-gut.md', () => {}],
	problem: ['/api/search?limit=x', () => {}],
};

// By the debugger, as the page's policy allows no script from elsewhere.
async function violations(page) {
	const client = await page.context().newCDPSession(page);
	const run = async expression => {
		const {result, exceptionDetails} = await client.send('Runtime.evaluate',
			{expression, awaitPromise: true, returnByValue: true});
		assert.equal(exceptionDetails, undefined);
		return result.value;
	};
	await run(`${axe.source};0`);
	const found = await run(`axe.run({runOnly: ${JSON.stringify(RULES)}}).then(r =>
		JSON.stringify(r.violations.map(v => [v.id,
			...v.nodes.map(n => n.html + ' ' + n.failureSummary)])))`);
	return JSON.parse(found);
}

async function look(page, name, [where, act]) {
	await page.goto(new URL(where, site.origin).href);
	await act(page);
	if (PICTURES)
		await page.screenshot({path: path.join(PICTURES, `${name}.png`)});
	else
		assert.deepEqual(await violations(page), [], name);
	assert.ok(await page.evaluate(() =>
		document.documentElement.scrollWidth <= innerWidth),
	`${name} is wider than the window`);
	await page.unrouteAll();
}

// Pictures are of all; the checks are of those that differ.
for (const [colours, options] of Object.entries(COLOURS))
	for (const width of PICTURES ? [320, 768, 1280] :
		WIDTHS[colours])
		test(`${colours}, ${width} pixels wide`, async () => {
			const page = await site.visit('/box.html',
				{...options, viewport: {width, height: 800}});
			for (const [name, state] of Object.entries(STATES))
				await look(page, `${name}-${colours}-${width}`, state);
			await page.context().close();
		});
