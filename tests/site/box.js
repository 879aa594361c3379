// SPDX-License-Identifier: GPL-3.0-or-later
// box.js - the parts of a box, and what can be said of the first in a page.
'use strict';
exports.INPUT = 'input[name=q]';
exports.OPTION = '[role=option]';
exports.STATUS = '[role=status]';

exports.attribute = (page, name) => page.getAttribute(exports.INPUT, name);
exports.isOpen = page => page.locator('.meju-panel').first().isVisible();
exports.isFocused = (page, selector = exports.INPUT) => page.$eval(selector,
	node => node === document.activeElement);
exports.query = page => new URL(page.url()).searchParams;

// Which of the options the next Enter follows; -1 if none.
exports.active = page => page.evaluate(() => {
	const id = document.querySelector('[name=q]')
		.getAttribute('aria-activedescendant');
	const all = [...document.querySelectorAll('[role=option]')];
	return all.indexOf(id && document.getElementById(id));
});

// Until it has been said aloud.
exports.heard = (page, text) => page.waitForFunction(words => document
	.querySelector('[role=status]').textContent.includes(words), text);

// All searches of the page are answered so, by a function of the text.
exports.answers = (page, answer) => page.route(/search\?/, async route => {
	const text = new URL(route.request().url()).searchParams.get('q');
	await route.fulfill({json: await answer(text)}).catch(() => {});
});
