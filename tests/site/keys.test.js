// SPDX-License-Identifier: GPL-3.0-or-later
// The box by keys alone.
'use strict';
const assert = require('node:assert');
const {after, before, test} = require('node:test');
const {start} = require('./site.js');
const {INPUT, OPTION, active, answers, attribute, isFocused, isOpen, query} =
	require('./box.js');

let site;
before(async () => {
	site = await start();
});
after(() => site.end());

test('arrows, Home and End go through the results', async () => {
	const page = await site.typed('/box.html', 'gut skin');
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
	assert.ok(await isFocused(page));
	await page.context().close();
});

test('who types or moves within the text is in the text again', async () => {
	const page = await site.typed('/box.html', 'leaky gut');
	for (const key of ['ArrowLeft', 'ArrowRight', 's']) {
		await page.keyboard.press('ArrowDown');
		assert.equal(await active(page), 0);
		await page.keyboard.press(key);
		assert.equal(await active(page), -1, key);
		assert.equal(await attribute(page, 'aria-activedescendant'), null);
	}
	await page.context().close();
});

test('a result that was chosen stays so in an answer that comes later',
	async () => {
		const page = await site.visit('/box.html');
		let later;
		await answers(page, text => {
			const json = {hits: [{id: text, title: text, url: `/${text}`},
				{id: 'b', title: 'B', url: '/b'}]};
			return text === 'a' ? json : new Promise(done => {
				later = () => done(json);
			});
		});
		await page.fill(INPUT, 'a');
		await page.waitForSelector(OPTION);
		const asked = page.waitForRequest(/q=ax/);
		await page.keyboard.type('x');
		await asked;
		await page.keyboard.press('End');
		await page.keyboard.press('ArrowUp');
		later();
		await page.waitForSelector(`${OPTION}:has-text("ax")`);
		assert.equal(await page.textContent('[aria-selected=true]'), 'B');
		await page.context().close();
	});

test('Escape closes, arrows open again, another Escape empties the text',
	async () => {
		const page = await site.typed('/box.html', 'rosacea');
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
		assert.ok(await isFocused(page));
		await page.keyboard.press('ArrowDown');
		assert.ok(!await isOpen(page));
		await page.context().close();
	});

test('Enter in the text leads to the page of all results', async () => {
	const page = await site.typed('/box.html', 'leaky gut');
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/api\/search\?q=leaky(\+|%20)gut/);
	await page.context().close();
});

for (const key of ['Control+Enter', 'Shift+Enter'])
	test(`${key} opens a tab`, async () => {
		const page = await site.typed('/box.html', 'leaky gut');
		await page.keyboard.press('ArrowDown');
		const [other] = await Promise.all([
			page.context().waitForEvent('page'),
			page.keyboard.press(key)]);
		await other.waitForURL(/leaky-gut/);
		assert.ok(await isOpen(page));
		await page.context().close();
	});

test('shortcuts are those of the attribute', async () => {
	const page = await site.visit('/box.html?keys=/ ctrl%2Bk');
	const focused = () => isFocused(page);
	assert.equal(await attribute(page, 'aria-keyshortcuts'), '/ Control+K');
	await page.keyboard.press('/');
	assert.ok(await focused());
	assert.equal(await page.inputValue(INPUT), '');
	await page.focus('#note');
	await page.keyboard.press('/');
	assert.equal(await page.inputValue('#note'), '/');
	await page.keyboard.press('Control+Shift+K');
	assert.ok(!await focused());
	await page.keyboard.press('Control+k');
	assert.ok(await focused());
	await page.evaluate(() => {
		const input = document.createElement('input');
		const host = document.body.appendChild(document.createElement('div'));
		host.attachShadow({mode: 'open'}).append(input);
		input.focus();
	});
	await page.keyboard.press('/');
	assert.ok(!await focused(), 'of an editor within another element');
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
	assert.ok(await isFocused(page, '.meju-open'));
	await page.keyboard.press('Enter');
	await page.keyboard.type('rosacea');
	await page.waitForURL(url => url.searchParams.get('q') === 'rosacea');
	await page.keyboard.press('Escape');
	await page.waitForURL(url => !url.searchParams.has('q'));
	assert.ok(!await page.isVisible('dialog'));
	assert.ok(await isFocused(page, '.meju-open'));
	await page.keyboard.press('Control+k');
	await page.waitForSelector(OPTION);
	assert.equal(await page.inputValue(INPUT), 'rosacea');
	await page.click('.meju-close');
	assert.ok(!await page.isVisible('dialog'));
	await page.context().close();
});

test('letters that are being composed are not searched for', async () => {
	const page = await site.visit('/box.html');
	const asked = [];
	await answers(page, text => {
		asked.push(text);
		return {hits: []};
	});
	const client = await page.context().newCDPSession(page);
	const compose = text => client.send('Input.imeSetComposition',
		{text, selectionStart: text.length, selectionEnd: text.length});
	await page.focus(INPUT);
	await page.keyboard.type('x');
	await page.waitForURL(/q=x$/);
	await page.keyboard.press('Backspace');
	await compose('p');
	await compose('pi');
	await page.waitForTimeout(300);
	assert.deepEqual(asked, ['x']);
	await client.send('Input.insertText', {text: '皮'});
	await page.waitForURL(url => url.searchParams.get('q') === '皮');
	assert.deepEqual(asked, ['x', '皮']);
	await compose('하');
	await page.waitForURL(url => url.searchParams.get('q') === '皮하');
	await page.context().close();
});

test('a key that ends a composition neither follows nor submits', async () => {
	const page = await site.typed('/box.html', 'leaky gut');
	const client = await page.context().newCDPSession(page);
	await page.keyboard.press('ArrowDown');
	// As most browsers tell it, and as Safari does.
	for (const told of [{key: 'Enter', isComposing: true},
		{key: 'Enter', keyCode: 229}, {key: 'Escape', isComposing: true},
		{key: 'ArrowDown', keyCode: 229}])
		assert.ok(await page.$eval(INPUT, (input, event) =>
			input.dispatchEvent(new KeyboardEvent('keydown', {...event,
				bubbles: true, cancelable: true})), told), told.key);
	assert.equal(await active(page), 0);
	await client.send('Input.imeSetComposition',
		{text: 'pi', selectionStart: 2, selectionEnd: 2});
	await client.send('Input.dispatchKeyEvent', {type: 'rawKeyDown',
		windowsVirtualKeyCode: 229, key: 'Process', code: 'Enter'});
	await client.send('Input.insertText', {text: 'pi'});
	await page.waitForURL(url => url.searchParams.get('q') === 'leaky gutpi');
	assert.ok(page.url().includes('/box.html'));
	await page.context().close();
});

test('facets are reached by Tab, chosen by Space, left by Escape', async () => {
	const page = await site.typed('/box.html?facets=category', 'gut');
	const button = '.meju-facets button >> nth=0';
	await page.keyboard.press('Tab');
	assert.ok(await isFocused(page, button));
	await page.keyboard.press('Space');
	await page.waitForSelector('[aria-pressed=true]');
	assert.ok(await isFocused(page, '[aria-pressed=true]'));
	await page.keyboard.press('Space');
	await page.waitForSelector('[aria-pressed=true]', {state: 'detached'});
	assert.ok(await isFocused(page, button));
	await page.keyboard.press('Escape');
	assert.ok(!await isOpen(page));
	assert.ok(await isFocused(page));
	await page.context().close();
});

test('leaving by Tab closes it', async () => {
	const page = await site.typed('/box.html', 'rosacea');
	await page.focus('#note');
	assert.ok(!await isOpen(page));
	await page.context().close();
});
